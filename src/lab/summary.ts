/**
 * summary.json: for every arm, measure and generation the mean and the median over seeds, each with a 95% bootstrap interval.
 *
 * The bootstrap draws from a stream addressed by arm, measure and generation, so that a summary does not depend on what else was run.
 */

import type {Stream} from '../core/random/stream.ts';
import {bootstrapMean, bootstrapMedian} from '../core/stats/bootstrap.ts';
import {armAtDose, type DoseSummary, dosesOf, smallestDose} from './dose.ts';
import type {Experiment} from './experiment.ts';
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
  /** Where the experiment has a bound and doses. */
  readonly dose?: DoseSummary;
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

  /** The values of a measure over seeds, in the order in which they came. */
  values(arm: string, key: string, generation: number): readonly number[] {
    return this.cells.get(arm)?.get(key)?.get(generation) ?? [];
  }

  /** The smallest doses that hold the experiment's bound; undefined where it has none, or no doses. */
  dose(experiment: Experiment, root: Stream): DoseSummary | undefined {
    const {bound, generations} = experiment;
    const found = dosesOf(experiment);
    if (!bound || !found) return undefined;
    const {path, doses} = found;
    const key = bound.band === undefined ? bound.measure : `${bound.measure}[${bound.band}]`;
    const arms = Object.keys(experiment.arms).map((base) => {
      const values = doses.map((dose) => this.values(armAtDose(base, path, dose), key, generations));
      return [base, smallestDose(doses, values, bound, root.fork('dose').fork(`arm/${base}`))] as const;
    });
    return {path, bound, generation: generations, arms: Object.fromEntries(arms)};
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
