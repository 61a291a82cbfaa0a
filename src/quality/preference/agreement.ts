/**
 * How far annotators agree on what they judged, beyond chance.
 *
 *   alpha = 1 - D_o / D_e,   D_o: disagreement within units, D_e: what it would be if values were dealt to units at random   (nominal)
 *   kappa = (p_o - p_e) / (1 - p_e),   of two annotators on the units that both judged
 *
 * shape    units: of each what its annotators said; alpha: a scalar, at most 1, 0 by chance
 * edge     fewer than LEAST units with two values, or one value alone: a reason
 * interval 2.5% and 97.5% quantiles over RESAMPLES of the units, drawn with replacement; widened to the value where it lies outside
 * source   K. Krippendorff, Content Analysis, 4th ed., 2018, chapter 12; J. Cohen, Educ. Psychol. Meas. 20, 1960
 * checked  Krippendorff's worked example; the sum over all pairs of values
 */

import type {Stream} from '../../core/random/stream.ts';
import {quantileSorted} from '../../core/stats/index.ts';
import {counted} from '../../core/text/numbers.ts';
import type {Stated} from './stated.ts';

const LEAST = 2;
const RESAMPLES = 1000;

/** What is said of one unit, each annotator once. */
export type UnitValues = readonly string[];

export function krippendorffAlpha(units: readonly UnitValues[], stream: Stream): Stated {
  const paired = units.filter((values) => values.length > 1);
  return resampledAgreement(paired, alphaOf, {stream, few: 'that two annotators have judged'});
}

/** `pairs`: what the two said of each unit. */
export function cohenKappa(pairs: readonly (readonly [string, string])[], stream: Stream): Stated {
  return resampledAgreement(pairs, kappaOf, {stream, few: 'that both have judged'});
}

function resampledAgreement<U>(
  units: readonly U[],
  of: (units: readonly U[]) => number | undefined,
  {stream, few}: {readonly stream: Stream; readonly few: string},
): Stated {
  const n = units.length;
  if (n < LEAST) return {reason: `${counted(n, 'pair')} ${few}: at least ${LEAST} are wanted`};
  const value = of(units);
  if (value === undefined) return {reason: 'everybody said the same of everything: there is no chance to agree beyond'};
  const drawn: number[] = [];
  for (let k = 0; k < RESAMPLES; k++) {
    const again = of(units.map(() => units[stream.below(n)]));
    if (again !== undefined) drawn.push(again);
  }
  const sorted = Float64Array.from(drawn).sort();
  return {value, low: Math.min(value, quantileSorted(sorted, 0.025)), high: Math.max(value, quantileSorted(sorted, 0.975))};
}

/** Undefined where all values are alike. Units have two values or more. */
function alphaOf(units: readonly UnitValues[]): number | undefined {
  const totals = new Map<string, number>();
  let n = 0;
  let observed = 0;
  for (const values of units) {
    const own = new Map<string, number>();
    for (const value of values) {
      own.set(value, (own.get(value) ?? 0) + 1);
      totals.set(value, (totals.get(value) ?? 0) + 1);
    }
    n += values.length;
    for (const count of own.values()) observed += (count * (values.length - count)) / (values.length - 1);
  }
  let expected = 0;
  for (const count of totals.values()) expected += count * (n - count);
  return expected === 0 ? undefined : 1 - (observed * (n - 1)) / expected;
}

function kappaOf(pairs: readonly (readonly [string, string])[]): number | undefined {
  const totals = [new Map<string, number>(), new Map<string, number>()];
  let alike = 0;
  for (const pair of pairs) {
    if (pair[0] === pair[1]) alike++;
    pair.forEach((value, side) => void totals[side].set(value, (totals[side].get(value) ?? 0) + 1));
  }
  const n = pairs.length;
  let chance = 0;
  for (const [value, count] of totals[0]) chance += (count / n) * ((totals[1].get(value) ?? 0) / n);
  return chance === 1 ? undefined : (alike / n - chance) / (1 - chance);
}
