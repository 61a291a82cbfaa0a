/**
 * How a reference is held against itself: two parts of it, A and B, of 8 groups of documents each (fewer where the candidate is much
 * smaller), in several ways. A plays the reference and B plays a candidate of the same source; the real candidate is held against A.
 *
 * With 8 of 16 groups the 15 ways are those of a Hadamard matrix: every two groups are together as often as apart.
 *
 * source   balanced half-samples: P. J. McCarthy, Review of the International Statistical Institute 37, 1969
 * checked  every group in 7 or 8 of 15 parts, every two together in 7 (check.test.ts)
 */
import {powerOfTwo} from '../../core/math/index.ts';
import {GROUPS} from '../../core/sketch/kernel.ts';

export interface Split {
  /** Bit g: group g is in this part. The parts have no group in common. */
  readonly a: number;
  readonly b: number;
}

export interface Splits {
  readonly list: readonly Split[];
  /** Groups in each part. */
  readonly groups: number;
  /** Variance of an estimate that uses all groups, over the mean squared deviation of the estimates by part A. */
  readonly varianceFactor: number;
}

/** `share`: size of the candidate over size of the reference. */
export function planSplits(share: number): Splits {
  const groups = Math.max(1, Math.min(GROUPS / 2, Math.ceil(GROUPS * share)));
  const list: Split[] = [];
  if (groups === GROUPS / 2) {
    for (let row = 1; row < GROUPS; row++) {
      let a = 0;
      for (let group = 0; group < GROUPS; group++) if (isEven(row & group)) a |= 1 << group;
      list.push({a, b: (powerOfTwo(GROUPS) - 1) & ~a});
    }
  } else {
    for (let first = 0; first < GROUPS; first++) list.push({a: run(first, groups), b: run(first + groups, groups)});
  }
  return {list, groups, varianceFactor: groups / (GROUPS - groups)};
}

function isEven(bits: number): boolean {
  let even = true;
  for (let rest = bits; rest > 0; rest &= rest - 1) even = !even;
  return even;
}

function run(first: number, groups: number): number {
  let mask = 0;
  for (let i = 0; i < groups; i++) mask |= 1 << ((first + i) % GROUPS);
  return mask;
}
