/**
 * Words that the references do not have: how foreign a text is to them, whichever side it is on.
 *
 *   novelty of a document   share of its words (each counted once a sentence) that no other reference document has
 *
 * shape    a candidate's document: words that no reference document has; a reference document: words that only itself has
 * edge     a document without a word has novelty 0; words are hashed, so a few unknown words pass for known ones
 * checked  test/share.test.ts: a candidate of another domain is told from one of the references'
 */
import {square} from '../../core/math/index.ts';
import {FEATURE_BUCKETS} from '../../quality/features.ts';
import type {SentenceCorpus} from './sentences.ts';
import {addDocumentFrequencies} from './weighting.ts';

export interface NoveltyLaw {
  /** Of the human and of the synthetic reference's documents. */
  readonly means: readonly [number, number];
  /** Standard deviation of a document's novelty about its side's mean. */
  readonly deviation: number;
}

export function referenceFrequencies(corpus: SentenceCorpus): Uint32Array {
  const frequency = new Uint32Array(FEATURE_BUCKETS);
  addDocumentFrequencies(corpus, corpus.words, frequency);
  return frequency;
}

/** Novelty of each unit: its words that at most `own` reference documents have. */
export function novelties({units, offsets, words}: SentenceCorpus, frequency: Uint32Array, own: 0 | 1): Float64Array {
  const shares = new Float64Array(units);
  for (let d = 0; d < units; d++) {
    const from = words.offsets[offsets[d]];
    const to = words.offsets[offsets[d + 1]];
    let novel = 0;
    for (let i = from; i < to; i++) if (frequency[words.indices[i]] <= own) novel++;
    shares[d] = to > from ? novel / (to - from) : 0;
  }
  return shares;
}

export function noveltyLaw(corpus: SentenceCorpus, humans: number, frequency: Uint32Array): NoveltyLaw {
  const own = novelties(corpus, frequency, 1);
  const sides = [own.subarray(0, humans), own.subarray(humans)];
  const means = sides.map((side) => side.reduce((sum, x) => sum + x, 0) / side.length);
  let squares = 0;
  sides.forEach((side, k) => {
    for (const x of side) squares += square(x - means[k]);
  });
  return {means: [means[0], means[1]], deviation: Math.sqrt(squares / own.length)};
}
