/**
 * Entropy, diversity and divergences of discrete distributions.
 *
 *   H(P) = -Σ p log2 p      KL(P‖Q) = Σ p log2(p/q)      TV = ½ Σ |p - q|      Gini-Simpson = 1 - Σ p²
 *   JSD(P, Q) = ½ KL(P‖M) + ½ KL(Q‖M),   M = (P + Q) / 2
 *
 * shape    p: (K,)  q: (K,)  ->  scalar
 * unit     bits for entropyBits, klBits, jensenShannonBits (in [0, 1]); totalVariation and giniSimpson in [0, 1]
 * domain   p, q >= 0, each sums to 1 within 1e-9, equal lengths; anything else throws DomainError
 * edge     0 log 0 = 0; KL is Infinity where q = 0 < p; disjoint supports give JSD and TV of 1
 * cost     O(K), no allocation
 * source   C. Shannon, 1948; J. Lin, IEEE Trans. Inf. Theory 37(1), 1991, section IV; C. Gini, 1912; E. Simpson, 1949
 * checked  against scipy.stats.entropy, scipy.spatial.distance.jensenshannon, numpy: relative 1e-12
 */

import {DomainError} from '../error.ts';
import {log2} from '../math/index.ts';

export function entropyBits(p: Float64Array): number {
  checkDistribution(p, 'entropyBits');
  let sum = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) sum -= p[i] * log2(p[i]);
  return Math.max(0, sum);
}

export function klBits(p: Float64Array, q: Float64Array): number {
  checkPair(p, q, 'klBits');
  let sum = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) sum += p[i] * log2(p[i] / q[i]);
  return Math.max(0, sum);
}

export function jensenShannonBits(p: Float64Array, q: Float64Array): number {
  checkPair(p, q, 'jensenShannonBits');
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const m = 0.5 * (p[i] + q[i]);
    if (p[i] > 0) sum += p[i] * log2(p[i] / m);
    if (q[i] > 0) sum += q[i] * log2(q[i] / m);
  }
  return Math.min(1, Math.max(0, 0.5 * sum));
}

export function totalVariation(p: Float64Array, q: Float64Array): number {
  checkPair(p, q, 'totalVariation');
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += Math.abs(p[i] - q[i]);
  return Math.min(1, 0.5 * sum);
}

export function giniSimpson(p: Float64Array): number {
  checkDistribution(p, 'giniSimpson');
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += p[i] * p[i];
  return Math.max(0, 1 - sum);
}

/** Throws DomainError unless p is a distribution: entries >= 0, sum 1 within 1e-9. */
export function checkDistribution(p: Float64Array, where: string): void {
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    if (!(p[i] >= 0)) throw new DomainError(`${where} wants probabilities >= 0, got ${p[i]} at ${i}`, {where});
    sum += p[i];
  }
  if (!(Math.abs(sum - 1) <= 1e-9)) {
    throw new DomainError(`${where} wants probabilities that sum to 1 within 1e-9, got ${sum}`, {where, next: 'divide them by their sum'});
  }
}

function checkPair(p: Float64Array, q: Float64Array, where: string): void {
  if (p.length !== q.length) throw new DomainError(`${where} wants equal lengths, got ${p.length} and ${q.length}`, {where});
  checkDistribution(p, where);
  checkDistribution(q, where);
}
