/**
 * The multinomial law: counts of n draws over K outcomes, one binomial an outcome.
 *
 *   N_k ~ Binomial(n - N_1 - ... - N_(k-1), w_k / (w_k + ... + w_K))
 *
 * shape    weights: (K,)  ->  counts: (K,), summing to n
 * domain   weights finite, >= 0, positive sum; n integer in 0..2^32 - 1; anything else throws DomainError
 * edge     an outcome of weight 0 counts 0
 * cost     O(K), whatever n
 * source   L. Devroye, Non-Uniform Random Variate Generation, 1986, XI.1.4
 * checked  against the enumerated law of the smallest case; chi-square
 */
import {DomainError} from '../error.ts';
import {binomial} from './binomial.ts';
import type {Stream} from './stream.ts';

export function multinomial(stream: Stream, n: number, weights: ArrayLike<number>): Uint32Array {
  if (!(Number.isInteger(n) && n >= 0 && n < 4294967296)) throw new DomainError(`multinomial wants an integer n in 0..2^32 - 1, got ${n}`);
  const K = weights.length;
  const rest = new Float64Array(K + 1);
  for (let k = K - 1; k >= 0; k--) {
    if (!(weights[k] >= 0)) throw new DomainError(`multinomial wants weights >= 0, got ${weights[k]} at ${k}`);
    rest[k] = rest[k + 1] + weights[k];
  }
  if (!(rest[0] > 0 && rest[0] < Infinity)) throw new DomainError(`multinomial wants weights with a positive finite sum, got ${rest[0]}`);
  const counts = new Uint32Array(K);
  let left = n;
  for (let k = 0; k < K && left > 0; k++) {
    if (rest[k] === 0) break;
    counts[k] = binomial(stream, left, Math.min(1, weights[k] / rest[k]));
    left -= counts[k];
  }
  return counts;
}
