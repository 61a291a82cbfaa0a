/**
 * What a covariance is needed for: drawing from N(mean, covariance), singular ones too, and its log-density.
 */

import type {Points} from '../core/data.ts';
import {DataError, DomainError} from '../core/error.ts';
import {log, powerOfTwo} from '../core/math/index.ts';

export interface Factor {
  /** (d, d) lower triangular, row-major. */
  readonly lower: Float64Array;
  /** Number of pivots that are not zero. */
  readonly rank: number;
}

/**
 * Cholesky factor of a positive semi-definite matrix, no pivoting and no jitter.
 *
 *   A = L L',  L lower triangular; a pivot that is rounding (at most d 2^-50 of its diagonal entry) makes its column zero
 *
 * shape    covariance: (d, d) symmetric, row-major  ->  lower: (d, d)
 * domain   positive semi-definite up to rounding; a NaN or a diagonal entry below 0 throws DomainError
 * edge     rank below d: L L' still equals A to rounding, so that sampling adds no variance where there is none
 * cost     d^3 / 6 multiply-adds
 * source   N. Higham, "Analysis of the Cholesky decomposition of a semi-definite matrix", 1990
 */
export function semidefiniteCholesky(covariance: Float64Array, d: number): Factor {
  const lower = new Float64Array(d * d);
  const tolerance = d * powerOfTwo(-50);
  let rank = 0;
  for (let j = 0; j < d; j++) {
    const own = covariance[j * d + j];
    if (!(own >= 0 && own < Infinity)) throw new DomainError(`a variance is finite and at least 0, got ${own} for coordinate ${j}`);
    let pivot = own;
    for (let k = 0; k < j; k++) pivot -= lower[j * d + k] * lower[j * d + k];
    if (!(pivot > tolerance * own)) continue;
    rank++;
    const root = Math.sqrt(pivot);
    lower[j * d + j] = root;
    for (let i = j + 1; i < d; i++) {
      let sum = covariance[i * d + j];
      for (let k = 0; k < j; k++) sum -= lower[i * d + k] * lower[j * d + k];
      lower[i * d + j] = sum / root;
    }
  }
  return {lower, rank};
}

/** Turns n standard normal points into draws of N(0, L L'), in place. values: (n, d) */
export function colour(values: Float64Array, lower: Float64Array, d: number): void {
  for (let at = 0; at < values.length; at += d) {
    for (let i = d - 1; i >= 0; i--) {
      let sum = 0;
      for (let j = 0; j <= i; j++) sum += lower[i * d + j] * values[at + j];
      values[at + i] = sum;
    }
  }
}

/** Log-density of N(mean, L L') at each point, in nats. Throws DataError where L is singular: what it was fitted to has no density then. (n,) */
export function normalLogDensity(points: Points, mean: Float64Array, {lower, rank}: Factor): Float64Array {
  const {values, count: n, dimension: d, origin} = points;
  if (d !== mean.length) throw new DomainError(`points of dimension ${d} for a Gaussian of dimension ${mean.length}`);
  if (rank < d) {
    throw new DataError(`a Gaussian of dimension ${d} with a covariance of rank ${rank} has no density`, {
      next: 'Fit to more records than dimensions, that differ.',
    });
  }
  let constant = -0.5 * d * log(2 * Math.PI);
  for (let j = 0; j < d; j++) constant -= log(lower[j * d + j]);
  const shift = mean.map((m, j) => (origin === undefined ? -m : origin[j] - m));
  const z = new Float64Array(d);
  const density = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let square = 0;
    for (let j = 0; j < d; j++) {
      let sum = values[i * d + j] + shift[j];
      for (let k = 0; k < j; k++) sum -= lower[j * d + k] * z[k];
      z[j] = sum / lower[j * d + j];
      square += z[j] * z[j];
    }
    density[i] = constant - 0.5 * square;
  }
  return density;
}
