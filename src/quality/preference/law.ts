/**
 * The law of one round of best-of-K on outcomes whose probabilities are known, without the noise of a finite sample.
 *
 *   p'(i) = (1 - noise) sum over K draws of p(draws) sum_{k: x_k = i} e^u(x_k) / sum_j e^u(x_j)  +  noise p(i)
 *
 * by Poisson integration: with X ~ sum of independent K - 1 others, E[1 / (e^u_i + X)] = int_0^inf e^{-s e^u_i} E[e^{-s e^u}]^{K-1} ds, so
 *
 *   p'(i) / p(i) = K e^u_i int_0^inf e^{-s e^u_i} (sum_j p_j e^{-s e^u_j})^{K-1} ds
 *
 * shape    p: (K',) sums to 1, utility: (K',) -> (K',), sums to 1
 * cost     O(categories x nodes), whatever K
 * source   D. Ferbach et al., NeurIPS 2024, equation 2; the integral is algebra
 * checked  against the sum over all K-tuples
 */
import {exp, pow} from '../../core/math/index.ts';

export function bestOfLaw(
  p: Float64Array,
  utility: ArrayLike<number>,
  {K, noise = 0}: {readonly K: number; readonly noise?: number},
): Float64Array {
  let most = -Infinity;
  for (let i = 0; i < p.length; i++) most = Math.max(most, utility[i]);
  const weights = Float64Array.from(p, (_, i) => exp(utility[i] - most));
  const next = new Float64Array(p.length);
  // s = e^x: the integrand is smooth and decays doubly at both ends, so the trapezoid rule converges fast
  for (let x = LOW; x <= HIGH; x += STEP) {
    const s = exp(x);
    let mean = 0;
    for (let j = 0; j < p.length; j++) mean += p[j] * exp(-s * weights[j]);
    const others = pow(mean, K - 1) * s * STEP;
    for (let i = 0; i < p.length; i++) next[i] += others * weights[i] * exp(-s * weights[i]);
  }
  let total = 0;
  for (let i = 0; i < p.length; i++) total += next[i] *= K * p[i];
  return next.map((value, i) => ((1 - noise) * value) / total + noise * p[i]);
}

const LOW = -30;
const HIGH = 30;
const STEP = 1 / 16;
