/**
 * Which statistic over seeds is drawn of a measure, and what it is called: the mean on the scale that the measure declares, or the median
 * where lineages without a value leave no mean. One for all arms and generations, so that a picture holds one thing. Of the stopping time,
 * which is one number a lineage, the last generation alone tells: the mean once every lineage of every arm has ended, the median before.
 */
import {rangeOf} from '../../../lab/measure/catalog.ts';
import {STOPPED_AT} from '../../../lab/measure/stopped-at.ts';
import type {ReportSummary, Statistic, SummaryRow} from './input.ts';

/** Of a measure's key. */
export function statisticOf(
  input: {readonly arms: readonly {readonly name: string}[]; readonly summary: ReportSummary},
  key: string,
): Statistic {
  const rows = input.arms.flatMap(({name}) => {
    const own = (input.summary.arms[name]?.[key] ?? []).filter((row) => row.generation > 0);
    return key === STOPPED_AT ? lastOf(own) : own;
  });
  const log = rows.some((row) => row.geometricMean !== undefined);
  const mean = log ? 'geometricMean' : 'mean';
  return rows.every((row) => row[mean] !== undefined) ? mean : 'median';
}

const lastOf = (rows: readonly SummaryRow[]): SummaryRow[] =>
  rows.length === 0 ? [] : [rows.reduce((last, row) => (row.generation > last.generation ? row : last))];

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
