/**
 * The interval of a median between two order statistics: the narrowest pair at equal distance from both ends that reaches the confidence.
 *
 *   x_(k) to x_(n+1-k),  level 1 - 2 P(B <= k - 1), B binomial (n, 1/2);  P(B <= k - 1) = I_(1/2)(n - k + 1, k)
 *
 * shape    n -> rank k, 1..n/2, and the level; undefined where even the smallest and the largest number reach less (n < 6 at 0.95)
 * domain   n a whole number >= 1, 0 < confidence < 1; anything else throws DomainError
 * law      exact for any continuous law, at least the level where numbers tie: .969 at n = 6, .979 at 10, .957 at 30
 * cost     O(log n) evaluations; each n is computed once
 * source   H. David, Order Statistics, 7.1
 * checked  against scipy.stats.binom.cdf: relative 1e-12
 */
import {DomainError} from '../error.ts';
import {betaRegularized} from './regularized.ts';

export interface MedianRank {
  /** From 1. */
  readonly rank: number;
  readonly level: number;
}

export function medianRank(n: number, confidence = 0.95): MedianRank | undefined {
  if (!(Number.isInteger(n) && n >= 1 && confidence > 0 && confidence < 1))
    throw new DomainError(`medianRank wants a whole n >= 1 and 0 < confidence < 1, got ${n}, ${confidence}`);
  const key = `${n} ${confidence}`;
  if (!known.has(key)) known.set(key, searched(n, confidence));
  return known.get(key);
}

const known = new Map<string, MedianRank | undefined>();

function searched(n: number, confidence: number): MedianRank | undefined {
  const level = (k: number) => 1 - 2 * betaRegularized(n - k + 1, k, 0.5);
  if (n < 2 || level(1) < confidence) return undefined;
  let reaching = 1;
  let short = (n >> 1) + 1;
  while (short - reaching > 1) {
    const middle = (reaching + short) >> 1;
    if (level(middle) >= confidence) reaching = middle;
    else short = middle;
  }
  return {rank: reaching, level: level(reaching)};
}
