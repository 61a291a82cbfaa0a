/** Readings of a distribution: its whole, and its quantiles as bands. */
import {quantileSorted} from '../stats/quantile.ts';
import type {Reading} from './estimate.ts';

/** Quantiles of `words` and `sample.perplexity`, and their bands' names. */
export const QUANTILES: readonly {readonly band: string; readonly share: number}[] = [5, 25, 50, 75, 95].map((percent) => ({
  band: `${percent}%`,
  share: percent / 100,
}));

/** The reading without band is `whole`; then QUANTILES of the sorted values. */
export function quantileReadings(measure: string, sorted: Float64Array, whole: number | undefined): Reading[] {
  if (whole === undefined || sorted.length === 0) return [{measure, reason: 'no document'}];
  return [{measure, value: whole}, ...QUANTILES.map(({band, share}) => ({measure, band, value: quantileSorted(sorted, share)}))];
}
