import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import * as stats from './index.ts';

interface Case {
  name: string;
  args: Record<string, number & number[]>;
  value: never;
  by: string;
}
const {cases} = JSON.parse(readFileSync(new URL('../../../test/fixtures/kernels.json', import.meta.url), 'utf8')) as {cases: Case[]};
const elsewhere = [
  'gaussianMixtureEm',
  'kdeLogDensity',
  'precisionRecallDensityCoverage',
  'wasserstein2Samples',
  'wasserstein2Samples1d',
  'wasserstein2Gaussian',
];
const loose: Record<string, number> = {gammaRegularizedUpper: 1e-11, betaRegularized: 1e-11, kolmogorovSmirnov: 1e-11};

function close(got: unknown, want: unknown, tolerance: number): void {
  if (typeof want === 'number')
    expect(Math.abs((got as number) - want)).toBeLessThanOrEqual(tolerance * Math.max(Math.abs(want), 1e-300) + 1e-16);
  else if (Array.isArray(want)) for (const [i, w] of want.entries()) close((got as number[])[i], w, tolerance);
  else for (const [k, w] of Object.entries(want as object)) close((got as Record<string, number>)[k], w, tolerance);
}

const f = (x: number[]) => Float64Array.from(x);
const call: Record<string, (a: Case['args']) => unknown> = {
  entropyBits: (a) => stats.entropyBits(f(a.p)),
  klBits: (a) => stats.klBits(f(a.p), f(a.q)),
  jensenShannonBits: (a) => stats.jensenShannonBits(f(a.p), f(a.q)),
  totalVariation: (a) => stats.totalVariation(f(a.p), f(a.q)),
  logGamma: (a) => stats.logGamma(a.x),
  digamma: (a) => stats.digamma(a.x),
  erf: (a) => stats.erf(a.x),
  erfc: (a) => stats.erfc(a.x),
  normalCdf: (a) => stats.normalCdf(a.x),
  normalQuantile: (a) => stats.normalQuantile(a.p),
  gammaRegularizedUpper: (a) => stats.gammaRegularizedUpper(a.a, a.x),
  betaRegularized: (a) => stats.betaRegularized(a.a, a.b, a.x),
  studentQuantile: (a) => stats.studentQuantile(a.p, a.df),
  quantile: (a) => stats.quantile(f(a.x), a.p),
  kolmogorovSmirnov: (a) => stats.kolmogorovSmirnov(f(a.x), f(a.y)),
  wasserstein1: (a) => stats.wasserstein1(f(a.x), f(a.y)),
  energyDistance: (a) => stats.energyDistance(f(a.x), f(a.y)),
  holm: (a) => stats.holm(f(a.p)),
  goodTuringUnseenMass: (a) => stats.goodTuringUnseenMass(a.counts),
  wilsonInterval: (a) => {
    const {low, high} = stats.wilsonInterval(a.successes, a.n, a.confidence);
    return [low, high];
  },
};

describe('each kernel gives its reference value', () => {
  const mine = cases.filter((c) => !elsewhere.includes(c.name));
  test('no case is left out', () => expect(mine.length).toBe(81));
  mine.forEach((c, i) => {
    test(`${i} ${c.name}: ${c.by}`, () => close(call[c.name](c.args), c.value, loose[c.name] ?? 1e-12));
  });
});

test('a vector that does not sum to 1, or holds NaN, is an error', () => {
  expect(() => stats.entropyBits(f([0.5, 0.4]))).toThrow(/sum to 1/);
  expect(() => stats.klBits(f([0.5, 0.5]), f([Number.NaN, 1]))).toThrow(/>= 0/);
  expect(() => stats.quantile(f([1, Number.NaN]), 0.5)).toThrow(/NaN/);
});

test('disjoint supports are one bit apart, and KL is infinite', () => {
  expect(stats.jensenShannonBits(f([1, 0]), f([0, 1]))).toBe(1);
  expect(stats.klBits(f([1, 0]), f([0, 1]))).toBe(Infinity);
  expect(stats.giniSimpson(f([0.5, 0.5]))).toBe(0.5);
});

test('selection equals a full sort', () => {
  const x = Float64Array.from({length: 501}, (_, i) => Math.sin(i * i) * ((i % 7) + 1));
  const sorted = x.slice().sort();
  for (const p of [0, 0.1, 0.25, 0.5, 0.777, 1]) expect(stats.quantile(x, p)).toBe(stats.quantileSorted(sorted, p));
  expect(stats.median(x)).toBe(sorted[250]);
  expect(stats.median(f([1, 1, 1, 1]))).toBe(1);
});

test('sums keep what plain sums lose', () => {
  expect(stats.meanOf(f([1e16, 1, -1e16, 1]))).toBe(0.5);
  expect(stats.varianceOf(f([1e9 + 1, 1e9 + 2, 1e9 + 3]))).toBe(1);
  expect(stats.logSumExp(f([1000, 1000]))).toBeCloseTo(1000 + Math.LN2, 12);
  expect([-Infinity, 0, Infinity].map(stats.sigmoid)).toEqual([0, 0.5, 1]);
  for (const x of [1e-9, 0.3, 5, 36, 700]) {
    expect(stats.sigmoid(x) + stats.sigmoid(-x)).toBeCloseTo(1, 15);
    expect(stats.sigmoid(-x) / Math.exp(-x - Math.log1p(Math.exp(-x)))).toBeCloseTo(1, 12);
  }
});

test('survival, quantile and distribution functions agree with each other', () => {
  expect(stats.chiSquareSurvival(3.841458820694124, 1)).toBeCloseTo(0.05, 12);
  for (const p of [0.01, 0.3, 0.9]) expect(stats.studentCdf(stats.studentQuantile(p, 3.5), 3.5)).toBeCloseTo(p, 12);
  expect(() => stats.studentQuantile(0.001, 0.001)).toThrow(/beyond 1e154/);
  expect(stats.gammaRegularizedLower(3, 2) + stats.gammaRegularizedUpper(3, 2)).toBeCloseTo(1, 14);
  expect(stats.trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 13);
  expect(stats.kolmogorovSurvival(1, 0.7)).toBeCloseTo(0.6, 13);
});

test('linear algebra: factors multiply back, solutions solve, roots square', () => {
  const d = 60;
  const b = Float64Array.from({length: d * d}, (_, i) => Math.sin(i * 1.7 + i * i));
  const bt = b.map((_, i) => b[(i % d) * d + Math.floor(i / d)]);
  const a = stats.matrixProduct(b, bt, {rows: d, inner: d, columns: d}).map((x, i) => x + (i % (d + 1) === 0 ? 1 : 0));
  const symmetric = a.map((x, i) => 0.5 * (x + a[(i % d) * d + Math.floor(i / d)]));
  const l = stats.cholesky(symmetric, d);
  const lt = l.map((_, i) => l[(i % d) * d + Math.floor(i / d)]);
  const far = (x: Float64Array, y: Float64Array) => x.reduce((most, v, i) => Math.max(most, Math.abs(v - y[i])), 0);
  expect(far(stats.matrixProduct(l, lt, {rows: d, inner: d, columns: d}), symmetric)).toBeLessThan(1e-11);
  const rhs = b.slice(0, d);
  const x = stats.choleskySolve(l, rhs);
  expect(far(stats.matrixProduct(symmetric, x, {rows: d, inner: d, columns: 1}), rhs)).toBeLessThan(1e-9);
  const root = stats.symmetricSquareRoot(symmetric, d);
  expect(far(stats.matrixProduct(root, root, {rows: d, inner: d, columns: d}), symmetric)).toBeLessThan(1e-9);
  const {values} = stats.symmetricEigen(symmetric, d);
  expect(values.reduce((sum, v) => sum + Math.log(v), 0)).toBeCloseTo(stats.logDeterminant(l, d), 8);
  expect(() => stats.cholesky(f([1, 2, 2, 1]), 2)).toThrow(/not positive definite/);
});
