/**
 * From rows of a history to the streams of scores that are judged, and the stake of each.
 *
 *   half of the stake is on measures of the whole, novelty among them, half on those of slices; all on the whole where there are none
 *   a measure without a bad side is two streams of half its stake
 *
 * A slice that the calibration does not have is no stream; of a period in which it has fewer than `least` documents it has no score.
 */

import type {HistoryRow, HistorySlice} from './history.ts';
import type {ScoreStream} from './judge.ts';
import type {Measured} from './measured.ts';
import type {BadSide} from './measures.ts';
import {badSideOf, NOVELTY} from './measures.ts';
import {type ReadPeriod, scoresOf} from './scores.ts';

export interface SliceName {
  readonly field: string;
  readonly value: string;
}

/** What a stream is of. */
export interface WatchedStream {
  readonly stream: ScoreStream;
  readonly measure: string;
  readonly slice?: SliceName;
}

export interface Streams {
  readonly list: readonly WatchedStream[];
  /** That were first seen after the calibration. */
  readonly late: readonly SliceName[];
}

/** `rows`: the calibration's first. */
export function streamsOf(
  rows: readonly HistoryRow[],
  {calibration, measures, least}: {readonly calibration: number; readonly measures: readonly string[]; readonly least: number},
): Streams {
  const {known, late} = slicesOf(rows, calibration);
  const share = known.length > 0 ? 0.5 : 1;
  const whole = [...measures, NOVELTY].flatMap((measure) =>
    sidesOf(measure, {
      of: 'whole',
      weight: share / (measures.length + 1),
      calibration,
      readings: rows.map((row) => readingOf(measure === NOVELTY ? row.novelty : row.measures[measure], row.words)),
    }),
  );
  const parts = known.flatMap((slice) => {
    const found = rows.map(({slices}) => slices?.find((one) => isSame(one, slice)));
    return measures.flatMap((measure) =>
      sidesOf(measure, {
        of: JSON.stringify([slice.field, slice.value]),
        slice,
        weight: share / (known.length * measures.length),
        calibration,
        readings: found.map((one) => (one && one.documents >= least ? readingOf(one.measures[measure], one.words) : undefined)),
      }),
    );
  });
  return {list: [...whole, ...parts], late};
}

const isSame = (a: SliceName, b: SliceName): boolean => a.field === b.field && a.value === b.value;

interface Side {
  readonly of: string;
  readonly slice?: SliceName;
  readonly weight: number;
  readonly calibration: number;
  readonly readings: readonly (ReadPeriod | undefined)[];
}

function sidesOf(measure: string, {of, slice, weight, calibration, readings}: Side): WatchedStream[] {
  const bad: BadSide = measure === NOVELTY ? 1 : badSideOf(measure);
  const sides: readonly (1 | -1)[] = bad === 'both' ? [1, -1] : [bad];
  return sides.map((side) => ({
    measure,
    ...(slice && {slice}),
    stream: {
      name: `${of}/${measure}/${side === 1 ? 'high' : 'low'}`,
      weight: weight / sides.length,
      scores: scoresOf(readings, {calibration, side}),
    },
  }));
}

function readingOf(measured: Measured | undefined, words: number): ReadPeriod | undefined {
  if (measured === undefined || 'reason' in measured || !(words > 0)) return undefined;
  const {value, expected, error, expectedError} = measured;
  return {value, expected, standardError: error, expectedError, words};
}

/** Slices in the order of fields, then of values. */
function slicesOf(rows: readonly HistoryRow[], calibration: number): {known: SliceName[]; late: SliceName[]} {
  const seen = new Map<string, SliceName & {readonly first: number}>();
  rows.forEach(({slices = []}, first) => {
    for (const {field, value} of slices as readonly HistorySlice[]) {
      const key = JSON.stringify([field, value]);
      if (!seen.has(key)) seen.set(key, {field, value, first});
    }
  });
  const sorted = [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, slice]) => slice);
  const named = (slices: readonly SliceName[]): SliceName[] => slices.map(({field, value}) => ({field, value}));
  return {known: named(sorted.filter(({first}) => first < calibration)), late: named(sorted.filter(({first}) => first >= calibration))};
}
