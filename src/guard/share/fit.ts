/**
 * Whether a candidate can be a mixture of the references at all: a classifier tries to tell its sentences from theirs.
 *
 *   AUC = chance that a sentence of the candidate scores above one of the references, whose sides weigh as the estimate says:
 *   share to the synthetic one, 1 - share to the human one.   0.5: one cannot tell; 1: always
 *
 * By sentences, not by documents: long documents can be told apart by the smallest drift, which the estimate survives; and it does not
 * matter how synthetic sentences lie in documents.
 *
 * shape    a sample of the candidate and the references -> AUC in 0..1, by scores of classifiers that did not see the unit
 * edge     fewer than 3 units of the candidate: undefined. At most MOST sentences of either are looked at
 * source   two-sample tests by classifiers: D. Lopez-Paz, M. Oquab, ICLR 2017
 * checked  test/share.test.ts: a candidate of another domain is refused, mixtures of the references are not
 */
import {permutation} from '../../core/random/permutation.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {SparseRows} from '../../quality/features.ts';
import {dot, fitLogistic} from '../../quality/logistic.ts';
import {type References, SENTENCE_EPOCHS, STRENGTH} from './references.ts';
import type {SentenceCorpus} from './sentences.ts';
import {sentenceRows, weightingOf} from './weighting.ts';

/** Chosen for the cost, which is a classifier a fold. The AUC is known to about a hundredth by so many sentences. */
const FOLDS = 3;
const MOST = 1500;

/** Some sentences: their numbers, the fold of each (one a unit), and the weight of each. */
interface Chosen {
  readonly sentences: number[];
  readonly folds: number[];
  readonly weights: number[];
}

export function candidateAuc(stream: Stream, references: References, sample: SentenceCorpus, share: number): number | undefined {
  if (sample.units < FOLDS) return undefined;
  const {corpus, humans} = references;
  const weighting = weightingOf([corpus, sample]);
  const rows = joined(sentenceRows(corpus, weighting), sentenceRows(sample, weighting));
  const known: Chosen = {sentences: [], folds: [], weights: []};
  const sides = [
    {from: 0, to: humans, part: 1 - share},
    {from: humans, to: corpus.units, part: share},
  ];
  for (const {from, to, part} of sides) choose(stream, corpus, {from, to, most: Math.round(part * MOST), weight: part, first: 0}, known);
  const unknown: Chosen = {sentences: [], folds: [], weights: []};
  choose(stream, sample, {from: 0, to: sample.units, most: MOST, weight: 1, first: corpus.sentences}, unknown);
  const {known: low, unknown: high} = heldOutScores(rows, known, unknown, {columns: weighting.columns, stream});
  return weightedAuc(low, known.weights, high);
}

interface Choosing {
  readonly from: number;
  readonly to: number;
  readonly most: number;
  readonly weight: number;
  /** Number of the corpus's first sentence among the joined rows. */
  readonly first: number;
}

/** Adds the sentences of units in random order until there are `most`; together they weigh `weight`. */
function choose(stream: Stream, {offsets}: SentenceCorpus, {from, to, most, weight, first}: Choosing, into: Chosen): void {
  const before = into.sentences.length;
  permutation(stream, to - from).forEach((place, i) => {
    const d = from + place;
    for (let s = offsets[d]; s < offsets[d + 1] && into.sentences.length - before < most; s++) {
      into.sentences.push(first + s);
      into.folds.push(i % FOLDS);
    }
  });
  const count = into.sentences.length - before;
  for (let i = 0; i < count; i++) into.weights.push(weight / count);
}

function heldOutScores(rows: SparseRows, known: Chosen, unknown: Chosen, {columns, stream}: {columns: number; stream: Stream}) {
  const positive = new Uint8Array(rows.count);
  for (const s of unknown.sentences) positive[s] = 1;
  const scores = {known: new Float64Array(known.sentences.length), unknown: new Float64Array(unknown.sentences.length)};
  for (let v = 0; v < FOLDS; v++) {
    const training = [known, unknown].flatMap(({sentences, folds}) => sentences.filter((_, i) => folds[i] !== v));
    const model = fitLogistic(rows, Uint32Array.from(training), positive, {columns, strength: STRENGTH, epochs: SENTENCE_EPOCHS, stream});
    for (const [chosen, into] of [[known, scores.known] as const, [unknown, scores.unknown] as const]) {
      chosen.sentences.forEach((s, i) => {
        if (chosen.folds[i] === v) into[i] = dot(rows, s, model);
      });
    }
  }
  return scores;
}

function weightedAuc(low: Float64Array, weights: readonly number[], high: Float64Array): number {
  const sorted = high.slice().sort();
  let sum = 0;
  let total = 0;
  low.forEach((score, i) => {
    sum += weights[i] * (1 - (place(sorted, score, false) + place(sorted, score, true)) / (2 * sorted.length));
    total += weights[i];
  });
  return sum / total;
}

/** How many of `sorted` lie below the score, or also at it. */
function place(sorted: Float64Array, score: number, withEqual: boolean): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle] < score || (withEqual && sorted[middle] === score)) from = middle + 1;
    else to = middle;
  }
  return from;
}

function joined(a: SparseRows, b: SparseRows): SparseRows {
  const offsets = new Uint32Array(a.count + b.count + 1);
  offsets.set(a.offsets);
  for (let i = 1; i <= b.count; i++) offsets[a.count + i] = a.indices.length + b.offsets[i];
  const indices = new Uint32Array(a.indices.length + b.indices.length);
  indices.set(a.indices);
  indices.set(b.indices, a.indices.length);
  const values = new Float32Array(indices.length);
  values.set(a.values);
  values.set(b.values, a.values.length);
  return {count: a.count + b.count, indices, values, offsets};
}
