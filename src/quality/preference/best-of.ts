/**
 * Best of K: of every K candidates the annotator keeps one.
 *
 *   one round, logistic choice:   p'(i) = sum over K draws of p(draws) sum_{k: x_k = i} e^r(x_k) / sum_j e^r(x_j)
 *   K -> infinity:                p'(i) proportional to p(i) e^r(i)
 *
 * shape    K n values, candidate k of group i at i K + k -> (n,) which of its K each group keeps, and the comparisons that were asked
 * edge     a budget of b comparisons is spent on the first b / (K - 1) groups; the others keep their first candidate, unasked
 * source   D. Ferbach et al., NeurIPS 2024
 */
import type {Stream} from '../../core/random/stream.ts';
import type {Annotator} from './annotator.ts';

interface Chosen {
  /** 0 .. K - 1 for each group. */
  readonly kept: Uint32Array;
  readonly comparisons: number;
}

interface BestOfOptions {
  readonly K: number;
  /** Comparisons that may be asked for. */
  readonly budget: number;
}

/** `shown`: what the annotator sees in each candidate (`Annotator.shown`). */
export function chooseBest(stream: Stream, annotator: Annotator, shown: Float64Array, {K, budget}: BestOfOptions): Chosen {
  const groups = Math.floor(shown.length / K);
  const asked = Math.min(groups, Math.floor(budget / (K - 1)));
  const kept = new Uint32Array(groups);
  for (let i = 0; i < asked; i++) kept[i] = annotator.choose(shown.subarray(i * K, (i + 1) * K), stream);
  return {kept, comparisons: asked * (K - 1)};
}
