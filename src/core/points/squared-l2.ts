/**
 * Squared L2 distance of two densities, each a mixture of Gaussians.
 *
 *   int (p - q)^2 dx = <p, p> - 2 <p, q> + <q, q>,   <p, q> = sum_ij a_i b_j N(m_i - n_j; 0, C_i + D_j)
 *
 * shape    two mixtures of one dimension -> scalar
 * unit     a density: 1 / unit of the points^d
 * domain   every C_i + D_j positive definite, otherwise DomainError: what has no density has no distance
 * edge     equal densities give 0 up to rounding of <p, p>; never less than 0
 * cost     O(K_p^2 + K_q^2) pairs; a factor of d^3 / 3 for each pair of covariances that differ
 * source   the product of two Gaussians: K. Petersen, M. Pedersen, The Matrix Cookbook, 2012, 8.1.8
 * checked  against scipy.integrate.quad and dblquad of (p - q)^2
 */
import {DomainError} from '../error.ts';
import {exp, log} from '../math/index.ts';
import {cholesky, forwardSolve, logDeterminant} from '../stats/linear/cholesky.ts';
import {squaredDistance} from './modes.ts';

/** A mixture of Gaussians. weights: (K,), sum to 1; means: (K * d,); covariances: (K * d * d,), or (d * d,) that all K share. */
export interface GaussianSum {
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly covariances: Float64Array;
}

export function squaredL2(p: GaussianSum, q: GaussianSum): number {
  if (dimensionOfSum(p) !== dimensionOfSum(q))
    throw new DomainError(`densities of dimension ${dimensionOfSum(p)} and ${dimensionOfSum(q)} have no distance`);
  return Math.max(0, overlap(p, p) - 2 * overlap(p, q) + overlap(q, q));
}

export const dimensionOfSum = ({weights, means}: GaussianSum): number => means.length / weights.length;

/** int p q dx */
function overlap(p: GaussianSum, q: GaussianSum): number {
  const d = dimensionOfSum(p);
  const same = p === q;
  const [ofP, ofQ] = [groupsOf(p), groupsOf(q)];
  let sum = 0;
  for (let i = 0; i < ofP.length; i++) {
    for (let j = same ? i : 0; j < ofQ.length; j++) {
      const factor = cholesky(
        ofP[i].covariance.map((x, c) => x + ofQ[j].covariance[c]),
        d,
      );
      const constant = exp(-0.5 * (d * log(2 * Math.PI) + logDeterminant(factor, d)));
      const a = scaled(ofP[i], factor);
      const twice = same && j > i ? 2 : 1;
      sum +=
        twice *
        constant *
        (same && i === j ? within(ofP[i].weights, a, d) : across([ofP[i].weights, ofQ[j].weights], [a, scaled(ofQ[j], factor)], d));
    }
  }
  return sum;
}

/** Components of one covariance. */
interface Group {
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly covariance: Float64Array;
}

function groupsOf(sum: GaussianSum): Group[] {
  const {weights, means, covariances} = sum;
  const d = dimensionOfSum(sum);
  if (covariances.length === d * d) return [{weights, means, covariance: covariances}];
  return Array.from(weights, (_, k) => ({
    weights: weights.subarray(k, k + 1),
    means: means.subarray(k * d, (k + 1) * d),
    covariance: covariances.subarray(k * d * d, (k + 1) * d * d),
  }));
}

/** Means in units of the factor: z with L z = m. (K * d,) */
function scaled({means}: Group, factor: Float64Array): Float64Array {
  const d = Math.round(Math.sqrt(factor.length));
  const z = new Float64Array(means.length);
  for (let at = 0; at < means.length; at += d) z.set(forwardSolve(factor, means.subarray(at, at + d)), at);
  return z;
}

/** sum over all pairs of one group of w_i w_j exp(-|z_i - z_j|^2 / 2) */
function within(weights: Float64Array, z: Float64Array, d: number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i] * weights[i];
    for (let j = 0; j < i; j++) sum += 2 * weights[i] * weights[j] * exp(-0.5 * squaredDistance(z, i * d, z, j * d, d));
  }
  return sum;
}

type Pair = readonly [Float64Array, Float64Array];

function across([a, b]: Pair, [z, y]: Pair, d: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j < b.length; j++) sum += a[i] * b[j] * exp(-0.5 * squaredDistance(z, i * d, y, j * d, d));
  return sum;
}
