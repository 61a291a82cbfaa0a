/**
 * What was read of a corpus, its 95% interval, and the chance of it under a bound.
 *
 *   plain   value +- t s, t Student's with the degrees of s
 *   share   as if n* = p (1 - p) / s^2 (z / t)^2 records had been asked and p n* of them had said yes: the exact interval of a binomial.
 *           Where nothing was seen of what is rare, s is 0 and says nothing; n* is then `units`, the number of documents. Where both
 *           answers are many it is the plain one
 *
 * shape    value, s, degrees -> {low, high}; low <= value <= high
 * edge     an interval of an estimate's own (quantiles) goes before both; s = 0 of a plain value is no uncertainty: the interval is the value
 * source   E. L. Korn, B. I. Graubard, Survey Methodology 24, 1998; C. J. Clopper, E. S. Pearson, Biometrika 26, 1934
 * checked  bench/check-coverage.ts: how often intervals hold what they estimate
 */

import {DomainError} from '../../core/error.ts';
import {square} from '../../core/math/index.ts';
import {betaQuantile, betaRegularized, studentCdf, studentQuantile} from '../../core/stats/regularized.ts';
import {normalCdf} from '../../core/stats/special.ts';

/** Ends of an interval. */
export interface Ends {
  readonly low: number;
  readonly high: number;
}

export interface Estimated {
  readonly value: number;
  readonly standardError: number;
  /** Of the standard error. */
  readonly degrees: number;
  /** Of a share: what its interval is made of where nothing varies. Absent: the value is no share, or has no uncertainty. */
  readonly units?: number;
  /** In place of one from the standard error. */
  readonly interval?: Ends;
}

/** What was read of the candidate, with what is to be compared with it. */
export interface ComparedReading extends Estimated {
  readonly band?: string;
  /** What the reference shows against its own other half. */
  readonly expected?: Estimated;
  readonly least?: number;
  readonly most?: number;
}

/** What an interval of 95% leaves out on either side, and the normal quantile there. */
export const TAIL = 0.025;
const Z = 1.959963984540054;

/** The 95% interval of an estimate, within what the measure can be. */
export function intervalOf(estimate: Estimated, {least = -Infinity, most = Infinity}: {least?: number; most?: number} = {}): Ends {
  const {value} = estimate;
  const {low, high} = endsOf(estimate);
  return {low: Math.min(value, Math.max(least, low)), high: Math.max(value, Math.min(most, high))};
}

function endsOf({value, standardError, degrees, units, interval}: Estimated): Ends {
  if (interval !== undefined) return interval;
  if (units !== undefined && isRare({value, standardError, degrees, units}))
    return binomialEnds(value, countOf({value, standardError, degrees, units}));
  const reach = standardError === 0 ? 0 : studentQuantile(1 - TAIL, degrees) * standardError;
  return {low: value - reach, high: value + reach};
}

/** A share this near 0 or 1 is one of sums that were rounded; and no share is known by more records than MOST. */
const ROUNDING = 1e-12;
const MOST = 1e9;
/** Beyond this many of either answer a binomial is as good as normal: skewness is below .05 there, its term of the Edgeworth series below .01. */
const MANY = 400;

function isRare(estimate: Estimated & {units: number}): boolean {
  const n = countOf(estimate);
  return Math.min(estimate.value, 1 - estimate.value) * n < MANY;
}

/** The number of records that would have had this error. */
export function countOf({value, standardError, degrees, units}: Estimated & {units: number}): number {
  if (!(value > ROUNDING && value < 1 - ROUNDING && standardError > 0)) return units;
  return Math.min(MOST, (value * (1 - value) * square(Z / studentQuantile(1 - TAIL, degrees))) / square(standardError));
}

/** Of a share p of n records; n need not be whole. */
export function binomialEnds(p: number, n: number): Ends {
  if (!(p >= 0 && p <= 1 && n > 0)) throw new DomainError(`the interval of a share wants 0 <= p <= 1 of n > 0 records, got ${p} of ${n}`);
  const yes = p * n;
  const no = n - yes;
  return {
    low: yes > 0 ? betaQuantile(TAIL, yes, no + 1) : 0,
    high: no > 0 ? betaQuantile(1 - TAIL, yes + 1, no) : 1,
  };
}

/** One-sided p-value of the hypothesis that the value is at least, or at most, the bound. */
export function chanceOfHolding(estimate: Estimated, {atLeast, atMost}: {atLeast?: number; atMost?: number}): number {
  const {value, degrees, units, interval} = estimate;
  const miss = atLeast !== undefined ? atLeast - value : value - atMost!;
  const share = units === undefined ? undefined : {...estimate, units};
  if (interval === undefined && share !== undefined && isRare(share)) return binomialChance(share, {atLeast, atMost});
  const error = interval === undefined ? estimate.standardError : (interval.high - interval.low) / (2 * Z);
  if (error === 0) return miss > 0 ? 0 : 1;
  return 1 - (interval === undefined ? studentCdf(miss / error, degrees) : normalCdf(miss / error));
}

function binomialChance(estimate: Estimated & {units: number}, {atLeast, atMost}: {atLeast?: number; atMost?: number}): number {
  const n = countOf(estimate);
  const yes = estimate.value * n;
  const bound = Math.min(1, Math.max(0, (atLeast ?? atMost)!));
  if (atLeast !== undefined) return n - yes > 0 ? betaRegularized(n - yes, yes + 1, 1 - bound) : 1;
  return yes > 0 ? betaRegularized(yes, n - yes + 1, bound) : 1;
}
