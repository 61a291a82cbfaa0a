/**
 * Maximum likelihood: how often a word followed a context, over how often anything did.
 *
 *   p(w | c) = count(cw) / count(c)
 *
 * in the same form as Kneser-Ney, with nothing taken from any n-gram and so nothing handed on to shorter contexts.
 *
 * domain   contexts of N - 1 words, and those that begin with <s>: all that a draw from nothing meets, each of which was followed by something.
 *          Behind a prompt that was never seen the longest known context of it stands, by the counts of trie.ts
 * edge     what never followed a context has probability 0; so has the unknown type
 * cost     linear in the n-grams
 */
import type {Counts} from './counts.ts';
import type {Discounts, KneserNey} from './kneser-ney.ts';
import type {Trie} from './trie.ts';

/** Nothing is taken from any order. */
export function noDiscounts({order}: Counts): Discounts[] {
  return Array.from({length: order + 1}, () => ({amounts: [0, 0, 0], fallback: false}));
}

export function estimateUnsmoothed(trie: Trie): KneserNey {
  const probability: Float64Array[] = [new Float64Array(1)];
  const backoff: Float64Array[] = [];
  for (let n = 1; n <= trie.order; n++) {
    const start = trie.start[n - 1];
    const cumulative = trie.cumulative[n];
    const own = new Float64Array(trie.word[n].length);
    const rest = new Float64Array(start.length - 1);
    for (let c = 0; c < rest.length; c++) {
      const [from, to] = [start[c], start[c + 1]];
      const total = cumulative[to] - cumulative[from];
      rest[c] = total === 0 ? 1 : 0;
      for (let x = from; x < to; x++) own[x] = total === 0 ? 0 : (cumulative[x + 1] - cumulative[x]) / total;
    }
    probability.push(own);
    backoff.push(rest);
  }
  return {discounts: noDiscounts(trie.counts), probability, backoff};
}
