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
import type {Discounts} from './kneser-ney.ts';

/** Nothing is taken from any order. */
export function noDiscounts({order}: Counts): Discounts[] {
  return Array.from({length: order + 1}, () => ({amounts: [0, 0, 0], fallback: false}));
}
