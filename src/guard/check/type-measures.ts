/**
 * What each linear measure of types asks of the reference's part A: its rare types, its frequent ones, its bands.
 *
 * Membership follows core/measure/tail.ts: types by count, rarest first, until together they hold the share of all words; the last count
 * that fits in part belongs with that part.
 * checked  beside the lab's measures of the same names (test/lab-and-guard.test.ts)
 */
import {log2} from '../../core/math/index.ts';
import {countBands, probabilityBands} from '../../core/measure/bands.ts';
import {FREQUENT_SHARE, RARE_SHARE} from '../../core/measure/type-reference.ts';
import type {View} from './comparison.ts';
import type {Joined} from './joined.ts';
import type {Linear} from './linear.ts';

/** Counts below this have a place in an array of their own. */
const FEW = 1024;

/** Types by count, rarest (or most frequent) first, that together hold a share of the words: which share of each count belongs. */
interface Membership {
  /** Share of a count, 0..1. */
  of(count: number): number;
  /** By count below FEW. */
  readonly few: Float64Array;
}

function membership({counts, words}: View, {weight}: Joined, share: number, from: 'rarest' | 'most frequent'): Membership {
  const fewMass = new Float64Array(FEW);
  const manyMass = new Map<number, number>();
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i];
    if (count < FEW) fewMass[count] += count * weight[i];
    else manyMass.set(count, (manyMass.get(count) ?? 0) + count * weight[i]);
  }
  const mass = [...fewMass].flatMap((sum, count): [number, number][] => (sum > 0 ? [[count, sum]] : [])).concat([...manyMass]);
  const sign = from === 'rarest' ? 1 : -1;
  const few = new Float64Array(FEW);
  const many = new Map<number, number>();
  let left = share * words;
  for (const [count, sum] of mass.sort(([a], [b]) => sign * (a - b))) {
    if (left <= 0) break;
    if (count < FEW) few[count] = Math.min(1, left / sum);
    else many.set(count, Math.min(1, left / sum));
    left -= sum;
  }
  return {few, of: (count) => many.get(count) ?? 0};
}

/** Each type's membership times `scale`. (n,) */
function members({counts}: View, {few, of}: Membership, scale: number): Float64Array {
  const found = new Float64Array(counts.length);
  for (let i = 0; i < counts.length; i++) found[i] = scale * (counts[i] < FEW ? few[counts[i]] : of(counts[i]));
  return found;
}

/** The share of each type's count that belongs to the reference's rare words, or to its frequent ones. (n,), 0..1 */
export const rareMembers = (view: View, joined: Joined): Float64Array => members(view, membership(view, joined, RARE_SHARE, 'rarest'), 1);
export const frequentMembers = (view: View, joined: Joined): Float64Array =>
  members(view, membership(view, joined, FREQUENT_SHARE, 'most frequent'), 1);

/** Sum over types of weight times membership, times the count if `counted`. */
function held({counts}: View, {weight}: Joined, {few, of}: Membership, counted: boolean): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += weight[i] * (counts[i] < FEW ? few[counts[i]] : of(counts[i])) * (counted ? counts[i] : 1);
  return sum;
}

const tailRetention: Linear = {
  phi: 'presence',
  share: true,
  whole({a}, joined) {
    const rare = membership(a, joined, RARE_SHARE, 'rarest');
    return members(a, rare, 1 / held(a, joined, rare, false));
  },
  bands({a}, joined) {
    const {names, of} = countBands(a.counts);
    const sizes = bandTotals(of, names.length, joined);
    return {names, of, coefficient: sizes.map((size) => 1 / size)};
  },
};

const tailMass: Linear = {
  phi: 'probability',
  whole: ({a}, joined) => members(a, membership(a, joined, RARE_SHARE, 'rarest'), 1),
};

const headInflation: Linear = {
  phi: 'probability',
  whole({a}, joined) {
    const frequent = membership(a, joined, FREQUENT_SHARE, 'most frequent');
    return members(a, frequent, a.words / held(a, joined, frequent, true));
  },
};

/** Bands by part A, their probability by part B: a type that A has by luck is no more frequent in B than it should be. */
const calibration: Linear = {
  phi: 'probability',
  transform: (ratio) => log2(ratio),
  bands({a, b}, joined) {
    const {names, of} = probabilityBands(a.counts);
    const mass = bandTotals(of, names.length, joined, b.counts);
    return {names, of, coefficient: mass.map((sum) => b.words / sum)};
  },
};

function bandTotals(of: Int16Array, bands: number, {weight}: Joined, times?: Float64Array): Float64Array {
  const totals = new Float64Array(bands);
  for (let i = 0; i < of.length; i++) if (of[i] >= 0) totals[of[i]] += weight[i] * (times?.[i] ?? 1);
  return totals;
}

export const LINEAR = {tailRetention, tailMass, headInflation, calibration} as const;
