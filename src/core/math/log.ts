/**
 * Natural logarithm.
 *
 *   x = 2^k (1 + f), sqrt(1/2) < 1 + f < sqrt(2)      s = f / (2 + f)      ln(1 + f) = f - (f^2/2 - s (f^2/2 + R(s^2)))
 *   ln x = k ln 2 + ln(1 + f)
 *
 * domain   x >= 0, below it NaN
 * edge     ln 0 = -Infinity, ln Infinity = Infinity, NaN stays; exactly 0 at 1
 * error    below 0.85 ulp
 * cost     about 10 ns, no allocation
 * source   fdlibm 5.3, e_log.c, its argument scaled by a table. Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this
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

export function log(x: number): number {
  return x >= 2.2250738585072014e-308 && x < Infinity ? normal(x, -1023) : extreme(x);
}

/** ln x + (bias + 1023) ln 2, of a normal number */
function normal(x: number, bias: number): number {
  const high = highWord(x);
  const significand = high & 0xfffff;
  const exponent = (high + 0x95f64) >> 20;
  const k = exponent + bias;
  const f = x * POWERS[ONE + 1023 - exponent] - 1;
  if ((0xfffff & (2 + significand)) < 3) return nearOne(f, k);
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const r = w * (L2 + w * (L4 + w * L6)) + z * (L1 + w * (L3 + w * (L5 + w * L7)));
  const low = k * LN2_LOW;
  if (((significand - 0x6147a) | (0x6b851 - significand)) < 0) return k * LN2_HIGH - (s * (f - r) - low - f);
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + r) + low) - f);
}

/** |f| < 2^-20 */
function nearOne(f: number, k: number): number {
  const r = f * f * (0.5 - 0.3333333333333333 * f);
  return k * LN2_HIGH - (r - k * LN2_LOW - f);
}

/** What is no positive normal number; subnormal ones are scaled by 2^54. */
function extreme(x: number): number {
  if (x === 0) return -Infinity;
  if (!(x > 0)) return Number.NaN;
  return x === Infinity ? x : normal(x * 1.8014398509481984e16, -1023 - 54);
}
