/**
 * Quantiles of whole numbers in groups of documents: a histogram whose buckets are exact below 128 and 1/64 of their value wide above.
 *
 * shape    values: whole numbers, 0 .. 2^32 - 1 -> counts: (GROUPS, buckets)
 * law      histograms of parts add up to that of the whole, exactly; a quantile is within 1/128 of its value of one of the true values
 *          at that rank
 * cost     O(1) a value, at most 1,800 buckets a group
 * source   the bucketing of HdrHistogram (G. Tene), 6 bits of precision
 */

import {DomainError} from '../error.ts';
import {powerOfTwo} from '../math/index.ts';
import {GROUPS} from './kernel.ts';

/** One more than the largest bucket. */
export const QUANTILE_BUCKETS = 64 * 27;

export function bucketOf(value: number): number {
  if (value < 128) return value;
  const shift = 25 - Math.clz32(value);
  return (shift << 6) + (value >>> shift);
}

/** The middle of a bucket. */
function bucketMiddle(bucket: number): number {
  if (bucket < 128) return bucket;
  const shift = (bucket >> 6) - 1;
  return ((bucket & 63) + 64 + 0.5) * powerOfTwo(shift);
}

export class QuantileSketch {
  /** (GROUPS * BUCKETS,) */
  readonly counts: Float64Array;

  constructor(counts: Float64Array = new Float64Array(GROUPS * QUANTILE_BUCKETS)) {
    this.counts = counts;
  }

  add(value: number, group: number): void {
    this.counts[group * QUANTILE_BUCKETS + bucketOf(value)]++;
  }

  /** This and another, added. */
  plus(other: QuantileSketch): QuantileSketch {
    const counts = this.counts.slice();
    for (let i = 0; i < counts.length; i++) counts[i] += other.counts[i];
    return new QuantileSketch(counts);
  }

  /** The value at `share` (0..1) of the ordered values of the groups whose bit in `groups` is set; undefined where they have none. */
  quantile(share: number, groups: number = powerOfTwo(GROUPS) - 1): number | undefined {
    if (!(share >= 0 && share <= 1)) throw new DomainError(`a quantile is at a share of 0..1, got ${share}`);
    const {counts} = this;
    const sums = new Float64Array(QUANTILE_BUCKETS);
    let total = 0;
    for (let group = 0; group < GROUPS; group++) {
      if (((groups >> group) & 1) === 0) continue;
      for (let bucket = 0; bucket < QUANTILE_BUCKETS; bucket++) {
        sums[bucket] += counts[group * QUANTILE_BUCKETS + bucket];
        total += counts[group * QUANTILE_BUCKETS + bucket];
      }
    }
    if (total === 0) return undefined;
    let left = share * (total - 1);
    for (let bucket = 0; bucket < QUANTILE_BUCKETS; bucket++) {
      if (left < sums[bucket]) return bucketMiddle(bucket);
      left -= sums[bucket];
    }
    throw new DomainError('a histogram changed while it was read');
  }
}
