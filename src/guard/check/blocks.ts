/**
 * What the sampling of types adds to the standard error of a value: a delete-a-block jackknife over types.
 *
 *   s^2 = (B - 1)/B sum_b (t_(-b) - mean)^2 (1 - n / N),   B = BLOCKS, t_(-b): the value without the types of block b, the rest restFor for them
 *
 * shape    n joined types, which stand for N -> standard error
 * edge     0 where every type is here; NaN where a value without a block has none
 * cost     BLOCKS values
 * source   K. M. Wolter, Introduction to Variance Estimation, 2nd edition, 2007, chapter 4 (drop-out groups, the factor of a finite population)
 * checked  bench/check-coverage.ts: how often intervals hold what they estimate, of profiles that sample types
 */
import {square} from '../../core/math/index.ts';
import type {Joined} from './joined.ts';

/** As many as four bits of a hash tell apart. */
export const BLOCKS = 16;
/** Of the standard error. */
export const BLOCK_DEGREES: number = BLOCKS - 1;

/** The block of the joined type i, by bits of its hash that did not decide on the sample. */
export const blockOf = ({low}: Joined, i: number): number => low[i] >>> 28;

/** What a sum over the other blocks stands for. */
export const restFor = (sum: number): number => (sum * BLOCKS) / BLOCK_DEGREES;

export function deleteBlockError(joined: Joined, valueWithout: (block: number) => number): number {
  if (joined.complete) return 0;
  const values = Array.from({length: BLOCKS}, (_, block) => valueWithout(block));
  const centre = values.reduce((sum, value) => sum + value, 0) / BLOCKS;
  const spread = (BLOCK_DEGREES / BLOCKS) * values.reduce((sum, value) => sum + square(value - centre), 0);
  let stand = 0;
  for (let i = 0; i < joined.size; i++) stand += joined.weight[i];
  return Math.sqrt(spread * (1 - joined.size / stand));
}
