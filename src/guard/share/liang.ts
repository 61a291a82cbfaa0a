/**
 * The likelihood of Liang et al.: a sentence is the set of its words, each there or not, independently.
 *
 *   log Q(x) / P(x) = sum over t in x of log [q_t (1 - p_t) / (p_t (1 - q_t))] + sum over t of log [(1 - q_t) / (1 - p_t)]
 *   p_t, q_t        share of the human, of the synthetic reference's sentences that have the word t
 *
 * shape    (BUCKETS,) how many sentences of each side have a word -> a ratio for each row of words
 * edge     the vocabulary is the words in at least 5 human and 3 synthetic sentences, and not in all of them
 * source   W. Liang et al., ICML 2024, section 3
 * checked  against the products of the definition
 */
import {log} from '../../core/math/index.ts';
import {FEATURE_BUCKETS, type SparseRows} from '../../quality/features.ts';

/** Chosen: a ratio of fewer sentences is mostly noise, and words of the human side are many. */
const LEAST_HUMAN = 5;
const LEAST_SYNTHETIC = 3;

/** Sentences that were looked at, and how many of them have each word. */
export interface WordSentences {
  sentences: number;
  readonly have: Uint32Array;
}

export const noSentences = (): WordSentences => ({sentences: 0, have: new Uint32Array(FEATURE_BUCKETS)});

/** Adds one sentence (a row of words). */
export function addSentence(into: WordSentences, {indices, offsets}: SparseRows, row: number): void {
  into.sentences++;
  for (let i = offsets[row], end = offsets[row + 1]; i < end; i++) into.have[indices[i]]++;
}

/** What each word says, as plain data. weight: (BUCKETS,), 0 outside of the vocabulary. */
export interface WordRatios {
  readonly base: number;
  readonly weight: Float64Array;
}

export function wordRatios(human: WordSentences, synthetic: WordSentences): WordRatios {
  const weight = new Float64Array(FEATURE_BUCKETS);
  let base = 0;
  for (let t = 0; t < FEATURE_BUCKETS; t++) {
    if (human.have[t] < LEAST_HUMAN || synthetic.have[t] < LEAST_SYNTHETIC) continue;
    const p = human.have[t] / human.sentences;
    const q = synthetic.have[t] / synthetic.sentences;
    if (p === 1 || q === 1) continue;
    const absent = log((1 - q) / (1 - p));
    base += absent;
    weight[t] = log(q / p) - absent;
  }
  return {base, weight};
}

/** The log likelihood ratio of a row of words. */
export function sentenceRatio({base, weight}: WordRatios, {indices, offsets}: SparseRows, row: number): number {
  let sum = base;
  for (let i = offsets[row], end = offsets[row + 1]; i < end; i++) sum += weight[indices[i]];
  return sum;
}
