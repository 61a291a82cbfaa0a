/**
 * Logarithm to base 2.
 *
 *   x = 2^k (1 + f), sqrt(1/2) < 1 + f < sqrt(2)      log2 x = k + ln(1 + f) / ln 2, the quotient in two parts
 *
 * domain   x >= 0, below it NaN
 * edge     log2 0 = -Infinity, log2 Infinity = Infinity, NaN stays; exact at powers of two
 * error    below 0.8 ulp
 * source   FreeBSD msun, e_log2.c and k_log.h, the argument scaled by a table. Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this
 *          software is freely granted, provided that this notice is preserved.
 * checked  against correctly rounded values (bench/math.ts)
 */
import {ONE, POWERS as SHARED} from './powers.ts';
import {highPart, highWord} from './words.ts';

/** A constant of this file, which V8 folds into the code; an import it reads anew at each call. */
const POWERS = SHARED;
const INVERSE_LN2_HIGH = 1.4426950407214463;
const INVERSE_LN2_LOW = 1.6751713164886512e-10;
const L1 = 0.6666666666666735;
const L2 = 0.3999999999940942;
const L3 = 0.2857142874366239;
const L4 = 0.22222198432149784;
const L5 = 0.1818357216161805;
const L6 = 0.15313837699209373;
const L7 = 0.14798198605116586;

export function log2(x: number): number {
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
  const first = head * INVERSE_LN2_HIGH;
  const rest = (tail + head) * INVERSE_LN2_LOW + tail * INVERSE_LN2_HIGH;
  const sum = k + first;
  return rest + (k - sum + first) + sum;
}
