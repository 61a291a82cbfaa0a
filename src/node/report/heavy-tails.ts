/**
 * Where an arithmetic mean says little: of measures on logarithms, when the lineages lie so far apart that a few of them make the mean.
 *
 *   relative error of a mean of n lognormal values whose logarithms have standard deviation s: sqrt((e^(s^2) - 1) / n), more than a quarter
 *
 * s is read off the geometric interval, (log high - log mean) sqrt(n) / t. Measured (docs/intervals.md): beyond a quarter Student's
 * interval of the arithmetic mean covers less than 92 of 100.
 */
import {expm1, log} from '../../core/math/index.ts';
import {studentReach} from '../../core/stats/index.ts';
import type {ReportInput, SummaryRow} from './input.ts';
import {listed} from './words.ts';

const MOST_ERROR = 0.25;
const MOST_NAMED = 4;

export function meansLittle({n, geometricMean, geometricHigh}: SummaryRow): boolean {
  if (n < 2 || geometricMean === undefined || geometricHigh === undefined) return false;
  const s = ((log(geometricHigh) - log(geometricMean)) * Math.sqrt(n)) / studentReach(n - 1);
  return Math.sqrt(expm1(s * s) / n) > MOST_ERROR;
}

/** From which generation on, by arm; empty where no arm is so. */
export function heavyTailNote(input: ReportInput, key: string): string {
  const from = input.arms.flatMap(({name}) => {
    const rows = (input.summary.arms[name]?.[key] ?? []).filter((row) => row.generation > 0 && row.n > 0);
    const last = rows.findLastIndex((row) => !meansLittle(row));
    return last + 1 < rows.length ? [`${name} from generation ${rows[last + 1].generation} on`] : [];
  });
  if (from.length === 0) return '';
  const named = from.length > MOST_NAMED ? [...from.slice(0, MOST_NAMED), `${from.length - MOST_NAMED} more arms`] : from;
  return `A few lineages make the arithmetic mean, which says little there: ${listed(named)}.`;
}
