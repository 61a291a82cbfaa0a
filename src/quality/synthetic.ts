/**
 * The probability that a document was written by a model, told from text by people and text by models: logistic regression on hashed
 * words, pairs of words and runs of bytes, calibrated by Platt's method on scores of documents that it did not see.
 *
 *   x_f = sqrt(n_f / n) idf_f, to unit length;   p(x) = Platt(w.x),   w the mean over folds of what was fitted without the fold
 *   weight of a document = (1 - p)^b
 *
 * Both references weigh the same, whatever their sizes: p is the probability where one document in two is synthetic.
 *
 * shape    n documents -> (n,), 0..1
 * domain   at least LEAST_DOCUMENTS different documents in each reference; fewer throw DataError
 * edge     knows the models of its reference alone: text of another model, or of another domain, gets a probability and means little
 * cost     F fits, O(epochs x non-zeros) each
 * source   feature hashing: K. Weinberger et al., ICML 2009; weights: G. Drayson et al., EMNLP 2025
 * checked  held-out accuracy, AUC and calibration error on essays by people and by a chatbot
 */

import type {Text} from '../core/data.ts';
import {log, pow} from '../core/math/index.ts';
import type {Stream} from '../core/random/stream.ts';
import {quantileSorted} from '../core/stats/quantile.ts';
import type {Language} from '../core/text/language.ts';
import {areaUnderCurve, fitPlatt, type Platt, type ProbabilityQuality, plattProbability, probabilityQuality} from './calibration.ts';
import {FEATURE_BUCKETS, FeatureCollector, type SparseRows} from './features.ts';
import {checkEnoughDocuments, FOLDS, foldsOf, LEAST_DOCUMENTS} from './folds.ts';
import {dot, fitLogistic} from './logistic.ts';

/** Chosen: the accuracy and calibration that docs/quality-rules.md has of essays rest on them. */
const STRENGTH = 300;
const EPOCHS = 40;
/** Documents whose features are in memory at once when new text is scored. */
const AT_ONCE = 256;

/** Of documents that the classifier did not see, both references weighing the same. */
interface SyntheticQuality extends ProbabilityQuality {
  readonly auc: number;
}

interface SyntheticReferences {
  readonly human: Text;
  readonly synthetic: Text;
  /** Whose case is folded. */
  readonly language?: Language;
}

export class SyntheticClassifier {
  /** By cross-validation. The calibration too was fitted without the fold it is judged on. */
  readonly quality: SyntheticQuality;
  private readonly weights: Float64Array;
  private readonly idf: Float32Array;
  private readonly platt: Platt;
  private readonly language?: Language;
  /** Cross-fitted probabilities of the human documents, ascending. */
  private readonly human: Float64Array;

  constructor(stream: Stream, {human, synthetic, language}: SyntheticReferences) {
    checkEnoughDocuments(human, LEAST_DOCUMENTS, 'the human reference of a classifier of synthetic text');
    checkEnoughDocuments(synthetic, LEAST_DOCUMENTS, 'the synthetic reference of a classifier of synthetic text');
    this.language = language;
    const counts = countRows([human, synthetic], language);
    const positive = Uint8Array.from({length: counts.count}, (_, i) => (i < human.count ? 0 : 1));
    const fold = new Uint8Array(counts.count);
    fold.set(foldsOf(stream.fork('human'), human, FOLDS));
    fold.set(foldsOf(stream.fork('synthetic'), synthetic, FOLDS), human.count);
    this.idf = inverseFrequencies(counts);
    const {weights, scores} = crossFitted(stream, weighted(counts, this.idf), positive, fold);
    const platt = fitPlatt(scores, positive);
    this.weights = weights;
    this.platt = platt;
    this.human = scores
      .slice(0, human.count)
      .map((score) => plattProbability(platt, score))
      .sort();
    this.quality = qualityOf(scores, positive, fold);
  }

  /** (n,) */
  probability(text: Text): Float64Array {
    const probabilities = new Float64Array(text.count);
    const collector = new FeatureCollector({language: this.language});
    for (let from = 0; from < text.count; from += AT_ONCE) {
      const to = Math.min(text.count, from + AT_ONCE);
      for (let i = from; i < to; i++) collector.add(text.bytes, text.offsets[i], text.offsets[i + 1]);
      const rows = weighted(collector.take().grams, this.idf);
      for (let i = from; i < to; i++) probabilities[i] = plattProbability(this.platt, dot(rows, i - from, this.weights));
    }
    return probabilities;
  }

  /** The probability below which a share q of human documents lies, as a classifier that did not see them has it. */
  quantile(q: number): number {
    return quantileSorted(this.human, q);
  }
}

/** (1 - p)^b of each. */
export function humanWeights(probabilities: Float64Array, power: number): Float64Array {
  return probabilities.map((p) => pow(1 - p, power));
}

function countRows(texts: readonly Text[], language: Language | undefined): SparseRows {
  const collector = new FeatureCollector({language});
  for (const {bytes, offsets, count} of texts) for (let i = 0; i < count; i++) collector.add(bytes, offsets[i], offsets[i + 1]);
  return collector.take().grams;
}

/** 0 for a bucket that a single document has: it tells that document alone. (FEATURE_BUCKETS,) */
function inverseFrequencies({count, indices}: SparseRows): Float32Array {
  const documents = new Uint32Array(FEATURE_BUCKETS);
  for (const bucket of indices) documents[bucket]++;
  return Float32Array.from(documents, (n) => (n < 2 ? 0 : 1 + log((1 + count) / (1 + n))));
}

function weighted({count, indices, values, offsets}: SparseRows, idf: Float32Array): SparseRows {
  const scaled = new Float32Array(values.length);
  for (let row = 0; row < count; row++) {
    let squares = 0;
    for (let i = offsets[row]; i < offsets[row + 1]; i++) {
      scaled[i] = Math.sqrt(values[i]) * idf[indices[i]];
      squares += scaled[i] * scaled[i];
    }
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let i = offsets[row]; i < offsets[row + 1]; i++) scaled[i] *= scale;
  }
  return {count, indices, values: scaled, offsets};
}

/** Scores of each row by what was fitted without its fold, and the mean of the fits. */
function crossFitted(
  stream: Stream,
  rows: SparseRows,
  positive: Uint8Array,
  fold: Uint8Array,
): {weights: Float64Array; scores: Float64Array} {
  const weights = new Float64Array(FEATURE_BUCKETS + 1);
  const scores = new Float64Array(rows.count);
  const all = Uint32Array.from(fold, (_, i) => i);
  for (let k = 0; k < FOLDS; k++) {
    const options = {strength: STRENGTH, epochs: EPOCHS, columns: FEATURE_BUCKETS, stream: stream.fork(`fold/${k}`)};
    const fitted = fitLogistic(
      rows,
      all.filter((i) => fold[i] !== k),
      positive,
      options,
    );
    for (const i of all) if (fold[i] === k) scores[i] = dot(rows, i, fitted);
    for (let c = 0; c < weights.length; c++) weights[c] += fitted[c] / FOLDS;
  }
  return {weights, scores};
}

function qualityOf(scores: Float64Array, positive: Uint8Array, fold: Uint8Array): SyntheticQuality {
  const all = Uint32Array.from(fold, (_, i) => i);
  const probabilities = new Float64Array(scores.length);
  for (let k = 0; k < FOLDS; k++) {
    const platt = fitPlatt(
      scores,
      positive,
      all.filter((i) => fold[i] !== k),
    );
    for (const i of all) if (fold[i] === k) probabilities[i] = plattProbability(platt, scores[i]);
  }
  const synthetic = positive.reduce((sum, y) => sum + y, 0);
  const weights = Float64Array.from(positive, (y) => 0.5 / (y ? synthetic : positive.length - synthetic));
  return {...probabilityQuality(probabilities, positive, weights), auc: areaUnderCurve(scores, positive)};
}
