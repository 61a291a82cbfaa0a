/**
 * Places a candidate among the lab's generations of the user's own human text: lab samples and the candidate are profiled alike and held
 * against the same human text at the same size, by the guard's own measures. The lab was not trained on that text: its own training set a
 * model repeats, rare words too, as no other text does.
 */

import type {Text} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import {compressedSize} from '../../core/measure/compressed-size.ts';
import {permutation} from '../../core/random/permutation.ts';
import {Stream} from '../../core/random/stream.ts';
import {firstAt, sizeOf} from '../../core/records.ts';
import type {Language} from '../../core/text/language.ts';
import type {Token} from '../../forecast/defaults.ts';
import {type PlacedMeasure, placeCandidate} from '../../forecast/place.ts';
import type {Place} from '../../forecast/report.ts';
import {type MeasuredInterval, measureAgainst} from '../../guard/check/against.ts';
import type {Interval} from '../../guard/check-report.ts';
import {ProfileBuilder} from '../../guard/profile/builder.ts';
import type {Profile} from '../../guard/profile/profile.ts';
import {makeKernel} from '../scan/kernel.ts';
import {labTexts} from './lab-texts.ts';

/** The guard's measures that the generations order. */
const PLACED = ['tail.retention', 'unseen', 'distinct.1', 'distinct.3', 'entropy'] as const;
const SEEDS = 2;
/** Tokens below which measures say little. */
const LEAST_SIZE = 1000;

export interface PlaceRequest {
  readonly human: Text;
  readonly candidate: Text;
  /** Whose case is folded where words are counted. */
  readonly language?: Language;
  /** For messages. */
  readonly name: string;
  readonly generations: number;
  /** The n-gram's tokens and order. */
  readonly token: Token;
  readonly order: number;
  readonly topP?: number;
  readonly seed: number;
  /** The n-gram's tokens in a sample, at most. */
  readonly size: number;
}

export function placeText(request: PlaceRequest): Place {
  const {human, candidate, name, token, generations, seed, language} = request;
  const size = Math.min(request.size, sizeOf(candidate, token), Math.floor(sizeOf(human, token) / 2.2));
  if (size < LEAST_SIZE)
    throw new DataError(`${name} and the human text have ${size} ${token}s to be held against each other, wanted ${LEAST_SIZE}`, {
      next: 'Give more text.',
    });
  const root = Stream.root(seed).fork('place');
  const curves = new Map<string, MeasuredInterval[][]>(PLACED.map((measure) => [measure, Array.from({length: generations + 1}, () => [])]));
  const candidates = new Map<string, MeasuredInterval[]>(PLACED.map((measure) => [measure, []]));
  for (let s = 0; s < SEEDS; s++) {
    const {training, apart} = halves(root.fork(`seed/${s}`), human, {size, token});
    const reference = profile(apart, language);
    // before the lab runs: a text about something else needs none
    const own = firstAt(candidate, permutation(root.fork(`candidate/${s}`), candidate.count), size, token);
    const {domain, measures} = measureAgainst(reference, profile(own, language), PLACED);
    if (domain.verdict !== 'same')
      return {candidate: name, by: [], reason: domain.reason, line: `cannot be placed among generations: ${domain.reason}`};
    const samples = [training, ...labTexts(training, request, {generations, root, seed: s})];
    samples.forEach((sample, t) => {
      for (const [measure, read] of measureAgainst(reference, profile(sample, language), PLACED).measures)
        curves.get(measure)![t].push(read);
    });
    for (const [measure, read] of measures) candidates.get(measure)!.push(read);
  }
  return placeCandidate(
    name,
    PLACED.map((measure) => placedMeasure(measure, candidates.get(measure)!, curves.get(measure)!)),
  );
}

/** A value that is missing anywhere is missing: a curve with a hole, or with a 0 in its place, would be read backwards wrongly. */
function placedMeasure(
  measure: string,
  candidate: readonly MeasuredInterval[],
  curve: readonly (readonly MeasuredInterval[])[],
): PlacedMeasure {
  const lost = candidate.find((one) => 'reason' in one);
  if (lost !== undefined) return {measure, reason: lost.reason};
  const t = curve.findIndex((values) => values.some((one) => 'reason' in one));
  if (t >= 0) return {measure, reason: lostAt(t, curve[t])};
  return {
    measure,
    candidate: meanInterval(candidate as readonly Interval[]),
    curve: curve.map((values) => (values as readonly Interval[]).map(({value}) => value)),
  };
}

function lostAt(t: number, values: readonly MeasuredInterval[]): string {
  const why = values.flatMap((one) => ('reason' in one ? [one.reason] : []))[0];
  return t === 0
    ? why
    : `what the lab writes by generation ${t} has too few documents, or too long ones, to be held against the human text`;
}

/** Human text for training, which is generation 0, and as much apart from it, which everything is held against. */
function halves(stream: Stream, human: Text, {size, token}: {size: number; token: Token}): {training: Text; apart: Text} {
  const order = permutation(stream, human.count);
  const middle = human.count >> 1;
  const part = (from: number, to: number) => firstAt(human, order.subarray(from, to), size, token);
  return {training: part(0, middle), apart: part(middle, human.count)};
}

function profile(text: Text, language: Language | undefined): Profile {
  const builder = new ProfileBuilder({kernel: makeKernel, language, compress: compressedSize});
  builder.add({count: text.count, bytes: text.bytes, offsets: text.offsets});
  return builder.finish();
}

function meanInterval(list: readonly Interval[]): Interval {
  const mean = (pick: (one: Interval) => number) => list.reduce((sum, one) => sum + pick(one), 0) / list.length;
  return {value: mean((one) => one.value), low: mean((one) => one.low), high: mean((one) => one.high)};
}
