/**
 * ln(1 + x), without the digits that 1 + x loses near 0.
 *
 *   1 + x = 2^k (1 + f) + c, sqrt(1/2) < 1 + f < sqrt(2)      ln(1 + x) = k ln 2 + ln(1 + f) + c / (1 + x)
 *
 * domain   x >= -1, below it NaN
 * edge     -Infinity at -1, Infinity stays, NaN stays, -0 stays
 * error    below 2.1 ulp
 * source   fdlibm 5.3, s_log1p.c, its argument scaled by a table. Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this
 *          software is freely granted, provided that this notice is preserved.
 * checked  against correctly rounded values (bench/math.ts)
 */
import {ONE, POWERS as SHARED} from './powers.ts';
import {highWord} from './words.ts';

/** A constant of this file, which V8 folds into the code; an import it reads anew at each call. */
const POWERS = SHARED;
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const L1 = 0.6666666666666735;
const L2 = 0.3999999999940942;
const L3 = 0.2857142874366239;
const L4 = 0.22222198432149784;
const L5 = 0.1818357216161805;
const L6 = 0.15313837699209373;
const L7 = 0.14798198605116586;

export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? -Infinity : Number.NaN;
  const size = x < 0 ? -x : x;
  if (size < 1.862645149230957e-9) return size < 5.551115123125783e-17 ? x : x - x * x * 0.5;
  // 1 + x between sqrt(1/2) and sqrt(2), by high words
  if (x < 0.4142131805419922 && x > -0.2928931713104248) return finish(x, 0, 0, false);
  if (x === Infinity) return x;
  const large = x >= 9007199254740992;
  const u = large ? x : 1 + x;
  const high = highWord(u);
  const significand = high & 0xfffff;
  const up = significand < 0x6a09e ? 0 : 1;
  const exponent = (high >> 20) - 1023;
  const c = large ? 0 : (exponent > 0 ? 1 - (u - x) : x - (u - 1)) / u;
  const k = exponent + up;
  return finish(u * POWERS[ONE - k] - 1, k, c, significand === 0 || (up === 1 && (0x100000 - significand) >> 2 === 0));
}

/** k ln 2 + ln(1 + f) + c; `near`: |f| < 2^-20. */
function finish(f: number, k: number, c: number, near: boolean): number {
  const half = 0.5 * f * f;
  if (near) {
    if (f === 0) return k * LN2_HIGH + (c + k * LN2_LOW);
    const r = half * (1 - 0.6666666666666666 * f);
    return k * LN2_HIGH - (r - (k * LN2_LOW + c) - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const r = z * (L1 + z * (L2 + z * (L3 + z * (L4 + z * (L5 + z * (L6 + z * L7))))));
  if (k === 0) return f - (half - s * (half + r));
  return k * LN2_HIGH - (half - (s * (half + r) + (k * LN2_LOW + c)) - f);
}
