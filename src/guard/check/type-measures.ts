/**
 * What each linear measure of types asks of the reference's part A: its rare types, its frequent ones, its bands.
 *
 * Membership follows core/measure/tail.ts: types by count, rarest first, until together they hold the share of all words; the last count
 * that fits in part belongs with that part.
 */
import {probabilityBands} from '../../core/measure/bands.ts';
import {FREQUENT_SHARE, RARE_SHARE} from '../../core/measure/type-reference.ts';
import type {View} from './comparison.ts';
import type {Joined} from './joined.ts';
import type {Linear} from './linear.ts';

/** (n,) 0..1: the types with the smallest (largest) counts that hold `share` of the words. */
function membership({counts, words}: View, {weight}: Joined, share: number, from: 'rarest' | 'most frequent'): Float64Array {
  const mass = new Map<number, number>();
  for (let i = 0; i < counts.length; i++) if (counts[i] > 0) mass.set(counts[i], (mass.get(counts[i]) ?? 0) + counts[i] * weight[i]);
  const sign = from === 'rarest' ? 1 : -1;
  const fraction = new Map<number, number>();
  let left = share * words;
  for (const count of [...mass.keys()].sort((a, b) => sign * (a - b))) {
    if (left <= 0) break;
    fraction.set(count, Math.min(1, left / mass.get(count)!));
    left -= mass.get(count)!;
  }
  return counts.map((count) => fraction.get(count) ?? 0);
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
  coefficients({a}, joined) {
    const rare = membership(a, joined, RARE_SHARE, 'rarest');
    const all = new Map([['', scaled(rare, weightedSum(rare, joined))]]);
    for (const [band, members] of bandMembers(a.counts, (count) => 31 - Math.clz32(count), countBandName))
      all.set(band, scaled(members, weightedSum(members, joined)));
    return all;
  },
};

export const tailMass: Linear = {
  phi: 'probability',
  coefficients: ({a}, joined) => new Map([['', membership(a, joined, RARE_SHARE, 'rarest')]]),
};

export const headInflation: Linear = {
  phi: 'probability',
  coefficients({a}, joined) {
    const frequent = membership(a, joined, FREQUENT_SHARE, 'most frequent');
    return new Map([['', scaled(frequent, weightedSum(frequent, joined, a.counts) / a.words)]]);
  },
};

/** Bands by part A, their probability by part B: a type that A has by luck is no more frequent in B than it should be. */
export const calibration: Linear = {
  phi: 'probability',
  transform: (ratio) => Math.log2(ratio),
  coefficients({a, b}, joined) {
    const {names, of} = probabilityBands(a.counts);
    const found = new Map<string, Float64Array>();
    names.forEach((name, k) => {
      const members = Float64Array.from(of, (band) => (band === k ? 1 : 0));
      const mass = weightedSum(members, joined, b.counts) / b.words;
      if (mass > 0) found.set(name, scaled(members, mass));
    });
    return found;
  },
};

const countBandName = (k: number): string => (k === 0 ? '1' : `${2 ** k}-${2 ** (k + 1) - 1}`);

function bandMembers(counts: Float64Array, keyOf: (count: number) => number, nameOf: (key: number) => string): Map<string, Float64Array> {
  const keys = new Map<number, Float64Array>();
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0) continue;
    const key = keyOf(counts[i]);
    let members = keys.get(key);
    if (members === undefined) keys.set(key, (members = new Float64Array(counts.length)));
    members[i] = 1;
  }
  return new Map([...keys].sort(([x], [y]) => x - y).map(([key, members]) => [nameOf(key), members]));
}
