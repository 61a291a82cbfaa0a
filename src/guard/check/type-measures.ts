/**
 * What each linear measure of types asks of the reference's part A: its rare types, its frequent ones, its bands.
 *
 * Membership follows core/measure/tail.ts: types by count, rarest first, until together they hold the share of all words; the last count
 * that fits in part belongs with that part.
 */
import {countBands, probabilityBands} from '../../core/measure/bands.ts';
import {FREQUENT_SHARE, RARE_SHARE} from '../../core/measure/type-reference.ts';
import type {View} from './comparison.ts';
import type {Joined} from './joined.ts';
import type {Linear} from './linear.ts';

/** Counts below this have a place in an array of their own. */
const FEW = 1024;

/** (n,) 0..1: the types with the smallest (largest) counts that hold `share` of the words. */
function membership({counts, words}: View, {weight}: Joined, share: number, from: 'rarest' | 'most frequent'): Float64Array {
  const few = new Float64Array(FEW);
  const many = new Map<number, number>();
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i];
    if (count < FEW) few[count] += count * weight[i];
    else many.set(count, (many.get(count) ?? 0) + count * weight[i]);
  }
  const mass = [...few].flatMap((sum, count): [number, number][] => (sum > 0 ? [[count, sum]] : [])).concat([...many]);
  const sign = from === 'rarest' ? 1 : -1;
  const fewShare = new Float64Array(FEW);
  const manyShare = new Map<number, number>();
  let left = share * words;
  for (const [count, sum] of mass.sort(([a], [b]) => sign * (a - b))) {
    if (left <= 0) break;
    if (count < FEW) fewShare[count] = Math.min(1, left / sum);
    else manyShare.set(count, Math.min(1, left / sum));
    left -= sum;
  }
  return counts.map((count) => (count < FEW ? fewShare[count] : (manyShare.get(count) ?? 0)));
}

function scaled(values: Float64Array, by: number): Float64Array {
  return values.map((value) => value / by);
}

function weightedSum(values: Float64Array, {weight}: Joined, times?: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * weight[i] * (times?.[i] ?? 1);
  return sum;
}

export const tailRetention: Linear = {
  phi: 'presence',
  whole({a}, joined) {
    const rare = membership(a, joined, RARE_SHARE, 'rarest');
    return scaled(rare, weightedSum(rare, joined));
  },
  bands({a}, joined) {
    const {names, of} = countBands(a.counts);
    const sizes = bandTotals(of, names.length, joined);
    return {names, of, coefficient: sizes.map((size) => 1 / size)};
  },
};

export const tailMass: Linear = {
  phi: 'probability',
  whole: ({a}, joined) => membership(a, joined, RARE_SHARE, 'rarest'),
};

export const headInflation: Linear = {
  phi: 'probability',
  whole({a}, joined) {
    const frequent = membership(a, joined, FREQUENT_SHARE, 'most frequent');
    return scaled(frequent, weightedSum(frequent, joined, a.counts) / a.words);
  },
};

/** Bands by part A, their probability by part B: a type that A has by luck is no more frequent in B than it should be. */
export const calibration: Linear = {
  phi: 'probability',
  transform: (ratio) => Math.log2(ratio),
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
