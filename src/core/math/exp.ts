/**
 * e^x.
 *
 *   x = k ln 2 + r, |r| <= ln 2 / 2      e^r = 1 + r + r c / (2 - c)      c = r - (P1 r^2 + ... + P5 r^10)      e^x = 2^k e^r
 *
 * domain   every number
 * edge     e^-Infinity = 0, e^Infinity = Infinity, NaN stays; Infinity above 709.782712893384, 0 below -745.1332191019411;
 *          exactly 1 at 0 and the float64 nearest to e at 1
 * error    below 0.9 ulp
 * cost     about 10 ns, no allocation
 * source   fdlibm 5.3, e_exp.c, scaled by a table. Copyright (C) 2004 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this
 *          software is freely granted, provided that this notice is preserved.
 * checked  against correctly rounded values (bench/math.ts)
 */
import {ONE, POWERS as SHARED, scaled} from './powers.ts';

/** A constant of this file, which V8 folds into the code; an import it reads anew at each call. */
const POWERS = SHARED;
const HALF_LN2 = 0.3465747833251953; // the least number above ln 2 / 2 whose low word is empty
const THREE_HALVES_LN2 = 1.0397205352783203;
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const INVERSE_LN2 = Math.LOG2E;
const P1 = 0.16666666666666602;
const P2 = -0.0027777777777015593;
const P3 = 6.613756321437934e-5;
const P4 = -1.6533902205465252e-6;
const P5 = 4.1381367970572385e-8;

export function exp(x: number): number {
  let k = 0;
  let high = x;
  let low = 0;
  const size = Math.abs(x);
  if (size >= HALF_LN2) {
    if (!(size < 708)) return extreme(x);
    if (size >= THREE_HALVES_LN2) k = (INVERSE_LN2 * x + (x < 0 ? -0.5 : 0.5)) | 0;
    else if (x === 1) return Math.E;
    else k = x < 0 ? -1 : 1;
    high = x - k * LN2_HIGH;
    low = k * LN2_LOW;
  } else if (size < 3.725290298461914e-9) return 1 + x;
  return reduced(high, low) * POWERS[ONE + k];
}

/** e^(high - low), at most sqrt 2 from 1 */
function reduced(high: number, low: number): number {
  const r = high - low;
  const t = r * r;
  const c = r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
  return 1 - (low - (r * c) / (2 - c) - high);
}

/** Where e^x or 2^k may leave the normal numbers, and NaN. */
function extreme(x: number): number {
  if (!(x <= 709.782712893384)) return x > 0 ? Infinity : x;
  if (x < -745.1332191019411) return 0;
  const k = (INVERSE_LN2 * x + (x < 0 ? -0.5 : 0.5)) | 0;
  return scaled(reduced(x - k * LN2_HIGH, k * LN2_LOW), k);
}
