/**
 * Student's interval of a mean, and the test that the mean is 0.
 *
 *   mean ± t s / √n,  t the 0.975 quantile of Student's law of n - 1 degrees;  p = P(|T| >= |mean| √n / s)
 *
 * shape    x: (n,)  ->  {value, low, high, n}, {p}
 * domain   n >= 1, finite numbers; 0 < confidence < 1; anything else throws DomainError
 * edge     n = 1 has no interval and no p. Without any spread low = high = value, and there is no p: equal numbers say nothing of chance
 * law      exact where the numbers are normal; skewed ones want another scale (logarithms) or many numbers
 * cost     O(n), one copy; the quantile of a number of degrees is computed once
 * source   Student, Biometrika 6, 1908
 * checked  against scipy.stats.t.interval and scipy.stats.ttest_1samp: relative 1e-12
 */
import {DomainError} from '../error.ts';
import {meanOf, standardErrorOf} from './moments.ts';
import {studentCdf, studentQuantile} from './regularized.ts';

export interface MeanInterval {
  readonly value: number;
  /** Both absent where n = 1. */
  readonly low?: number;
  readonly high?: number;
  readonly n: number;
}

export function studentInterval(x: Float64Array, confidence = 0.95): MeanInterval {
  const {value, error, n} = estimated(x);
  if (n === 1) return {value, n};
  const reach = studentReach(n - 1, confidence) * error;
  return {value, low: value - reach, high: value + reach, n};
}

/** The interval of a mean and p of its being 0, absent where the numbers have no spread. */
export function studentTest(x: Float64Array): MeanInterval & {readonly p?: number} {
  const {value, error, n} = estimated(x);
  if (n === 1 || error === 0) return studentInterval(x);
  return {...studentInterval(x), p: studentTails(value / error, n - 1)};
}

/** P(|T_df| >= |t|). */
export function studentTails(t: number, df: number): number {
  return Math.min(1, 2 * studentCdf(-Math.abs(t), df));
}

/** How many standard errors an interval reaches to either side. */
export function studentReach(df: number, confidence = 0.95): number {
  if (!(confidence > 0 && confidence < 1)) throw new DomainError(`a confidence lies between 0 and 1, got ${confidence}`);
  const key = `${df} ${confidence}`;
  let reach = reaches.get(key);
  if (reach === undefined) reaches.set(key, (reach = studentQuantile(0.5 + confidence / 2, df)));
  return reach;
}

const reaches = new Map<string, number>();

/** Mean and standard error, of numbers whose squares a double cannot hold too. */
function estimated(x: Float64Array): {value: number; error: number; n: number} {
  const n = x.length;
  if (n === 0) throw new DomainError('an interval wants at least one number, got none');
  let most = 0;
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(x[i])) throw new DomainError(`an interval wants finite numbers, got ${x[i]} at ${i}`);
    most = Math.max(most, Math.abs(x[i]));
  }
  if (level(x)) return {value: x[0], error: 0, n};
  const extreme = most > LARGE || (most > 0 && most < 1 / LARGE);
  const scaled = extreme ? x.map((value) => value / most) : x;
  const unit = extreme ? most : 1;
  return {value: unit * meanOf(scaled), error: unit * standardErrorOf(scaled), n};
}

const LARGE = 1e100;

/** Of equal numbers a computed variance can be a rounding error above 0. */
function level(x: Float64Array): boolean {
  for (let i = 1; i < x.length; i++) if (x[i] !== x[0]) return false;
  return true;
}
