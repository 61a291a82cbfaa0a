/**
 * Cube root.
 *
 *   t ~ x^(1/3) to 5 bits by a division of the exponent, to 23 bits by a polynomial in t^3 / x, then one step of Newton's
 *
 * domain   every number
 * edge     odd; 0, -0, Infinity and NaN stay
 * error    below 0.67 ulp
 * source   FreeBSD msun, s_cbrt.c (B. D. Evans). Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this
 *          software is freely granted, provided that this notice is preserved.
 * checked  against correctly rounded values (bench/math.ts)
 */
import {fromHighWord, highWord, to23Bits} from './words.ts';

const P0 = 1.87595182427177;
const P1 = -1.8849797954337717;
const P2 = 1.6214297201053545;
const P3 = -0.758397934778766;
const P4 = 0.14599619288661245;

export function cbrt(x: number): number {
  if (x === 0 || x - x !== 0) return x; // and what is not finite
  const size = x < 0 ? -x : x;
  const small = size < 2.2250738585072014e-308;
  const high = highWord(small ? size * 1.8014398509481984e16 : size);
  let t = fromHighWord(((high / 3) | 0) + (small ? 696219795 : 715094163));
  const r = t * t * (t / size);
  t *= P0 + r * (P1 + r * P2) + r * r * r * (P3 + r * P4);
  t = to23Bits(t);
  const q = size / (t * t);
  t += t * ((q - t) / (t + t + q));
  return x < 0 ? -t : t;
}
