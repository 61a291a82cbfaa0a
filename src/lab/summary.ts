/**
 * summary.json: for every arm, measure and generation the mean and the median over seeds, each with a 95% bootstrap interval.
 *
 * The bootstrap draws from a stream addressed by arm, measure and generation, so that a summary does not depend on what else was run.
 */

import type {Stream} from '../core/random/stream.ts';
import {bootstrapMean, bootstrapMedian} from '../core/stats/bootstrap.ts';
import {compareText, type Row} from './row.ts';

export interface SummaryPoint {
  readonly generation: number;
  /** Seeds with a value. */
  readonly n: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly median: number;
  readonly medianLow: number;
  readonly medianHigh: number;
}

export interface Summary {
  readonly arms: Record<string, Record<string, SummaryPoint[]>>;
}

/** Gathers rows as they come; nothing but their values is kept. */
export class Summarizer {
  private readonly cells = new Map<string, Map<string, Map<number, number[]>>>();

  add({arm, measure, band, generation, value}: Row): void {
    if (value === undefined) return;
    const key = band === undefined ? measure : `${measure}[${band}]`;
    const ofArm = under(this.cells, arm, () => new Map<string, Map<number, number[]>>());
    const ofMeasure = under(ofArm, key, () => new Map<number, number[]>());
    under(ofMeasure, generation, () => [] as number[]).push(value);
  }

  /** Arms and measures sorted by name, generations ascending. */
  finish(root: Stream): Summary {
    const arms: Summary['arms'] = {};
    for (const [arm, measures] of sorted(this.cells)) {
      arms[arm] = {};
      for (const [measure, generations] of sorted(measures)) {
        const stream = root.fork('bootstrap').fork(`arm/${arm}`).fork(`measure/${measure}`);
        arms[arm][measure] = [...generations]
          .sort(([a], [b]) => a - b)
          .map(([generation, values]) => pointOf(generation, values, stream.fork(`generation/${generation}`)));
      }
    }
    return {arms};
  }
}

/** Of more values than this a mean is resampled less often: its distribution is smooth, and there are many cells. */
const MANY = 500;

function pointOf(generation: number, list: readonly number[], stream: Stream): SummaryPoint {
  const values = Float64Array.from(list);
  const mean = bootstrapMean(values, stream.fork('mean'), {resamples: values.length > MANY ? 400 : 1000});
  const median = bootstrapMedian(values, stream.fork('median'));
  return {
    generation,
    n: values.length,
    mean: mean.value,
    low: mean.low,
    high: mean.high,
    median: median.value,
    medianLow: median.low,
    medianHigh: median.high,
  };
}

const sorted = <V>(map: Map<string, V>): [string, V][] => [...map].sort(([a], [b]) => compareText(a, b));

function under<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
