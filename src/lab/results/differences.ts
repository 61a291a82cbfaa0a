/**
 * Arms held against one of them: the mean difference over the pairs of lineages that share a seed (and so their human data), at the last
 * generation, with Student's interval and test, adjusted by Holm over the arms of one measure.
 *
 *   difference, low, high       of arm - against; of masses log2 of the ratio of mean masses, with a jackknife over seeds
 *   ratio, ratioLow, ratioHigh  of measures whose scale is the logarithm: arm over against; p is then of the ratio
 *
 * edge     one pair has neither interval nor p; pairs that all differ alike have no p. Where a lineage of a pair has no value there is no
 *          difference, but of what is 0 in it
 */
import {exp, log, pow} from '../../core/math/index.ts';
import {holm, studentTest} from '../../core/stats/index.ts';
import type {Averaging} from './averaging.ts';
import {massEstimate, massTest, reasonOf} from './summary-point.ts';

export interface Difference {
  readonly measure: string;
  readonly band?: string;
  readonly generation: number;
  readonly arm: string;
  readonly against: string;
  /** Pairs with a value on both sides. */
  readonly n: number;
  readonly difference?: number;
  readonly low?: number;
  readonly high?: number;
  readonly ratio?: number;
  readonly ratioLow?: number;
  readonly ratioHigh?: number;
  readonly p?: number;
  readonly pHolm?: number;
  /** Why there is no difference, or no p. */
  readonly reason?: string;
  readonly nLost?: number;
}

/** What the lineages of a pair show: a value, a reason why there is none, or both where something stands for it. */
export interface Pair {
  readonly arm: PairSide;
  readonly against: PairSide;
}

export interface PairSide {
  readonly value?: number;
  readonly reason?: string;
}

type Place = Pick<Difference, 'measure' | 'band' | 'generation' | 'arm' | 'against'>;

export function differenceOf(place: Place, pairs: readonly Pair[], {scale}: Pick<Averaging, 'scale'>): Difference {
  const reasons = pairs.flatMap(({arm, against}) => arm.reason ?? against.reason ?? []);
  const row = {...place, n: pairs.length - reasons.length};
  const without = reasons.length > 0 ? {reason: reasonOf(reasons), nLost: reasons.length} : {};
  const [arm, against] = [pairs.map((pair) => pair.arm.value), pairs.map((pair) => pair.against.value)];
  if (!isWhole(arm) || !isWhole(against)) return {...row, ...without};
  if (scale === 'mass') return {...row, ...massDifference(arm, against), ...without};
  const plain = studentTest(Float64Array.from(arm, (x, i) => x - against[i]));
  const ratio = scale === 'log' ? ratioOf(arm, against) : undefined;
  const p = ratio === undefined ? plain.p : ratio.p;
  const alike = arm.length > 1 && p === undefined ? {reason: 'all pairs differ alike: there is no spread to judge by'} : {};
  return {...row, difference: plain.value, ...endsOf(plain), ...ratio?.part, ...(p !== undefined && {p}), ...alike, ...without};
}

const isWhole = (values: readonly (number | undefined)[]): values is readonly number[] => !values.includes(undefined);

const endsOf = ({low, high}: {low?: number; high?: number}) => (low === undefined ? {} : {low, high});

/** Undefined where a value is not positive. */
function ratioOf(arm: readonly number[], against: readonly number[]): {part: Partial<Difference>; p?: number} | undefined {
  if (![...arm, ...against].every((x) => x > 0)) return undefined;
  const {value, low, high, p} = studentTest(Float64Array.from(arm, (x, i) => log(x) - log(against[i])));
  const most = (x: number) => Math.min(Number.MAX_VALUE, exp(x));
  return {part: {ratio: most(value), ...(low !== undefined && {ratioLow: exp(low), ratioHigh: most(high!)})}, p};
}

/** Of bits, -Infinity where there is no mass. */
function massDifference(arm: readonly number[], against: readonly number[]): Partial<Difference> {
  const masses = (bits: readonly number[]) => Float64Array.from(bits, (x) => pow(2, x));
  const estimate = massEstimate([masses(arm), masses(against)]);
  if (estimate.value === undefined) return {reason: 'an arm has no mass in any lineage'};
  return {difference: estimate.value, ...massTest(estimate, arm.length)};
}

/** Rows of one measure (and band) with their p adjusted. */
export function adjusted(rows: readonly Difference[]): Difference[] {
  const tested = rows.filter(({p}) => p !== undefined);
  const byHolm = holm(Float64Array.from(tested, ({p}) => p!));
  const pHolm = new Map(tested.map((row, i) => [row, byHolm[i]]));
  return rows.map((row) => {
    if (!pHolm.has(row)) return row;
    const {reason, nLost, ...rest} = row;
    return {...rest, pHolm: pHolm.get(row)!, ...(reason !== undefined && {reason}), ...(nLost !== undefined && {nLost})};
  });
}
