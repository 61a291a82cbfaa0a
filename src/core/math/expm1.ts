/**
 * e^x - 1, without the digits that the difference loses near 0.
 *
 *   x = k ln 2 + r, |r| <= ln 2 / 2      e^r - 1 = r + r^2/2 + r^3 (3 - (R + R r/2)) / (6 - r (3 - R r/2)) ...
 *   e^x - 1 = 2^k (e^r - 1 + 1 - 2^-k)
 *
 * domain   every number
 * edge     -1 at -Infinity, Infinity stays, NaN stays, -0 stays; Infinity above 709.782712893384
 * error    below 0.85 ulp
 * source   fdlibm 5.3, s_expm1.c, scaled by a table. Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this
 *          software is freely granted, provided that this notice is preserved.
 * checked  against correctly rounded values (bench/math.ts)
 */
import {ONE, POWERS as SHARED} from './powers.ts';

/** A constant of this file, which V8 folds into the code; an import it reads anew at each call. */
const POWERS = SHARED;
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const INVERSE_LN2 = Math.LOG2E;
const Q1 = -0.03333333333333313;
const Q2 = 0.0015873015872548146;
const Q3 = -7.93650757867488e-5;
const Q4 = 4.008217827329362e-6;
const Q5 = -2.0109921818362437e-7;

export function expm1(x: number): number {
  const size = x < 0 ? -x : x;
  if (size < 5.551115123125783e-17) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -38.816242) return -1; // -56 ln 2
  let k = 0;
  let r = x;
  let c = 0;
  if (size >= 0.3465747833251953) {
    k = size < 1.0397205352783203 ? (x < 0 ? -1 : 1) : (INVERSE_LN2 * x + (x < 0 ? -0.5 : 0.5)) | 0;
    const high = x - k * LN2_HIGH;
    const low = k * LN2_LOW;
    r = high - low;
    c = high - r - low;
  }
  const half = 0.5 * r;
  const square = r * half;
  const r1 = 1 + square * (Q1 + square * (Q2 + square * (Q3 + square * (Q4 + square * Q5))));
  const t = 3 - r1 * half;
  const e = square * ((r1 - t) / (6 - r * t));
  return k === 0 ? r - (r * e - square) : raised(r, r * (e - c) - c - square, k);
}

/** 2^k (r - e + 1) - 1 */
function raised(r: number, e: number, k: number): number {
  if (k === -1) return 0.5 * (r - e) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
  if (k === 1024) return (1 - (e - r)) * 2 * POWERS[ONE + 1023] - 1;
  if (k <= -2 || k > 56) return (1 - (e - r)) * POWERS[ONE + k] - 1;
  const inverse = POWERS[ONE - k];
  return (k < 20 ? 1 - inverse - (e - r) : r - (e + inverse) + 1) * POWERS[ONE + k];
}
