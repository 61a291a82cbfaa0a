import {expect, test} from 'vitest';
import {Stream} from '../random/stream.ts';
import {bootstrapMean, bootstrapMedian} from './bootstrap.ts';
import {quantileSorted} from './quantile.ts';

const values = Float64Array.from({length: 60}, (_, i) => Math.sin(i * i) * 3 + i / 20);

/** Resampling by the definition. */
function slow(x: Float64Array, stream: Stream, resamples: number, statistic: (sorted: Float64Array) => number): Float64Array {
  return Float64Array.from({length: resamples}, () => statistic(x.map(() => x[stream.below(x.length)]).sort())).sort();
}

test('intervals agree with resampling by the definition', () => {
  const resamples = 40_000;
  const mean = bootstrapMean(values, Stream.root(1), {resamples, confidence: 0.9});
  const means = slow(values, Stream.root(2), resamples, (s) => s.reduce((a, b) => a + b) / s.length);
  expect(Math.abs(mean.low - quantileSorted(means, 0.05))).toBeLessThan(0.015);
  expect(Math.abs(mean.high - quantileSorted(means, 0.95))).toBeLessThan(0.015);
});

test('the law of the median of a resample: chi-square against the definition at every quantile level', () => {
  for (const n of [2, 4, 5]) {
    const x = Float64Array.from({length: n}, (_, i) => 2 ** i);
    const medians = slow(x, Stream.root(3), 40_000, (s) => quantileSorted(s, 0.5));
    const atoms = [...new Set(medians)];
    const stream = Stream.root(4);
    const counts = new Map<number, number>();
    // one resample an interval: low = high = the replicate itself
    for (let i = 0; i < 40_000; i++) {
      const {low} = bootstrapMedian(x, stream, {resamples: 1});
      counts.set(low, (counts.get(low) ?? 0) + 1);
    }
    let statistic = 0;
    for (const atom of atoms) {
      const a = medians.filter((m) => m === atom).length;
      const b = counts.get(atom) ?? 0;
      statistic += (a - b) ** 2 / (a + b);
    }
    expect([...counts.keys()].every((k) => atoms.includes(k))).toBe(true);
    expect(statistic).toBeLessThan(atoms.length + 5 * Math.sqrt(2 * atoms.length));
  }
});

test('one value is its own interval; same stream, same interval; NaN is an error', () => {
  expect(bootstrapMean(Float64Array.of(3), Stream.root(1))).toEqual({value: 3, low: 3, high: 3, n: 1});
  expect(bootstrapMedian(Float64Array.of(3), Stream.root(1))).toEqual({value: 3, low: 3, high: 3, n: 1});
  expect(bootstrapMedian(values, Stream.root(5))).toEqual(bootstrapMedian(values, Stream.root(5)));
  expect(() => bootstrapMean(Float64Array.of(1, Number.NaN), Stream.root(1))).toThrow(/finite/);
  expect(() => bootstrapMedian(new Float64Array(0), Stream.root(1))).toThrow(/at least one/);
});
