/**
 * Holds the numbers of lineages against a published one.
 *
 *   mean     Student's test of the difference, with both standard errors; the interval is Student's
 *   median   the sign test, exact; where theirs is the median of m runs of their own, its normal form with the variance raised by 1 + n/m;
 *            the interval is that of two order statistics
 *   share    the exact binomial test; Wilson's interval
 *
 * A published number that was rounded is taken to lie anywhere within half a unit of its last digit: its standard error is raised by
 * that of a uniform law. Over the rows, Holm's correction.
 */

import {wilsonInterval} from '../../src/core/stats/intervals.ts';
import {medianRank} from '../../src/core/stats/median-interval.ts';
import {standardErrorOf} from '../../src/core/stats/moments.ts';
import {quantile} from '../../src/core/stats/quantile.ts';
import {betaRegularized} from '../../src/core/stats/regularized.ts';
import {normalCdf} from '../../src/core/stats/special.ts';
import {studentInterval, studentTails} from '../../src/core/stats/student.ts';
import type {Published, Statistic} from './row.ts';

export interface Compared {
  readonly value: number;
  /** Absent where there are too few lineages for one. */
  readonly low?: number;
  readonly high?: number;
  readonly n: number;
  /** Ours less theirs, in standard errors of the difference. Absent of medians, whose test counts signs. */
  readonly errors?: number;
  readonly p: number;
}

export function compare(values: Float64Array, statistic: Statistic, published: Published): Compared {
  if (values.length < 2) throw new RangeError(`a row wants at least two lineages, got ${values.length}`);
  if (statistic === 'mean') return compareMean(values, published);
  return statistic === 'median' ? compareMedian(values, published) : compareShare(values, published);
}

/** Of a number as it is written: half a unit of the last digit, as the standard deviation of a uniform law. */
export function roundingError(text: string): number {
  const [mantissa, exponent = '0'] = text.split('e');
  const digits = mantissa.split('.')[1]?.length ?? 0;
  return 10 ** (Number(exponent) - digits) / Math.sqrt(12);
}

function compareMean(values: Float64Array, published: Published): Compared {
  const {value, low, high, n} = studentInterval(values);
  const theirs = published.error ?? 0;
  const rounding = published.text === undefined ? 0 : roundingError(published.text);
  const error = Math.sqrt(standardErrorOf(values) ** 2 + theirs ** 2 + rounding ** 2);
  const errors = (value - published.value) / error;
  return {value, low, high, n, errors, p: studentTails(errors, n - 1)};
}

function compareMedian(values: Float64Array, published: Published): Compared {
  const n = values.length;
  const rank = medianRank(n)?.rank;
  const sorted = Float64Array.from(values).sort();
  const interval = rank === undefined ? {} : {low: sorted[rank - 1], high: sorted[n - rank]};
  const half = published.text === undefined ? 0 : roundingError(published.text) * Math.sqrt(3);
  // a number that may lie anywhere in its last digit is as near as it can be
  const above = values.filter((x) => x > published.value + half).length;
  const below = values.filter((x) => x < published.value - half).length;
  const most = Math.max(above, below);
  return {value: quantile(values, 0.5), ...interval, n, p: signP(most, n, published.n)};
}

/** P of so many of n or more on one side, both sides. */
function signP(most: number, n: number, theirs: number | undefined): number {
  if (most <= n / 2) return 1;
  if (theirs === undefined) return Math.min(1, 2 * betaRegularized(most, n - most + 1, 0.5));
  const z = (most - n / 2 - 0.5) / Math.sqrt((n / 4) * (1 + n / theirs));
  return Math.min(1, 2 * (1 - normalCdf(Math.max(0, z))));
}

function compareShare(values: Float64Array, {value: expected}: Published): Compared {
  const n = values.length;
  const k = values.filter((x) => x === 1).length;
  if (values.some((x) => x !== 0 && x !== 1)) throw new RangeError('a share is of zeros and ones');
  const {low, high} = wilsonInterval(k, n);
  // P(B >= k) = I_p(k, n - k + 1)
  const atLeast = k === 0 ? 1 : betaRegularized(k, n - k + 1, expected);
  const atMost = k === n ? 1 : 1 - betaRegularized(k + 1, n - k, expected);
  const errors = (k / n - expected) / Math.sqrt((expected * (1 - expected)) / n);
  return {value: k / n, low, high, n, errors, p: Math.min(1, 2 * Math.min(atLeast, atMost))};
}
