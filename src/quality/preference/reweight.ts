/**
 * Resampling by rewards: records of a pool are drawn with probability proportional to exp(reward / temperature), with replacement.
 *
 *   w_i = exp((r_i - max r) / temperature)
 *
 * shape    n rewards -> weights (n,), at most 1
 * law      as the pool grows the draws follow p(x) e^{r(x) / temperature} / Z: what a policy with a price of `temperature` on its KL
 *          distance from p would be
 * source   Korbak et al., arXiv 2205.11275; Ferbach et al., NeurIPS 2024
 */
import {exp} from '../../core/math/index.ts';
import {type AliasTable, aliasTable, fillCategorical} from '../../core/random/categorical.ts';
import type {Stream} from '../../core/random/stream.ts';

export function rewardWeights(rewards: Float64Array, temperature: number): Float64Array {
  let most = -Infinity;
  for (const reward of rewards) most = Math.max(most, reward);
  return rewards.map((reward) => exp((reward - most) / temperature));
}

/** `count` draws with replacement. (count,) */
export function resampled(stream: Stream, weights: Float64Array, count: number): Uint32Array {
  let total = 0;
  for (const w of weights) total += w;
  const table: AliasTable = aliasTable(weights.map((w) => w / total));
  const drawn = new Uint32Array(count);
  fillCategorical(stream, table, drawn);
  return drawn;
}
