/**
 * Logarithm to base 10.
 *
 *   x = 2^k (1 + f), sqrt(1/2) < 1 + f < sqrt(2)      log10 x = k log10 2 + ln(1 + f) / ln 10, each in two parts
 *
 * domain   x >= 0, below it NaN
 * edge     log10 0 = -Infinity, log10 Infinity = Infinity, NaN stays; exact at 10^0 .. 10^22
 * error    below 0.7 ulp
 * source   FreeBSD msun, e_log10.c and k_log.h, the argument scaled by a table. Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this
 *          software is freely granted, provided that this notice is preserved.
 * checked  against correctly rounded values (bench/math.ts)
 */
import {ONE, POWERS as SHARED} from './powers.ts';
import {highPart, highWord} from './words.ts';

/** A constant of this file, which V8 folds into the code; an import it reads anew at each call. */
const POWERS = SHARED;
const INVERSE_LN10_HIGH = 0.4342944818781689;
const INVERSE_LN10_LOW = 2.5082946711645275e-11;
const LOG10_2_HIGH = 0.30102999566361177;
const LOG10_2_LOW = 3.694239077158931e-13;
const L1 = 0.6666666666666735;
const L2 = 0.3999999999940942;
const L3 = 0.2857142874366239;
const L4 = 0.22222198432149784;
const L5 = 0.1818357216161805;
const L6 = 0.15313837699209373;
const L7 = 0.14798198605116586;

export function log10(x: number): number {
  let k = -1023;
  if (!(x >= 2.2250738585072014e-308)) {
    if (x === 0) return -Infinity;
    if (!(x > 0)) return Number.NaN;
    x *= 1.8014398509481984e16; // a subnormal number, by 2^54
    k -= 54;
  } else if (x === Infinity) return x;
  const high = highWord(x);
  const exponent = (high >> 20) + (((high & 0xfffff) + 0x95f64) >> 20);
  k += exponent;
  const f = x * POWERS[ONE + 1023 - exponent] - 1;
  const half = 0.5 * f * f;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const r = z * (L1 + w * (L3 + w * (L5 + w * L7))) + w * (L2 + w * (L4 + w * L6));
  const head = highPart(f - half);
  const tail = f - head - half + s * (half + r);
  const first = head * INVERSE_LN10_HIGH;
  const base = k * LOG10_2_HIGH;
  const rest = k * LOG10_2_LOW + (tail + head) * INVERSE_LN10_LOW + tail * INVERSE_LN10_HIGH;
  const sum = base + first;
  return rest + (base - sum + first) + sum;
}
