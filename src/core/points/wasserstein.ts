/**
 * Wasserstein-2 distance: the root mean square way to carry one distribution into the other.
 *
 *   one dimension   W2^2 = integral over u in 0..1 of (F^-1(u) - G^-1(u))^2: sorted samples, steps split where sizes differ
 *   Gaussians       W2^2 = |m1 - m2|^2 + tr(S1 + S2 - 2 (S1^1/2 S2 S1^1/2)^1/2)
 *   samples         equal sizes up to `exactUpTo`: the best assignment; else the Sinkhorn divergence
 *
 * shape    x: (n * d,), y: (m * d,), row-major, finite, within reach (reach.ts), not empty -> scalar >= 0
 * unit     that of the points
 * edge     Sinkhorn's epsilon, unless said, is 0.02 of the mean squared distance between the samples, and
 *          a divergence below 0 by rounding is 0
 * cost     sorting; an eigendecomposition; O(n^3); O(n m) exponentials a sweep
 * source   G. Peyré, M. Cuturi, "Computational optimal transport", 2019, remarks 2.30 and 2.31
 * checked  against scipy: sorted coupling, sqrtm, linear_sum_assignment
 *
 * The distance between two finite samples of one law is above 0 and falls slowly with their size (n^(-1/d)): compare equal sizes.
 */

import {DomainError} from '../error.ts';
import {hypot, square} from '../math/index.ts';
import {matrixProduct} from '../stats/linear/product.ts';
import {symmetricEigen, symmetricSquareRoot} from '../stats/linear/symmetric-eigen.ts';
import {assign} from './assignment.ts';
import {squaredDistance} from './modes.ts';
import {refuseBeyondReach} from './reach.ts';
import {sinkhornDivergence} from './sinkhorn.ts';

/** Of samples in one dimension, of any sizes. x: (n,), y: (m,) */
export function wasserstein2Sorted(x: Float64Array, y: Float64Array): number {
  refuseEmpty(x, y);
  const a = x.slice().sort();
  const b = y.slice().sort();
  const n = a.length;
  const m = b.length;
  let sum = 0;
  // both quantile functions are steps at multiples of 1/n and 1/m: `at` walks over the multiples of 1/(n m)
  for (let i = 0, j = 0, at = 0; i < n; ) {
    const next = Math.min((i + 1) * m, (j + 1) * n);
    sum += (next - at) * square(a[i] - b[j]);
    at = next;
    if (next === (i + 1) * m) i++;
    if (next === (j + 1) * n) j++;
  }
  return Math.sqrt(sum / (n * m));
}

/** mean: (d,); covariance: (d * d,), row-major, positive semidefinite. */
export interface GaussianMoments {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/** Of Gaussians, in any dimension. */
export function wasserstein2Gaussian(a: GaussianMoments, b: GaussianMoments): number {
  const d = a.mean.length;
  if (b.mean.length !== d) throw new DomainError(`a Gaussian of ${d} dimensions cannot be held against one of ${b.mean.length}`);
  const shift = squaredDistance(a.mean, 0, b.mean, 0, d);
  if (d === 1) return hypot(Math.sqrt(shift), Math.sqrt(a.covariance[0]) - Math.sqrt(b.covariance[0]));
  return Math.sqrt(shift + Math.max(0, bures(a.covariance, b.covariance, d)));
}

function bures(a: Float64Array, b: Float64Array, d: number): number {
  const root = symmetricSquareRoot(a, d);
  const square = {rows: d, inner: d, columns: d};
  const middle = matrixProduct(matrixProduct(root, b, square), root, square);
  for (let i = 0; i < d; i++)
    for (let j = 0; j < i; j++) middle[i * d + j] = middle[j * d + i] = (middle[i * d + j] + middle[j * d + i]) / 2;
  let sum = 0;
  for (const value of symmetricEigen(middle, d).values) sum -= 2 * Math.sqrt(Math.max(0, value));
  for (let i = 0; i < d; i++) sum += a[i * d + i] + b[i * d + i];
  return sum;
}

export interface SampleTransportOptions {
  /** The assignment is exact up to this many points a side; 500 unless said. */
  readonly exactUpTo?: number;
  /** Of Sinkhorn, in squared units of the points. */
  readonly epsilon?: number;
}

/** Of samples in any dimension. */
export function wasserstein2Samples(x: Float64Array, y: Float64Array, dimension: number, options: SampleTransportOptions = {}): number {
  refuseEmpty(x, y);
  if (dimension === 1) return wasserstein2Sorted(x, y);
  const {exactUpTo = 500, epsilon} = options;
  if (x.length === y.length && x.length <= exactUpTo * dimension) return Math.sqrt(assignmentCost(x, y, dimension));
  const scale = epsilon ?? 0.02 * meanSquaredDistance(x, y, dimension);
  return scale > 0 ? Math.sqrt(Math.max(0, sinkhornDivergence(x, y, dimension, scale))) : 0;
}

function assignmentCost(x: Float64Array, y: Float64Array, d: number): number {
  const n = x.length / d;
  const cost = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) cost[i * n + j] = squaredDistance(x, i * d, y, j * d, d);
  const column = assign(cost, n);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += cost[i * n + column[i]];
  return sum / n;
}

/** Mean over pairs: |mean x - mean y|^2 + both total variances. */
function meanSquaredDistance(x: Float64Array, y: Float64Array, d: number): number {
  let sum = 0;
  for (let j = 0; j < d; j++) {
    const a = coordinateMoments(x, j, d);
    const b = coordinateMoments(y, j, d);
    sum += square(a.mean - b.mean) + a.variance + b.variance;
  }
  return sum;
}

function coordinateMoments(values: Float64Array, j: number, d: number): {mean: number; variance: number} {
  const n = values.length / d;
  let mean = 0;
  for (let i = j; i < values.length; i += d) mean += values[i] / n;
  let variance = 0;
  for (let i = j; i < values.length; i += d) variance += square(values[i] - mean) / n;
  return {mean, variance};
}

function refuseEmpty(x: Float64Array, y: Float64Array): void {
  if (x.length === 0 || y.length === 0) throw new DomainError('transport wants points on both sides');
  refuseBeyondReach(x);
  refuseBeyondReach(y);
}
