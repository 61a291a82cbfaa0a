import {describe, expect, it} from 'vitest';
import {normal} from '../random/normal.ts';
import {Stream} from '../random/stream.ts';
import {medianRank} from './median-interval.ts';
import {studentInterval, studentTest} from './student.ts';

const five = Float64Array.of(0.288, 0.245, 0.301, 0.872, 0.015);

describe('Student’s interval of a mean', () => {
  it('is that of scipy.stats.t.interval, its p that of ttest_1samp', () => {
    const {value, low, high, n, p} = studentTest(five);
    expect({value, low, high, n, p}).toEqual({
      value: expect.closeTo(0.3442, 14),
      low: expect.closeTo(-0.0493363888907094, 12),
      high: expect.closeTo(0.7377363888907094, 12),
      n: 5,
      p: expect.closeTo(0.07210770689875635, 12),
    });
    const two = studentTest(Float64Array.of(1.5, 2.25));
    expect(two.low).toBeCloseTo(-2.88982677606551, 10);
    expect(two.p).toBeCloseTo(0.1256659163780024, 12);
  });

  it('is absent of one number', () => {
    expect(studentTest(Float64Array.of(3))).toEqual({value: 3, n: 1});
  });

  it('of equal numbers is that number, without a p', () => {
    expect(studentTest(Float64Array.of(0.1, 0.1, 0.1))).toEqual({value: 0.1, low: 0.1, high: 0.1, n: 3});
  });

  it('holds numbers whose squares and sums a double does not hold', () => {
    for (const unit of [1e-200, 1e300]) {
      const {low, high} = studentInterval(five.map((x) => x * unit));
      expect(low! / unit).toBeCloseTo(-0.0493363888907094, 10);
      expect(high! / unit).toBeCloseTo(0.7377363888907094, 10);
    }
  });

  it('refuses a confidence that is none', () => {
    for (const confidence of [-0.5, 0, 1, 1.5, Number.NaN])
      expect(() => studentInterval(five, confidence)).toThrow(`a confidence lies between 0 and 1, got ${confidence}`);
  });

  it('refuses none, and what is not finite', () => {
    expect(() => studentInterval(new Float64Array(0))).toThrow(/at least one/);
    expect(() => studentInterval(Float64Array.of(1, Number.NaN))).toThrow(/finite/);
  });

  it('covers the mean of normal numbers 95 times of 100, from two numbers on', () => {
    const stream = Stream.root('student');
    for (const n of [2, 3, 10]) {
      let covered = 0;
      for (let i = 0; i < 4000; i++) {
        const {low, high} = studentInterval(Float64Array.from({length: n}, () => normal(stream)));
        if (low! <= 0 && 0 <= high!) covered++;
      }
      expect(Math.abs(covered / 4000 - 0.95), `n = ${n}`).toBeLessThan(0.015);
    }
  });
});

describe('the interval of a median', () => {
  it('lies between the order statistics of scipy.stats.binom', () => {
    const wanted = {6: [1, 0.96875], 7: [1, 0.984375], 10: [2, 0.978515625], 11: [2, 0.98828125], 30: [10, 0.9572260547429323]};
    for (const [n, [rank, level]] of Object.entries(wanted)) {
      expect(medianRank(Number(n))).toEqual({rank, level: expect.closeTo(level, 12)});
    }
    expect(medianRank(4000)).toEqual({rank: 1938, level: expect.closeTo(0.9519067160829211, 9)});
  });

  it('does not exist below six', () => {
    for (const n of [1, 2, 3, 4, 5]) expect(medianRank(n)).toBeUndefined();
    expect(medianRank(5, 0.9)).toEqual({rank: 1, level: 0.9375});
  });
});
