/**
 * Standard error of an estimate by leaving out groups of observations, one group at a time; groups may differ in size.
 *
 *   h_j = n / m_j,  pseudo-value p_j = h_j t - (h_j - 1) t_(-j),  p = mean of p_j by 1/h_j
 *   variance = 1/g sum_j (p_j - p)^2 / (h_j - 1)
 *
 * shape    whole: t; without: (g,) t_(-j); sizes: (g,) m_j > 0 -> standard error
 * domain   g >= 2, no group is everything
 * edge     with equal sizes it is the usual (g - 1)/g sum (t_(-j) - mean)^2
 * source   F. M. T. A. Busing, E. Meijer, R. van der Leeden, Statistics and Computing 9, 1999
 * checked  the standard error of a mean, to the last digits; groups of unlike size against the weighted formula
 */

import {DomainError} from '../error.ts';
import {square} from '../math/index.ts';

export function jackknifeError(whole: number, without: ArrayLike<number>, sizes: ArrayLike<number>): number {
  const g = without.length;
  if (!(g >= 2 && sizes.length === g)) throw new DomainError(`the jackknife wants 2 groups or more and their sizes, got ${g}`);
  let n = 0;
  for (let j = 0; j < g; j++) n += sizes[j];
  const pseudo = new Float64Array(g);
  let centre = 0;
  for (let j = 0; j < g; j++) {
    const h = n / sizes[j];
    if (!(h > 1 && h < Infinity)) throw new DomainError(`group ${j} has ${sizes[j]} of ${n} observations`);
    pseudo[j] = h * whole - (h - 1) * without[j];
    centre += pseudo[j] / h;
  }
  let variance = 0;
  for (let j = 0; j < g; j++) variance += square(pseudo[j] - centre) / (n / sizes[j] - 1);
  return Math.sqrt(variance / g);
}
