/**
 * e^t for the responsibilities of a mixture: t in [-45, 0].
 *
 *   n = round(512 t / ln 2)      e^t = 2^(n >> 9) 2^((n & 511) / 512) e^r      r = t - n ln 2 / 512, |r| <= 0.00068
 *
 * domain   -45 <= t <= 0, otherwise undefined (no check: it runs n K times a step)
 * edge     exactly 1 at 0. Tables and products alone: the same digits on every engine whose `**` agrees
 * cost     about a third of Math.exp
 * source   P. Tang, "Table-driven implementation of the exponential function", ACM TOMS 15(2), 1989
 * checked  against Math.exp: relative error below 5e-16 on a grid over the domain
 */
import {pow, powerOfTwo} from '../../core/math/index.ts';

const LEAST = -67;
/** 2^(j/512). (512,) */
export const FRACTIONS = Float64Array.from({length: 512}, (_, j) => pow(2, j / 512));
const powers = Float64Array.from({length: 1 - LEAST}, (_, m) => powerOfTwo(m + LEAST));
export const STEPS_OF_EXP = 512 / Math.LN2;
/** ln 2 / 512 in two parts, the first of 32 bits, so that n times it is exact. */
export const HIGH = Math.round((Math.LN2 / 512) * 0x200_0000_0000) / 0x200_0000_0000;
export const LOW = LN2_LOW();
/** Adding and taking away 1.5 x 2^52 rounds to an integer. */
const ROUND = 6755399441055744;

export function expByTable(t: number): number {
  const n = t * STEPS_OF_EXP + ROUND - ROUND;
  const r = t - n * HIGH - n * LOW;
  const i = n | 0;
  const tail = r + r * r * (0.5 + r * (0.16666666666666666 + r * 0.041666666666666664));
  const f = FRACTIONS[i & 511];
  return (f + f * tail) * powers[(i >> 9) - LEAST];
}

/** ln 2 / 512 - HIGH, with the digits of ln 2 that float64 drops (2.3190468138462996e-17). */
function LN2_LOW(): number {
  return (Math.LN2 - HIGH * 512 + 2.3190468138462996e-17) / 512;
}
