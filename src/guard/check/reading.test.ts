import {describe, expect, it} from 'vitest';
import {betaQuantile, betaRegularized, studentQuantile} from '../../core/stats/regularized.ts';
import {binomialEnds, chanceOfHolding, countOf, intervalOf} from './reading.ts';

const share = (value: number, standardError: number, units = 100, degrees = 15) => ({value, standardError, units, degrees});

describe('the interval of a plain value', () => {
  it('is Student’s, within what the measure can be', () => {
    const reach = studentQuantile(0.975, 15) * 0.2;
    expect(intervalOf({value: 5, standardError: 0.2, degrees: 15})).toEqual({low: 5 - reach, high: 5 + reach});
    expect(intervalOf({value: 0.1, standardError: 0.2, degrees: 15}, {least: 0, most: 0.3})).toEqual({low: 0, high: 0.3});
    expect(intervalOf({value: 3, standardError: 0, degrees: 1})).toEqual({low: 3, high: 3});
  });

  it('is its own where it has one', () => {
    expect(intervalOf({value: 3, standardError: 9, degrees: 1, interval: {low: 2, high: 7}})).toEqual({low: 2, high: 7});
  });
});

describe('the interval of a share', () => {
  // scipy.stats.binomtest(k, n).proportion_ci(method='exact')
  it.each([
    [0, 100, 0, 0.036216693],
    [3, 20, 0.032070938, 0.378926826],
    [20, 20, 0.831566517, 1],
    [50, 100, 0.398321129, 0.601678871],
  ])('of %d of %d drawn one by one is the exact one', (k, n, low, high) => {
    const ends = binomialEnds(k / n, n);
    expect(ends.low).toBeCloseTo(low, 7);
    expect(ends.high).toBeCloseTo(high, 7);
  });

  it('where nothing was seen is that of the documents there are', () => {
    expect(intervalOf(share(0, 0, 200)).high).toBeCloseTo(1 - 0.025 ** (1 / 200), 12);
    expect(intervalOf(share(1, 0, 200)).low).toBeCloseTo(0.025 ** (1 / 200), 12);
    expect(intervalOf(share(1 - 1e-15, 1e-18, 200)).low).toBeLessThan(0.99);
  });

  it('stands for as many records as would have had its error', () => {
    const error = Math.sqrt((0.1 * 0.9) / 50);
    expect(countOf(share(0.1, error, 1000, 1e9))).toBeCloseTo(50, 4);
    expect(countOf(share(0.1, error, 1000, 4))).toBeLessThan(26);
    const {low, high} = intervalOf(share(0.02, 0.01));
    expect(0.02 - low).toBeLessThan(high - 0.02);
    expect(low).toBeGreaterThan(0);
  });

  it('passes into the plain one where both answers are many', () => {
    const ends = (error: number) => intervalOf(share(0.3, error, 1e9, 1e9));
    const [rare, many] = [ends(0.00995), ends(0.0115)].map(({low, high}) => high - low);
    expect(rare / many).toBeCloseTo(0.00995 / 0.0115, 1);
    expect(intervalOf(share(0.3, 1e-6))).toEqual(intervalOf({value: 0.3, standardError: 1e-6, degrees: 15}));
  });

  it('of what is no share is refused', () => {
    expect(() => binomialEnds(1.01, 10)).toThrow(/0 <= p <= 1/);
    expect(() => binomialEnds(Number.NaN, 10)).toThrow(/0 <= p <= 1/);
  });
});

describe('the chance that a bound holds', () => {
  it.each([share(0.02, 0.01), share(0, 0), share(1, 0), share(0.3, 0.02), share(0.9, 0.1), {value: 4, standardError: 1, degrees: 7}])(
    'is 2.5%% where the bound is an end of the interval (%j)',
    (estimate) => {
      const {low, high} = intervalOf(estimate);
      if (low > 0) expect(chanceOfHolding(estimate, {atMost: low})).toBeCloseTo(0.025, 6);
      if (high < 1 || estimate.value > 1) expect(chanceOfHolding(estimate, {atLeast: high})).toBeCloseTo(0.025, 6);
      expect(chanceOfHolding(estimate, {atLeast: estimate.value - 1e-9})).toBeGreaterThan(0.3);
    },
  );

  it('is certain where there is no uncertainty', () => {
    expect(chanceOfHolding({value: 0.1, standardError: 0, degrees: Infinity}, {atMost: 0.02})).toBe(0);
    expect(chanceOfHolding({value: 0.1, standardError: 0, degrees: Infinity}, {atMost: 0.2})).toBe(1);
  });
});

it('betaQuantile is the inverse of betaRegularized', () => {
  for (const [a, b] of [
    [1, 1],
    [0.5, 20],
    [200, 3],
    [0.01, 5],
  ])
    for (const p of [0.025, 0.5, 0.975]) expect(betaRegularized(a, b, betaQuantile(p, a, b))).toBeCloseTo(p, 9);
  expect(() => betaQuantile(1, 2, 2)).toThrow(/0 < p < 1/);
});
