/**
 * Percentile bootstrap intervals of the mean and of the median.
 *
 *   value* = statistic of n draws with replacement;  interval = type-7 quantiles of `resamples` such values
 *   median: a resample's i-th smallest is x_(⌊n U_(i)⌋), U_(i) the i-th smallest of n uniforms: drawn at once by the beta law
 *
 * shape    values: (n,)  ->  {value, low, high, n}
 * domain   n >= 1, finite; resamples integer >= 1; 0 < confidence < 1; anything else throws DomainError
 * edge     n = 1 gives low = high = value; the stream is then left alone
 * cost     mean: O(n) a resample, one word each; median: one sort, then O(1) a resample
 * law      index ⌊n w / 2^32⌋ of a word w: chances off 1/n by less than 2^-32 (mean); exact to 2^-53 (median)
 * source   B. Efron, R. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13; H. David, Order Statistics, 2.1
 * checked  against resampling by the definition: chi-square of the medians' law for n = 2, 4, 5; the ends of the interval of the mean
 */
import {DomainError} from '../error.ts';
import {beta} from '../random/beta.ts';
import type {Stream} from '../random/stream.ts';
import {meanOf} from './moments.ts';
import {quantileSorted} from './quantile.ts';

export interface BootstrapOptions {
  /** How many resamples; 1000. */
  resamples?: number;
  /** The share of replicates inside the interval, 0..1; 0.95. */
  confidence?: number;
}

export interface BootstrapInterval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

export function bootstrapMean(values: Float64Array, stream: Stream, options: BootstrapOptions = {}): BootstrapInterval {
  const {resamples, confidence} = checked(values, options);
  const n = values.length;
  const value = meanOf(values);
  if (n === 1) return {value, low: value, high: value, n};
  const replicates = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) replicates[r] = resampledSum(values, stream.state) / n;
  return interval(value, replicates, n, confidence);
}

export function bootstrapMedian(values: Float64Array, stream: Stream, options: BootstrapOptions = {}): BootstrapInterval {
  const {resamples, confidence} = checked(values, options);
  const n = values.length;
  const sorted = values.slice().sort();
  const value = quantileSorted(sorted, 0.5);
  if (n === 1) return {value, low: value, high: value, n};
  const replicates = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) replicates[r] = resampledMedian(sorted, stream);
  return interval(value, replicates, n, confidence);
}

/** Σ of n draws with replacement; moves the state by n words. ⌊n w / 2^32⌋ is exact in a double for n < 2^21. */
function resampledSum(values: Float64Array, state: Int32Array): number {
  const n = values.length;
  const scale = n / 4294967296;
  let s0 = state[0];
  let s1 = state[1];
  let s2 = state[2];
  let s3 = state[3];
  let total = 0;
  for (let i = 0; i < n; i++) {
    const sum = (s0 + s3) | 0;
    const word = (((sum << 7) | (sum >>> 25)) + s0) >>> 0;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = (s3 << 11) | (s3 >>> 21);
    total += values[(word * scale) | 0];
  }
  state[0] = s0;
  state[1] = s1;
  state[2] = s2;
  state[3] = s3;
  return total;
}

function resampledMedian(sorted: Float64Array, stream: Stream): number {
  const n = sorted.length;
  const m = (n + 1) >>> 1;
  const u = beta(stream, m, n + 1 - m);
  const lower = sorted[Math.min(n - 1, Math.floor(n * u))];
  if (n % 2 === 1) return lower;
  const v = u + (1 - u) * beta(stream, 1, n - m);
  const upper = sorted[Math.min(n - 1, Math.floor(n * v))];
  return lower + 0.5 * (upper - lower);
}

function interval(value: number, replicates: Float64Array, n: number, confidence: number): BootstrapInterval {
  replicates.sort();
  const out = (1 - confidence) / 2;
  return {value, low: quantileSorted(replicates, out), high: quantileSorted(replicates, 1 - out), n};
}

function checked(values: Float64Array, {resamples = 1000, confidence = 0.95}: BootstrapOptions): Required<BootstrapOptions> {
  if (values.length === 0) throw new DomainError('a bootstrap wants at least one value, got none');
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw new DomainError(`a bootstrap wants finite values, got ${values[i]} at ${i}`);
  }
  if (!(Number.isInteger(resamples) && resamples >= 1)) throw new DomainError(`a bootstrap wants at least one resample, got ${resamples}`);
  if (!(confidence > 0 && confidence < 1)) throw new DomainError(`a bootstrap wants a confidence between 0 and 1, got ${confidence}`);
  return {resamples, confidence};
}
