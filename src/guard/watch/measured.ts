/**
 * What a period, or a slice of one, shows beside the reference: every measure with its interval, what the reference shows of itself at that
 * size, and their standard errors.
 *
 * law      a function of the two profiles alone. Numbers are cut to seven digits: they are kept as text
 */

import {Comparison} from '../check/comparison.ts';
import {readNovelty} from '../check/domain.ts';
import {measureNamed} from '../check/measures.ts';
import {type ComparedReading, intervalOf} from '../check/reading.ts';
import type {Interval} from '../check-report.ts';
import type {Profile} from '../profile/profile.ts';

/** `expected`: what the reference shows of itself. Errors are standard errors. */
export interface MeasuredValue extends Interval {
  readonly expected: number;
  readonly error: number;
  readonly expectedError: number;
}

export type Measured = MeasuredValue | {readonly reason: string};
export type MeasuredByName = Readonly<Record<string, Measured>>;

export interface MeasuredPeriod {
  readonly measures: MeasuredByName;
  /** The difference between its novelty and the reference's own. */
  readonly novelty: Measured;
}

/** Throws DataError where the two profiles were made otherwise, ConfigError on a name that is no measure. */
export function measurePeriod(reference: Profile, period: Profile, names: readonly string[]): MeasuredPeriod {
  const comparison = new Comparison(reference, period);
  return {measures: measured(comparison, names), novelty: noveltyBeyond(comparison)};
}

/** As measurePeriod, without novelty. */
export const measureSlice = (reference: Profile, slice: Profile, names: readonly string[]): MeasuredByName =>
  measured(new Comparison(reference, slice), names);

function measured(comparison: Comparison, names: readonly string[]): MeasuredByName {
  return Object.fromEntries(
    names.map((name) => {
      const read = measureNamed(comparison, name, {bands: false});
      if (read.kind === 'undefined') return [name, {reason: read.reason}];
      const whole = read.readings.find(({band}) => band === undefined);
      return [name, whole === undefined ? {reason: `${name} has bands alone`} : measuredValue(whole, whole)];
    }),
  );
}

function noveltyBeyond(comparison: Comparison): Measured {
  const small = comparison.tooSmall();
  if (small !== undefined) return {reason: small};
  const reading = readNovelty(comparison);
  if (reading?.expected === undefined) return {reason: 'too little text to tell'};
  const {expected} = reading;
  return measuredValue({...reading, value: reading.value - expected.value, expected: {...expected, value: 0}}, {least: -1, most: 1});
}

function measuredValue(reading: ComparedReading, range: {readonly least?: number; readonly most?: number}): Measured {
  const {value, standardError, expected} = reading;
  if (expected === undefined) return {reason: 'the reference is too small to say what to expect'};
  const {low, high} = intervalOf(reading, range);
  const numbers = {value, low, high, expected: expected.value, error: standardError, expectedError: expected.standardError};
  return Object.fromEntries(
    Object.entries(numbers).map(([key, number]) => [key, Number(number.toPrecision(7))]),
  ) as unknown as MeasuredValue;
}
