import {describe, expect, it} from 'vitest';
import {normal} from '../../core/random/normal.ts';
import {Stream} from '../../core/random/stream.ts';
import {doseAnswer} from './dose.ts';

const stream = Stream.root('dose');
const doses = [0, 0.1, 0.2, 0.4];
const bound = {atLeast: 0.5};
const alike = (means: readonly number[], n = 1) => means.map((mean) => Array.from({length: n}, () => mean));
/** Means with the same small wave of the seeds around each, so that none of them moves. */
const near = (means: readonly number[], n = 4, size = 0.01) =>
  means.map((mean, d) => Array.from({length: n}, (_, s) => mean + size * Math.cos(s * 2 + d)));

describe('the dose that holds a bound', () => {
  it('is where the means cross it, with Student’s set of doses around', () => {
    expect(doseAnswer(doses, alike([0.2, 0.4, 0.6, 0.9], 4), bound)).toEqual({
      ...{curve: 'rises', side: 'smallest', value: expect.closeTo(0.15), low: expect.closeTo(0.15), high: expect.closeTo(0.15)},
    });
    // the lineages' own lines cross at .1, .1, .2 and .2: their mean at .15, give or take 3.18 x .058 / 2
    const lines = [
      [0.1, 0.1, 0.3, 0.3],
      [0.3, 0.3, 0.5, 0.5],
      [0.5, 0.5, 0.7, 0.7],
      [0.9, 0.9, 1.1, 1.1],
    ];
    const four = doseAnswer(doses, lines, bound);
    const reach = (3.182446305284263 * Math.sqrt(0.04 / 3)) / 2 / 2;
    expect(four).toMatchObject({value: expect.closeTo(0.15), low: expect.closeTo(0.15 - reach, 6), high: expect.closeTo(0.15 + reach, 6)});
    const open = doseAnswer(doses, near([0.2, 0.4, 0.6, 0.9], 4, 0.5), bound);
    expect(open).toMatchObject({low: 0, high: 0.4, reason: expect.stringContaining('the lower and the upper end lie beyond the doses')});
    const values = near([0.2, 0.4, 0.6, 0.9]);
    const {value, low, high} = doseAnswer(doses, values, bound);
    expect(low!).toBeLessThan(value!);
    expect(high!).toBeGreaterThan(value!);
    expect(high! - low!).toBeLessThan(0.05);
  });

  it('of fewer than four seeds has no interval, of one none at all', () => {
    const few = doseAnswer(doses, near([0.2, 0.4, 0.6, 0.9], 3), bound);
    expect(few).toMatchObject({value: expect.closeTo(0.15, 1), reason: 'too few seeds for an interval'});
    expect(few.low).toBeUndefined();
    expect(doseAnswer(doses, near([0.2, 0.4, 0.6, 0.9], 3), bound, {fewest: 2}).low).toBeDefined();
    const down = doseAnswer(doses, [[2], [1.5], [1.2], [1]], {atMost: 1.35});
    expect(down).toEqual({curve: 'rises', side: 'smallest', value: expect.closeTo(0.15), reason: 'one seed, so no interval'});
  });

  it('is said where all doses hold, or none does', () => {
    expect(doseAnswer(doses, near([0.6, 0.8, 0.85, 0.9]), bound)).toMatchObject({
      value: 0,
      low: 0,
      high: 0,
      side: 'smallest',
      reason: 'held at every dose',
    });
    expect(doseAnswer(doses, alike([0.1, 0.1, 0.2, 0.4]), bound)).toEqual({curve: 'rises', reason: 'held at no dose from 0 to 0.4'});
    const noisy = [0.1, 0.2, 0.3, 0.44].map((mean) => [-0.2, -0.1, 0, 0.1, 0.2].map((more) => mean + more));
    const {reason, value} = doseAnswer(doses, noisy, bound);
    expect(value).toBeUndefined();
    // of five: mean + 2.776 sd / sqrt 5 = mean + .196 reaches .5 from .304 on
    expect(reason).toMatch(/^held at no dose from 0 to 0.4 by its mean, though its interval does not rule out 0\.2\d* to 0\.4$/);
  });

  it('is the largest where more is worse', () => {
    const distances = near([4.05, 4.3, 5.2, 6.5]);
    expect(doseAnswer(doses, distances, {atMost: 4.75})).toMatchObject({curve: 'falls', side: 'largest', value: expect.closeTo(0.15, 1)});
    expect(doseAnswer(doses, near([0.2, 0.4, 0.6, 0.9]), {atMost: 0.5})).toMatchObject({
      curve: 'falls',
      side: 'largest',
      value: expect.closeTo(0.15, 1),
    });
  });

  it('lies on one side of the turn, or on both, where the curve turns', () => {
    const sizes = [100, 300, 900, 1800, 3600];
    const distances = near([4.05, 3.69, 4.52, 5.55, 6.55]);
    const wide = doseAnswer(sizes, distances, {atMost: 5.6});
    expect(wide).toMatchObject({curve: 'turns', side: 'largest'});
    expect(wide.value).toBeCloseTo(1800 + (1800 * 0.05) / 1, -1);
    expect(wide.low!).toBeGreaterThan(1700);
    const both = doseAnswer(sizes, distances, {atMost: 4});
    expect(both).toMatchObject({curve: 'turns', side: 'smallest', other: {side: 'largest'}});
    expect(both.value!).toBeGreaterThan(100);
    expect(both.value!).toBeLessThan(300);
    expect(both.other!.value).toBeGreaterThan(300);
    const valley = doseAnswer(sizes, distances, {atLeast: 4});
    expect(valley).toMatchObject({curve: 'turns', side: 'largest', other: {side: 'smallest'}});
  });

  it('names doses whose own means say otherwise', () => {
    const {curve, reason} = doseAnswer(
      doses,
      [
        [0.2, 0.21],
        [0.55, 0.6],
        [0.45, 0.52],
        [0.9, 0.91],
      ],
      bound,
    );
    expect(curve).toBe('rises');
    expect(reason).toContain('by its own mean 0.2 does not hold');
  });

  it('is found on the scale of the measure', () => {
    const values = [
      [100, 0.01],
      [10, 0.001],
      [1, 1e-4],
    ];
    expect(doseAnswer([1, 2, 3], values, {atMost: 0.5}, {scale: 'log'})).toMatchObject({curve: 'rises', value: expect.closeTo(1.301, 3)});
    expect(doseAnswer([1, 2, 3], values, {atMost: 1})).toMatchObject({value: expect.closeTo(2.89, 2)});
  });

  it('has an interval that covers the truth as often as it says, from four seeds on', () => {
    const noise = stream.fork('noise');
    for (const n of [4, 5, 12]) {
      let covered = 0;
      for (let trial = 0; trial < 1000; trial++) {
        const values = doses.map((dose) => Array.from({length: n}, () => 0.3 + dose + 0.05 * normal(noise)));
        const {low, high} = doseAnswer(doses, values, bound);
        if (low! <= 0.2 && 0.2 <= high!) covered++;
      }
      expect(Math.abs(covered / 1000 - 0.957), `n = ${n}`).toBeLessThan(0.025);
    }
  });
});
