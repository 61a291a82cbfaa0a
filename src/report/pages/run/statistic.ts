/**
 * Which statistic over seeds is drawn of a measure, and what it is called: the mean on the scale that the measure declares, or the median
 * where lineages without a value leave no mean. One for all arms and generations, so that a picture holds one thing.
 */
import {rangeOf} from '../../../lab/measure/catalog.ts';
import type {ReportSummary, Statistic, SummaryRow} from './input.ts';

/** Of a measure's key. */
export function statisticOf(
  input: {readonly arms: readonly {readonly name: string}[]; readonly summary: ReportSummary},
  key: string,
): Statistic {
  const rows = input.arms.flatMap(({name}) => (input.summary.arms[name]?.[key] ?? []).filter((row) => row.generation > 0));
  const log = rows.some((row) => row.geometricMean !== undefined);
  const mean = log ? 'geometricMean' : 'mean';
  return rows.every((row) => row[mean] !== undefined) ? mean : 'median';
}

/** NaN where there is none. */
export const valueIn = (row: SummaryRow, statistic: Statistic): number => row[statistic] ?? Number.NaN;

/**
 * NaN where there is none. `key` is the measure's: Student's interval of a share near 1 reaches beyond it, where there is nothing, and is cut
 * at the ends of what the measure can be.
 */
export function intervalIn(row: SummaryRow, statistic: Statistic, key: string): [number, number] {
  const {least, most} = rangeOf(key.split('[', 1)[0]) ?? {least: -Infinity, most: Infinity};
  const [low = Number.NaN, high = Number.NaN] = {
    mean: [row.low, row.high],
    geometricMean: [row.geometricLow, row.geometricHigh],
    median: [row.medianLow, row.medianHigh],
    meanSquare: [],
  }[statistic];
  return [Math.max(least, low), Math.min(most, high)];
}

export const STATISTIC_NAMES: Readonly<Record<Statistic, string>> = {
  mean: 'mean',
  geometricMean: 'geometric mean',
  median: 'median',
  meanSquare: 'mean square',
};
