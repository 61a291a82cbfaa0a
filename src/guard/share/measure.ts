/** From units to `MeasuredUnits`: unknown ones by the final judge, the references' each by the judge that never saw it, planted ones too. */
import type {Stream} from '../../core/random/stream.ts';
import {dot} from '../../quality/logistic.ts';
import {MeasuredBuilder} from './columns.ts';
import type {MeasuredUnits} from './measured.ts';
import type {Judge, References} from './references.ts';
import type {SentenceCorpus} from './sentences.ts';
import type {UnitScorer} from './unit-scorer.ts';
import {composedRows} from './weighting.ts';

/** Adds units of unknown origin. */
export function addUnknown(builder: MeasuredBuilder, corpus: SentenceCorpus, {judge, scorer}: {judge: Judge; scorer: UnitScorer}): void {
  for (let u = 0; u < corpus.units; u++) {
    const rows = numbers(corpus.offsets[u], corpus.offsets[u + 1]);
    const sentenceScores = new Float64Array(rows.length);
    const score = scorer.score(corpus, u, sentenceScores);
    builder.add(judge, {group: corpus.group[u], score, words: corpus.words, rows, synthetic: 0, sentenceScores});
  }
}

/** The references' units, each as if it were unknown. In the order of the references. */
export function measureHeldOut({corpus, side, fold, outer, heldOut}: References): MeasuredUnits {
  const builder = new MeasuredBuilder();
  for (let u = 0; u < corpus.units; u++) {
    const [from, to] = [corpus.offsets[u], corpus.offsets[u + 1]];
    builder.add(outer[fold[u]], {
      ...{group: corpus.group[u], score: heldOut.units[u], words: corpus.words, rows: numbers(from, to)},
      sentenceScores: heldOut.sentences.subarray(from, to),
      synthetic: side[u] === 1 ? to - from : 0,
    });
  }
  return builder.finish();
}

/**
 * Units of one side with sentences of the other planted into them, all of the same fold: up to `count` units in which each sentence is
 * synthetic with chance `share`. The hosts are of the side that has the larger part.
 */
export function measurePlanted(references: References, share: number, {count, stream}: {count: number; stream: Stream}): MeasuredUnits {
  const {corpus, folds, outer, heldOut, weighting} = references;
  const builder = new MeasuredBuilder();
  const hostSide = share > 0.5 ? 1 : 0;
  const chance = hostSide === 1 ? 1 - share : share;
  for (let v = 0; v < folds; v++) {
    const {hosts, guests} = hostsAndGuests(references, v, hostSide);
    const many = Math.min(hosts.length, Math.ceil(count / folds));
    const drawn = Array.from({length: many}, (_, i) => plant(corpus, hosts[i], guests, {chance, stream}));
    const rows = composedRows(corpus, weighting, (i) => drawn[i].sentences, many);
    drawn.forEach(({sentences, planted}, i) => {
      builder.add(outer[v], {
        ...{group: builder.units, score: dot(rows, i, outer[v].documentWeights), words: corpus.words, rows: sentences},
        sentenceScores: Float64Array.from(sentences, (s) => heldOut.sentences[s]),
        synthetic: hostSide === 1 ? sentences.length - planted : planted,
      });
    });
  }
  return builder.finish();
}

function hostsAndGuests({corpus, fold, side}: References, v: number, hostSide: number): {hosts: number[]; guests: number[]} {
  const hosts: number[] = [];
  const guests: number[] = [];
  for (let u = 0; u < corpus.units; u++) {
    if (fold[u] !== v) continue;
    if (side[u] === hostSide) hosts.push(u);
    else for (let s = corpus.offsets[u]; s < corpus.offsets[u + 1]; s++) guests.push(s);
  }
  return {hosts, guests};
}

function plant({offsets}: SentenceCorpus, host: number, guests: readonly number[], {chance, stream}: {chance: number; stream: Stream}) {
  let planted = 0;
  const sentences = numbers(offsets[host], offsets[host + 1]);
  for (let i = 0; i < sentences.length; i++) {
    if (stream.float() >= chance) continue;
    planted++;
    sentences[i] = guests[stream.below(guests.length)];
  }
  return {sentences, planted};
}

function numbers(from: number, to: number): Uint32Array {
  const list = new Uint32Array(to - from);
  for (let i = from; i < to; i++) list[i - from] = i;
  return list;
}
