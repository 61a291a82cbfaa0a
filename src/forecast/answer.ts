/**
 * From the values of the lab's lineages to a forecast: means with intervals, generations until the bound, the human share that keeps it.
 *
 * Intervals are 95% prediction intervals of one lineage (extrapolate.ts): what the next run of the same recursion will show, not where its
 * mean is. Generations until the bound: where the mean and the ends of those intervals cross it.
 */
import type {Interval} from '../guard/check-report.ts';
import {doseAnswer} from '../lab/results/dose.ts';
import {SHARES, shareArm} from './plan.ts';
import type {ForecastReport, Until} from './report.ts';

/** values[seed][generation - 1] of one measure in one arm. */
export type Curves = readonly (readonly number[])[];

/** At which generation a curve falls below the bound, between two by a straight line; undefined where it does not. */
export function crossingOf(curve: readonly number[], bound: number): number | undefined {
  if (curve[0] < bound) return 1;
  for (let t = 1; t < curve.length; t++) {
    if (curve[t] < bound) return t + (curve[t - 1] - bound) / (curve[t - 1] - curve[t]);
  }
  return undefined;
}

/** `kept`: by generation, with intervals; the low curve falls below the bound first. */
export function untilBound(kept: readonly Interval[], bound: number): Until {
  const last = kept.length;
  const crossing = (pick: (one: Interval) => number) => crossingOf(kept.map(pick), bound);
  const value = crossing((one) => one.value);
  const low = crossing((one) => one.low);
  const high = crossing((one) => one.high);
  if (value === undefined)
    return {
      ...(low !== undefined && {low}),
      reason: low === undefined ? `not within ${last} generations` : `not within ${last} generations on average; a single run may`,
    };
  return {value, low: low ?? value, ...(high === undefined ? {reason: `the upper end lies beyond ${last} generations`} : {high})};
}

/** Without a value where no share is enough. `retention`: of every arm. The share 1 is as if the first model were fitted anew each generation. */
export function shareNeeded(retention: (arm: string) => Curves, bound: number): ForecastReport['humanShareNeeded'] {
  const ends = (arm: string) => retention(arm).map((curve) => curve[curve.length - 1]);
  const all = retention('replace').map((curve) => curve[0]);
  const doses = [0, ...SHARES, 1];
  const values = [ends('replace'), ...SHARES.map((share) => ends(shareArm(share))), all];
  const {value, low = 0, high = 1, reason} = doseAnswer(doses, values, {atLeast: bound}, {shape: 'rises', fewest: 2, pooled: true});
  if (value === undefined) return {reason: 'even human data alone does not hold the bound'};
  const said = value === 0 ? 'none is needed on average' : reason;
  return {value, low: Math.min(low, value), high: Math.max(high, value), ...(said && {reason: said})};
}
