/**
 * The smallest dose that holds a bound: of an experiment whose matrix has one numeric path, the smallest value of it at which a measure of
 * the last generation meets the bound.
 *
 *   isotonic means over doses (pool adjacent violators), joined by straight lines, where they cross the bound
 *
 * shape    D doses, S seeds -> value with its 95% interval (bootstrap over seeds, the same seeds at every dose)
 * edge     held at the smallest dose: that dose, and a reason; not held at the largest: no value, and a reason. An end of the interval
 *          that lies beyond the doses is the outermost dose, and said
 * source   isotonic regression: Barlow et al. 1972
 */
import type {Stream} from '../core/random/stream.ts';
import {quantileSorted} from '../core/stats/index.ts';
import type {Experiment} from './experiment.ts';
import type {Gate} from './mitigation/schema.ts';

export interface DoseAnswer {
  readonly value?: number;
  readonly low?: number;
  readonly high?: number;
  /** Why there is no value, or what to know of it. */
  readonly reason?: string;
}

export interface DoseSummary {
  /** The path of the matrix, for instance `enrichment.share`. */
  readonly path: string;
  readonly bound: Gate;
  readonly generation: number;
  /** By base arm. */
  readonly arms: Readonly<Record<string, DoseAnswer>>;
}

/** The doses of an experiment, ascending; undefined where its matrix is not one numeric path of at least three. */
export function dosesOf({matrix}: Experiment): {path: string; doses: readonly number[]} | undefined {
  const paths = Object.entries(matrix ?? {});
  if (paths.length !== 1) return undefined;
  const [[path, values]] = paths;
  const doses = values.filter((value) => typeof value === 'number');
  if (doses.length !== values.length || new Set(doses).size < 3) return undefined;
  return {path, doses: [...new Set(doses)].sort((a, b) => a - b)};
}

/** The name of an arm at a dose. */
export const armAtDose = (base: string, path: string, dose: number): string => `${base} ${path.split('.').at(-1)}=${dose}`;

/** values[d][s]: of dose d and seed s at the last generation. */
export function smallestDose(doses: readonly number[], values: readonly (readonly number[])[], bound: Gate, stream: Stream): DoseAnswer {
  const seeds = Math.min(...values.map(({length}) => length));
  if (!(seeds > 0)) return {reason: 'the measure is undefined at some dose'};
  const crossing = (chosen: readonly number[]) =>
    crossingOf(
      doses,
      values.map((own) => chosen.reduce((sum, s) => sum + own[s], 0) / chosen.length),
      bound,
    );
  const every = Array.from({length: seeds}, (_, s) => s);
  const value = crossing(every);
  if (value === undefined) return {reason: `not held at ${doses[doses.length - 1]}, the largest`};
  const held = value === doses[0] ? {reason: 'held at the smallest already'} : {};
  if (seeds < 2) return {value, low: value, high: value, reason: held.reason ?? 'one seed, so no interval'};
  const drawn = Array.from({length: RESAMPLES}, () => crossing(every.map(() => stream.below(seeds))));
  const open = drawn.some((one) => one === undefined);
  const sorted = Float64Array.from(drawn, (one) => one ?? doses[doses.length - 1]).sort();
  const [low, high] = [quantileSorted(sorted, 0.025), quantileSorted(sorted, 0.975)];
  return {value, low, high, ...held, ...(open && high === doses[doses.length - 1] && {reason: 'the upper end lies beyond the doses'})};
}

const RESAMPLES = 1000;

/** Undefined where no dose meets the bound. */
function crossingOf(doses: readonly number[], means: readonly number[], {atLeast, atMost}: Gate): number | undefined {
  const sign = atLeast === undefined ? -1 : 1;
  const wanted = sign * (atLeast ?? atMost!);
  const rising = isotonic(means.map((mean) => sign * mean));
  const at = rising.findIndex((mean) => mean >= wanted);
  if (at < 0) return undefined;
  if (at === 0) return doses[0];
  const [below, above] = [rising[at - 1], rising[at]];
  return doses[at - 1] + ((doses[at] - doses[at - 1]) * (wanted - below)) / (above - below);
}

/** The nearest non-decreasing sequence. */
export function isotonic(values: readonly number[]): number[] {
  const blocks: {sum: number; count: number}[] = [];
  for (const value of values) {
    blocks.push({sum: value, count: 1});
    while (blocks.length > 1) {
      const [a, b] = [blocks[blocks.length - 2], blocks[blocks.length - 1]];
      if (a.sum / a.count < b.sum / b.count) break;
      blocks.splice(-2, 2, {sum: a.sum + b.sum, count: a.count + b.count});
    }
  }
  return blocks.flatMap(({sum, count}) => Array.from({length: count}, () => sum / count));
}
