/**
 * Corrections and intervals for counts and many tests.
 *
 *   holm                 adjusted p: running maximum of p_(i) (m - i + 1), at most 1, in the order given
 *   goodTuringUnseenMass n_1 / N: the mass of what was not seen
 *   wilsonInterval       the score interval of a proportion
 *
 * shape    p: (m,) -> (m,);  counts: (K,) -> scalar;  successes, n -> {low, high}
 * domain   p in 0..1; counts integers >= 0 with a positive sum; 0 <= successes <= n, n >= 1, 0 < confidence < 1; else DomainError
 * cost     O(m log m), O(K), O(1)
 * source   S. Holm, Scand. J. Statistics 6, 1979; I. J. Good, Biometrika 40, 1953; E. B. Wilson, JASA 22, 1927
 * checked  against numpy and scipy.stats.binomtest().proportion_ci(method='wilson'): relative 1e-12
 */
import {DomainError} from '../error.ts';
import {normalQuantile} from './special.ts';

export function holm(p: Float64Array): Float64Array {
  const m = p.length;
  const order = new Uint32Array(m);
  for (let i = 0; i < m; i++) {
    if (!(p[i] >= 0 && p[i] <= 1)) throw new DomainError(`holm wants p-values in 0..1, got ${p[i]} at ${i}`);
    order[i] = i;
  }
  order.sort((a, b) => p[a] - p[b]);
  const adjusted = new Float64Array(m);
  let most = 0;
  for (let i = 0; i < m; i++) {
    most = Math.max(most, Math.min(1, p[order[i]] * (m - i)));
    adjusted[order[i]] = most;
  }
  return adjusted;
}

export function goodTuringUnseenMass(counts: ArrayLike<number>): number {
  let once = 0;
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    if (!(counts[i] >= 0 && Number.isInteger(counts[i])))
      throw new DomainError(`goodTuringUnseenMass wants counts, got ${counts[i]} at ${i}`);
    if (counts[i] === 1) once++;
    total += counts[i];
  }
  if (total === 0) throw new DomainError('goodTuringUnseenMass wants at least one observation, got none');
  return once / total;
}

export function wilsonInterval(successes: number, n: number, confidence = 0.95): {low: number; high: number} {
  if (!(n >= 1 && successes >= 0 && successes <= n && confidence > 0 && confidence < 1)) {
    throw new DomainError(`wilsonInterval wants 0 <= successes <= n, n >= 1, 0 < confidence < 1, got ${successes}, ${n}, ${confidence}`);
  }
  const z = normalQuantile(0.5 + confidence / 2);
  const p = successes / n;
  const middle = p + (z * z) / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return {low: successes === 0 ? 0 : (middle - half) / scale, high: successes === n ? 1 : (middle + half) / scale};
}
