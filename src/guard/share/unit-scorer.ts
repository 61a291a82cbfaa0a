/**
 * Scores of units of unknown origin, and of their sentences, straight from counts: what `unitRows`, `sentenceRows` and `dot` give, without the
 * rows. All that is known of a bucket stands together, so that a count is one look into memory.
 *
 * cost     a look-up a feature of a sentence, and one a distinct feature of a unit; 8 MiB
 * checked  against the rows, bit by bit
 */
import {grown} from '../../core/grown.ts';
import {log} from '../../core/math/index.ts';
import {FEATURE_BUCKETS} from '../../quality/features.ts';
import type {SentenceCorpus} from './sentences.ts';
import type {Weighting} from './weighting.ts';

/** What a bucket has in the table: its weight in vectors, and in the two classifiers; its count in the unit at hand. */
const [IDF, DOCUMENT, SENTENCE, COUNT] = [0, 1, 2, 3];
const WIDTH = 4;

/** 1 + ln n of counts below. */
const LOGARITHMS = 256;

export interface Classifiers {
  readonly documentWeights: Float64Array;
  readonly sentenceWeights: Float64Array;
}

export class UnitScorer {
  private readonly table = new Float64Array(WIDTH * FEATURE_BUCKETS);
  /** Of 32 buckets each, two words: which of them are used, and which the unit at hand has. Small, so that no branch waits for the table. */
  private readonly bits = new Int32Array(FEATURE_BUCKETS / 16);
  private readonly logarithms = Float64Array.from({length: LOGARITHMS}, (_, n) => (n === 0 ? 0 : 1 + log(n)));
  private readonly scale: number;
  private readonly intercepts: readonly [document: number, sentence: number];
  /** Buckets that the unit at hand has. */
  private touched = new Uint32Array(1 << 12);
  private used = 0;
  /** Of the sentence at hand, its vector and the weights that it meets. */
  private vector = new Float32Array(1 << 10);
  private weights = new Float64Array(1 << 10);

  constructor({column, idf, scale}: Weighting, {documentWeights, sentenceWeights}: Classifiers) {
    const {table, bits} = this;
    for (let bucket = 0; bucket < FEATURE_BUCKETS; bucket++) {
      const at = column[bucket];
      if (at < 0) continue;
      bits[2 * (bucket >>> 5)] |= 1 << (bucket & 31);
      table[WIDTH * bucket + IDF] = idf[at];
      table[WIDTH * bucket + DOCUMENT] = documentWeights[at];
      table[WIDTH * bucket + SENTENCE] = sentenceWeights[at];
    }
    this.scale = scale;
    this.intercepts = [documentWeights[documentWeights.length - 1], sentenceWeights[sentenceWeights.length - 1]];
  }

  /** The unit's score; those of its sentences go into `sentences`. */
  score({grams, offsets}: SentenceCorpus, unit: number, sentences: Float64Array): number {
    const first = offsets[unit];
    let total = 0;
    this.used = 0;
    for (let s = first; s < offsets[unit + 1]; s++) {
      const [from, to] = [grams.offsets[s], grams.offsets[s + 1]];
      this.reserve(to - from);
      for (let i = from; i < to; i++) total += grams.values[i];
      sentences[s - first] = this.sentence(grams.indices, grams.values, from, to);
    }
    return this.document(total);
  }

  private reserve(more: number): void {
    if (more > this.vector.length) {
      this.vector = new Float32Array(2 * more);
      this.weights = new Float64Array(2 * more);
    }
    if (this.used + more > this.touched.length) this.touched = grown(this.touched, 2 * (this.used + more));
  }

  /** Its score; its counts are added to those of the unit. */
  private sentence(indices: Uint32Array, counts: Float32Array, from: number, to: number): number {
    const {table, bits, touched, vector, weights, logarithms} = this;
    let {used} = this;
    let [n, squares] = [0, 0];
    for (let i = from; i < to; i++) {
      const bucket = indices[i];
      const word = 2 * (bucket >>> 5);
      const bit = 1 << (bucket & 31);
      if ((bits[word] & bit) === 0) continue;
      if ((bits[word + 1] & bit) === 0) {
        bits[word + 1] |= bit;
        touched[used++] = bucket;
      }
      const at = WIDTH * bucket;
      const count = counts[i];
      table[at + COUNT] += count;
      const value = (count < LOGARITHMS ? logarithms[count] : 1 + log(count)) * table[at + IDF];
      vector[n] = value;
      weights[n++] = table[at + SENTENCE];
      squares += value * value;
    }
    this.used = used;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    let sum = this.intercepts[1];
    for (let k = 0; k < n; k++) sum += weights[k] * Math.fround(vector[k] * scale);
    return sum;
  }

  private document(total: number): number {
    const {table, bits, touched, used, scale} = this;
    let sum = this.intercepts[0];
    for (let k = 0; k < used; k++) {
      bits[2 * (touched[k] >>> 5) + 1] = 0;
      const at = WIDTH * touched[k];
      sum += table[at + DOCUMENT] * Math.fround(Math.sqrt(table[at + COUNT] / total) * table[at + IDF] * scale);
      table[at + COUNT] = 0;
    }
    return sum;
  }
}
