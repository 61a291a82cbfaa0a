/**
 * Known mixtures made from held-out references, and how far each estimator is off on them.
 *
 *   documents   a share of the documents is of the synthetic side, the others of the human side
 *   sentences   sentences of one side are planted into documents of the other
 *
 * Every draw is of two stages: the held-out documents are drawn anew with replacement (the references could have been others), then the
 * candidate's number of units from those. A drawn document is judged as one of the other side with chance 1/2 / (n + 1): what n
 * documents have not shown can still be.
 *
 * shape    truths: G shares -> errors: E x G x B, estimate minus truth
 * source   two-stage bootstrap: A. Davison, D. Hinkley, Bootstrap Methods and their Application, 1997, 3.8
 * checked  bench/share-curve.ts: intervals made of these errors against mixtures of documents that were not drawn from (docs/share.md)
 */
import type {Stream} from '../../core/random/stream.ts';
import {measureHeldOut, measurePlanted} from './measure.ts';
import {estimateShare, type MeasuredUnits, spreadOfUnits, trueShare} from './measured.ts';
import type {References} from './references.ts';

export type Arrangement = 'documents' | 'sentences';
export const ARRANGEMENTS: readonly Arrangement[] = ['documents', 'sentences'];
/** Closer together at the ends, where curves bend. */
export const TRUTHS = [0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1] as const;
/** Chosen for the cost: intervals of larger candidates are as wide as those of so many units, never narrower. */
const MOST_DRAWN = 400;
/** Chosen for the cost: units with planted sentences that are made at each truth. */
const PLANTED = 72;

/** One document of the references: its units are first .. first + count - 1. */
interface Units {
  readonly first: number;
  readonly count: number;
}

export interface Pools {
  readonly pure: MeasuredUnits;
  /** The documents of the human and of the synthetic side. */
  readonly sides: readonly (readonly Units[])[];
  /** One for each of TRUTHS, made when first asked for. */
  planted(truth: number): MeasuredUnits;
}

export function poolsOf(stream: Stream, references: References): Pools {
  const planted = new Map<number, MeasuredUnits>();
  const pure = measureHeldOut(references);
  return {
    pure,
    sides: [documentsOf(pure, 0, references.humans), documentsOf(pure, references.humans, pure.units)],
    planted(truth) {
      const known = planted.get(truth);
      if (known !== undefined) return known;
      const made = measurePlanted(references, truth, {count: PLANTED, stream: stream.fork(`planted/${truth}`)});
      planted.set(truth, made);
      return made;
    },
  };
}

function documentsOf({group}: MeasuredUnits, from: number, to: number): Units[] {
  const documents: Units[] = [];
  for (let first = from; first < to; ) {
    let end = first + 1;
    while (end < to && group[end] === group[first]) end++;
    documents.push({first, count: end - first});
    first = end;
  }
  return documents;
}

/** One drawn candidate: whose values, which units, and the truth. */
export interface Draw {
  readonly measured: MeasuredUnits;
  readonly chosen: Uint32Array;
  readonly truth: number;
}

/** units: how many the drawn candidate has (400 at most are drawn); perDocument: how many of them are of one document, about. */
export interface DrawSize {
  readonly units: number;
  readonly perDocument: number;
}

/** A candidate with about `truth` synthetic sentences. */
export function drawMixture(pools: Pools, arrangement: Arrangement, truth: number, {size, stream}: {size: DrawSize; stream: Stream}): Draw {
  const bounded = {units: Math.min(size.units, MOST_DRAWN), perDocument: Math.max(1, Math.round(size.perDocument))};
  return arrangement === 'documents' ? drawDocuments(stream, pools, truth, bounded) : drawPlanted(stream, pools.planted(truth), bounded);
}

function drawPlanted(stream: Stream, measured: MeasuredUnits, {units}: DrawSize): Draw {
  const again = new Uint32Array(measured.units);
  for (let i = 0; i < again.length; i++) again[i] = stream.below(again.length);
  const chosen = new Uint32Array(units);
  for (let i = 0; i < units; i++) chosen[i] = again[stream.below(again.length)];
  return {measured, chosen, truth: trueShare(measured, chosen)};
}

function drawDocuments(stream: Stream, {pure, sides}: Pools, truth: number, {units, perDocument}: DrawSize): Draw {
  const again = sides.map((documents) => documents.map(() => documents[stream.below(documents.length)]));
  const exact = truth * units;
  const synthetics = Math.floor(exact) + (stream.float() < exact - Math.floor(exact) ? 1 : 0);
  const chosen = new Uint32Array(units);
  let total = 0;
  let synthetic = 0;
  for (let i = 0; i < units; ) {
    const side = i < synthetics ? 1 : 0;
    const unlike = stream.float() * (again[side].length + 1) < 0.5;
    const from = again[unlike ? 1 - side : side];
    const {first, count} = from[stream.below(from.length)];
    const take = Math.min(perDocument, count, (side === 1 ? synthetics : units) - i);
    const start = first + (take < count ? stream.below(count - take + 1) : 0);
    for (let k = 0; k < take; k++) {
      chosen[i++] = start + k;
      total += pure.sentences[start + k];
      synthetic += side * pure.sentences[start + k];
    }
  }
  return {measured: pure, chosen, truth: synthetic / total};
}

/** What the chosen estimators and the spread of documents give on `repeats` draws at each truth. */
export interface Trials {
  readonly truths: readonly number[];
  readonly repeats: number;
  /** E x (G * B): estimate minus truth, draw b of truth g at g * B + b. */
  readonly errors: readonly Float64Array[];
  /** (G * B). */
  readonly truth: Float64Array;
  readonly spread: Float64Array;
}

export function runTrials(
  pools: Pools,
  arrangement: Arrangement,
  estimators: readonly number[],
  options: {truths: readonly number[]; repeats: number; size: DrawSize; stream: Stream},
): Trials {
  const {truths, repeats, size} = options;
  const errors = estimators.map(() => new Float64Array(truths.length * repeats));
  const truth = new Float64Array(truths.length * repeats);
  const spread = new Float64Array(truths.length * repeats);
  truths.forEach((t, g) => {
    const stream = options.stream.fork(`${arrangement}/${t}`);
    for (let b = 0; b < repeats; b++) {
      const draw = drawMixture(pools, arrangement, t, {size, stream});
      const at = g * repeats + b;
      truth[at] = draw.truth;
      spread[at] = spreadOfUnits(draw.measured, draw.chosen);
      estimators.forEach((e, k) => {
        errors[k][at] = estimateShare(draw.measured, draw.chosen, e) - draw.truth;
      });
    }
  });
  return {truths, repeats, errors, truth, spread};
}
