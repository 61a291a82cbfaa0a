/**
 * summary.json: for every arm, measure and generation the mean and the median over seeds with their intervals, and the arms held against
 * one of them at the last generation. Nothing in it depends on chance, on what else was run, or on the order in which rows come.
 */

import {armNames, comparisonsOf} from '../experiment/arm-names.ts';
import type {Experiment} from '../experiment/schema.ts';
import {measureOf} from '../measure/catalog.ts';
import {type Averaging, averagingOf, isNone, standIn} from './averaging.ts';
import {adjusted, type Difference, differenceOf, type Pair, type PairSide} from './differences.ts';
import {type DoseSummary, doseOf} from './dose.ts';
import {compareText, type Row} from './row.ts';
import {type Cell, Cells, measureKey} from './summary-cells.ts';
import {pointOf, type Readings, type SummaryPoint} from './summary-point.ts';

export type {Difference} from './differences.ts';
export type {DoseSummary} from './dose.ts';
export type {SummaryPoint} from './summary-point.ts';

export interface Summary {
  readonly arms: Record<string, Record<string, SummaryPoint[]>>;
  /** Each arm against the first, or against the experiment's baseline. */
  readonly differences: readonly Difference[];
  /** Where the experiment has a bound and doses. */
  readonly dose?: DoseSummary;
}

/** What of an experiment its summary is made by. */
export type Summarized = Pick<Experiment, 'arms' | 'matrix' | 'baseline' | 'bound' | 'measures' | 'generations'>;

/** Gathers rows as they come. */
export class Summarizer {
  private readonly cells = new Cells();

  add(row: Row): void {
    this.cells.add(row);
  }

  /** Arms and measures sorted by name, generations ascending; differences in the experiment's order. */
  finish(experiment: Summarized): Summary {
    const {cells} = this;
    const arms: Summary['arms'] = {};
    for (const [arm, all] of sorted(cells.arms)) {
      arms[arm] = {};
      for (const [key, series] of sorted(all)) {
        if (!series.known) continue;
        const averaging = averagingOf(series.measure);
        arms[arm][key] = cells
          .generations(arm, series, experiment.generations)
          .map((generation) => ({generation, ...readingsOf(cells.at(arm, series, generation), averaging)}))
          .filter(({values, reasons}) => values.length + reasons.length > 0)
          .map(({generation, ...readings}) => pointOf(generation, readings, averaging));
      }
    }
    const last = (arm: string, key: string) => {
      const series = cells.series(arm, key);
      return series && cells.at(arm, series, experiment.generations);
    };
    const dose = doseOf(experiment, last);
    return {arms, differences: this.differences(experiment, last), ...(dose && {dose})};
  }

  private differences(experiment: Summarized, last: (arm: string, key: string) => Cell | undefined): Difference[] {
    const {measures, generations: generation} = experiment;
    const comparisons = comparisonsOf(experiment);
    return measures
      .filter((measure) => measureOf(measure)?.bands !== 'origin')
      .flatMap((measure) =>
        this.bands(experiment, measure).flatMap((band) => {
          const rows = comparisons.flatMap(({arm, against}): Difference[] => {
            const pairs = pairsOf(last(arm, measureKey(measure, band)), last(against, measureKey(measure, band)), averagingOf(measure));
            if (pairs.length === 0) return [];
            const place = {measure, ...(band !== undefined && {band}), generation, arm, against};
            return [differenceOf(place, pairs, averagingOf(measure))];
          });
          return adjusted(rows);
        }),
      );
  }

  /** Of all arms, undefined for the measure itself. */
  private bands(experiment: Summarized, measure: string): (string | undefined)[] {
    const all = armNames(experiment).flatMap(({name}) => [...(this.cells.arms.get(name)?.values() ?? [])]);
    const bands = new Set(all.filter((series) => series.measure === measure && series.known).map(({band}) => band));
    return [...bands].sort((a, b) => compareText(a ?? '', b ?? ''));
  }
}

/** In the order of seeds. */
function readingsOf({seeds, values, sizes, reasons, gone}: Cell, averaging: Averaging): Readings {
  const ascending = seeds.every((seed, i) => i === 0 || seeds[i - 1] < seed);
  const ordered = ascending ? values : [...seeds.keys()].sort((a, b) => seeds[a] - seeds[b]).map((i) => values[i]);
  const why = [...reasons].sort(([a], [b]) => a - b);
  const none = why.filter(([seed]) => isNone(averaging, gone?.has(seed) === true));
  return {values: ordered, reasons: why.map(([, reason]) => reason), none: none.length, sizes};
}

/** Lineages that share a seed, in the order of seeds. */
function pairsOf(arm: Cell | undefined, against: Cell | undefined, averaging: Averaging): Pair[] {
  if (arm === undefined || against === undefined) return [];
  const [ours, theirs] = [sidesOf(arm, averaging), sidesOf(against, averaging)];
  const shared = [...ours.keys()].filter((seed) => theirs.has(seed)).sort((a, b) => a - b);
  return shared.map((seed) => ({arm: ours.get(seed)!, against: theirs.get(seed)!}));
}

function sidesOf({seeds, values, reasons, gone}: Cell, averaging: Averaging): Map<number, PairSide> {
  const none = (seed: number) => isNone(averaging, gone?.has(seed) === true);
  const lost = [...reasons].map(([seed, reason]): [number, PairSide] => [
    seed,
    none(seed) ? {reason, value: standIn(averaging)} : {reason},
  ]);
  return new Map([...seeds.map((seed, i): [number, PairSide] => [seed, {value: values[i]}]), ...lost]);
}

const sorted = <V>(map: Map<string, V>): [string, V][] => [...map].sort(([a], [b]) => compareText(a, b));
