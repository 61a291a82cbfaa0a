/** Measures of a candidate against a reference, without bounds and so without a verdict. */
import type {DomainTest, Interval} from '../check-report.ts';
import type {Profile} from '../profile/profile.ts';
import {Comparison} from './comparison.ts';
import {testDomain} from './domain.ts';
import {measureNamed} from './measures.ts';
import {intervalOf} from './reading.ts';

/** A value with its interval, or why there is none. */
export type MeasuredInterval = Interval | {readonly reason: string};

export interface Against {
  readonly domain: DomainTest;
  /** By measure, in the order asked. */
  readonly measures: ReadonlyMap<string, MeasuredInterval>;
}

/** Throws ConfigError on a name that is no measure, DataError where the profiles were made otherwise. */
export function measureAgainst(reference: Profile, candidate: Profile, measures: readonly string[]): Against {
  const comparison = new Comparison(reference, candidate);
  return {domain: testDomain(comparison), measures: new Map(measures.map((measure) => [measure, measured(comparison, measure)]))};
}

function measured(comparison: Comparison, measure: string): MeasuredInterval {
  const read = measureNamed(comparison, measure, {bands: false});
  if (read.kind === 'undefined') return {reason: read.reason};
  const whole = read.readings.find(({band}) => band === undefined);
  if (whole === undefined) return {reason: `${measure} has bands alone`};
  return {value: whole.value, ...intervalOf(whole, whole)};
}
