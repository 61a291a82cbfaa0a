/**
 * Sine and cosine of an angle in radians.
 *
 *   x = n pi/2 + r, |r| <= pi/4; by n mod 4 the sine of r, its cosine, or one of them negated
 *   sin r = r + S1 r^3 + ... + S6 r^13      cos r = 1 - r^2/2 + C1 r^4 + ... + C6 r^14
 *
 * domain   every number
 * edge     NaN of Infinity and NaN; sin -0 = -0
 * error    sin below 0.85 ulp, cos below 0.85 ulp, however large the angle
 * source   fdlibm 5.3, s_sin.c, s_cos.c, k_sin.c and k_cos.c. Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this
 *          software is freely granted, provided that this notice is preserved.
 * checked  against correctly rounded values (bench/math.ts)
 */
import {quadrantOf, remainder} from './quadrant.ts';
import {fromHighWord, highWord} from './words.ts';

const QUARTER_PI = 0.7853984832763672; // the least number above pi/4 whose low word is empty
const S1 = -0.16666666666666632;
const S2 = 0.00833333333332249;
const S3 = -0.0001984126982985795;
const S4 = 2.7557313707070068e-6;
const S5 = -2.5050760253406863e-8;
const S6 = 1.58969099521155e-10;
const C1 = 0.0416666666666666;
const C2 = -0.001388888888887411;
const C3 = 2.480158728947673e-5;
const C4 = -2.7557314351390663e-7;
const C5 = 2.087572321298175e-9;
const C6 = -1.1359647557788195e-11;

export function sin(x: number): number {
  const size = Math.abs(x);
  if (size < QUARTER_PI) return size < 7.450580596923828e-9 ? x : sine(x, 0);
  if (!(size < Infinity)) return Number.NaN;
  const n = quadrantOf(x) & 3;
  const y = (n & 1) === 0 ? sine(remainder[0], remainder[1]) : cosine(remainder[0], remainder[1]);
  return n < 2 ? y : -y;
}

export function cos(x: number): number {
  const size = Math.abs(x);
  if (size < QUARTER_PI) return size < 7.450580596923828e-9 ? 1 : cosine(x, 0);
  if (!(size < Infinity)) return Number.NaN;
  const n = quadrantOf(x) & 3;
  const y = (n & 1) === 0 ? cosine(remainder[0], remainder[1]) : sine(remainder[0], remainder[1]);
  return n === 0 || n === 3 ? y : -y;
}

/** sin(r + low), |r| <= pi/4 */
function sine(r: number, low: number): number {
  const z = r * r;
  const v = z * r;
  const p = S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)));
  return low === 0 ? r + v * (S1 + z * p) : r - (z * (0.5 * low - v * p) - low - v * S1);
}

/** cos(r + low), |r| <= pi/4; from 0.3 on about a quarter of r is taken from 1 and from r^2/2 alike. */
function cosine(r: number, low: number): number {
  const size = Math.abs(r);
  const z = r * r;
  const p = z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * (C5 + z * C6)))));
  if (size < 0.2999999523162842) return 1 - (0.5 * z - (z * p - r * low));
  const part = size > 0.78125 ? 0.28125 : fromHighWord(highWord(size) - 0x200000);
  return 1 - part - (0.5 * z - part - (z * p - r * low));
}
