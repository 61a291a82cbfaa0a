/**
 * All that is learned from the two references: classifiers of units and of sentences, cross-fitted, and what their scores say.
 *
 * shape    units of both sides in one corpus, the human ones first; side, fold: (U,). Units of one document are of one fold
 * domain   each side has at least as many documents as there are folds (4 or 6); the classifiers throw DomainError otherwise
 * cost     bounded by what is given: whoever reads the references draws from large ones
 * checked  bench/share-curve.ts: estimates made of these scores on held-out essays and speeches (docs/share.md)
 */
import {permutation} from '../../core/random/permutation.ts';
import type {Stream} from '../../core/random/stream.ts';
import {type CrossFit, crossFit} from '../../quality/cross-fit.ts';
import {type Calibration, calibrate, type Scores} from './calibration.ts';
import {addSentence, noSentences, type WordRatios, wordRatios} from './liang.ts';
import type {SentenceCorpus} from './sentences.ts';
import {sentenceRows, unitRows, type Weighting, weightingOf} from './weighting.ts';

/** What turns scores and words into the values of the estimators: for unknown texts, or for one fold that plays the unknown. */
export interface Judge {
  readonly documentWeights: Float64Array;
  readonly sentenceWeights: Float64Array;
  readonly document: Calibration;
  readonly sentence: Calibration;
  readonly words: WordRatios;
}

export interface References {
  readonly corpus: SentenceCorpus;
  /** Units of the human side. */
  readonly humans: number;
  /** (U,) 0 human, 1 synthetic. */
  readonly side: Uint8Array;
  readonly fold: Uint8Array;
  readonly folds: number;
  readonly weighting: Weighting;
  /** For unknown texts. */
  readonly final: Judge;
  /** For the units of fold v, as if they were unknown. */
  readonly outer: readonly Judge[];
  /** Of units and of sentences: what each scored when its fold was held out, by the classifiers of `outer`. */
  readonly heldOut: {readonly units: Float64Array; readonly sentences: Float64Array};
}

/** Chosen: a weak penalty, and few epochs, which hold weights back as a stronger one would. The figures of docs/share.md rest on them. */
export const STRENGTH = 10_000;
const DOCUMENT_EPOCHS = 12;
export const SENTENCE_EPOCHS = 4;
/** Chosen for the cost: of more sentences four folds leave enough to learn from, of fewer there are six. */
const FEW_SENTENCES = 6000;
const FOLDS = {few: 6, many: 4} as const;

export function learnReferences(stream: Stream, corpus: SentenceCorpus, humans: number): References {
  const {units, sentences} = corpus;
  const folds = sentences > FEW_SENTENCES ? FOLDS.many : FOLDS.few;
  const side = Uint8Array.from({length: units}, (_, u) => (u < humans ? 0 : 1));
  const fold = foldsOf(stream.fork('folds'), corpus, humans, folds);
  const weighting = weightingOf([corpus]);
  const {columns} = weighting;
  const unitFit = crossFit(unitRows(corpus, weighting), fold, side, {
    ...{columns, folds, strength: STRENGTH, epochs: DOCUMENT_EPOCHS, stream: stream.fork('documents')},
  });
  const perSentence = (of: Uint8Array) => spreadOut(of, corpus);
  const sentenceFit = crossFit(sentenceRows(corpus, weighting), perSentence(fold), perSentence(side), {
    ...{columns, folds, strength: STRENGTH, epochs: SENTENCE_EPOCHS, stream: stream.fork('sentences')},
  });
  const known = {corpus, side, fold, unitFit, sentenceFit};
  return {
    ...{corpus, humans, side, fold, folds, weighting},
    final: judge(known),
    outer: Array.from({length: folds}, (_, v) => judge(known, v)),
    heldOut: {units: unitFit.heldOut, sentences: sentenceFit.heldOut},
  };
}

interface Known {
  readonly corpus: SentenceCorpus;
  readonly side: Uint8Array;
  readonly fold: Uint8Array;
  readonly unitFit: CrossFit;
  readonly sentenceFit: CrossFit;
}

/** The judge that knows all folds, or all but one. */
function judge({corpus, side, fold, unitFit, sentenceFit}: Known, without?: number): Judge {
  const documentScores = without === undefined ? unitFit.single : unitFit.inner[without];
  const sentenceScores = without === undefined ? sentenceFit.single : sentenceFit.inner[without];
  const sides = [0, 1].map((which) => {
    const members: number[] = [];
    for (let u = 0; u < corpus.units; u++) if (side[u] === which && fold[u] !== without) members.push(u);
    return sideScores(corpus, members, documentScores, sentenceScores);
  });
  return {
    documentWeights: without === undefined ? unitFit.weights : unitFit.outer[without],
    sentenceWeights: without === undefined ? sentenceFit.weights : sentenceFit.outer[without],
    document: calibrate(sides[0].units, sides[1].units, 'kernels'),
    sentence: calibrate(sides[0].sentences, sides[1].sentences, 'bins'),
    words: wordRatios(sides[0].words, sides[1].words),
  };
}

function sideScores(corpus: SentenceCorpus, members: readonly number[], documentScores: Float64Array, sentenceScores: Float64Array) {
  const {offsets} = corpus;
  const scores: number[] = [];
  const words = noSentences();
  for (const d of members) {
    for (let s = offsets[d]; s < offsets[d + 1]; s++) {
      scores.push(sentenceScores[s]);
      addSentence(words, corpus.words, s);
    }
  }
  const units: Scores = {
    scores: Float64Array.from(members, (d) => documentScores[d]),
    weights: Float64Array.from(members, (d) => offsets[d + 1] - offsets[d]),
  };
  return {units, sentences: {scores: Float64Array.from(scores)} as Scores, words};
}

/** Folds at random, as even over the documents of either side as can be. */
function foldsOf(stream: Stream, {units, group}: SentenceCorpus, humans: number, folds: number): Uint8Array {
  const fold = new Uint8Array(units);
  for (const [from, to] of [
    [0, humans],
    [humans, units],
  ]) {
    const documents = [...new Set(group.subarray(from, to))];
    const place = new Map<number, number>();
    permutation(stream, documents.length).forEach((d, i) => {
      place.set(documents[d], i % folds);
    });
    for (let u = from; u < to; u++) fold[u] = place.get(group[u])!;
  }
  return fold;
}

/** A value of each unit, given to each of its sentences. */
function spreadOut(of: Uint8Array, {units, sentences, offsets}: SentenceCorpus): Uint8Array {
  const spread = new Uint8Array(sentences);
  for (let u = 0; u < units; u++) spread.fill(of[u], offsets[u], offsets[u + 1]);
  return spread;
}
