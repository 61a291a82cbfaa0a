/**
 * Exponent of the growth of the vocabulary (Heaps' law: types ~ words^b).
 *
 *   b = slope of the least-squares line of ln types on ln words, at 1/16, 1/8, 1/4, 1/2 and all of the words
 *
 * Fewer words are what is left of the text when documents are left out at random, in expectation (thinning.ts): the order of documents
 * has no say, and the lab and the guard read the same.
 *
 * shape    words, and types at a number of words -> b, in 0..1 for natural text
 * edge     undefined under LEAST_HEAPS_WORDS words
 * source   H. S. Heaps, Information Retrieval, 1978, 7.5
 * checked  against numpy.polyfit
 */
import {log} from '../math/index.ts';
import {slopeOf} from '../stats/slope.ts';

/** Words at the least. */
export const LEAST_HEAPS_WORDS = 1500;
/** Parts of the words that types are counted at. */
const CUTS = [16, 8, 4, 2, 1];

export function heapsExponent(words: number, typesAt: (words: number) => number): number | undefined {
  if (words < LEAST_HEAPS_WORDS) return undefined;
  const sizes = CUTS.map((cut) => words / cut);
  return slopeOf(
    sizes.map(log),
    sizes.map((size) => log(typesAt(size))),
  );
}
