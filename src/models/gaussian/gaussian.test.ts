import {describe, expect, test} from 'vitest';
import {contractModel} from '../../../test/contract-model.ts';
import {absoluteValues, type Points} from '../../core/data.ts';
import {ConfigError, DataError, DomainError} from '../../core/error.ts';
import {fillNormal} from '../../core/random/normal.ts';
import {Stream} from '../../core/random/stream.ts';
import type {FittedMoments} from '../model.ts';
import {type GaussianOptions, gaussianModel, gaussianOf} from './index.ts';

const root = Stream.root('gaussian');
const points = (values: number[], dimension = 1, origin?: number[]): Points => ({
  kind: 'points',
  count: values.length / dimension,
  dimension,
  values: Float64Array.from(values),
  ...(origin && {origin: Float64Array.from(origin)}),
});
const normals = (count: number, dimension: number, label: string): Points => {
  const values = new Float64Array(count * dimension);
  fillNormal(root.fork(label), values, 0, values.length);
  return {kind: 'points', count, dimension, values};
};
const fitTo = (options: GaussianOptions, ...parts: (Points | [Points, number])[]): FittedMoments =>
  gaussianModel(options).fit(
    parts.map((part) => (Array.isArray(part) ? {data: part[0], weight: part[1], source: 'human'} : {data: part, source: 'human'})),
    root,
  );

for (const [name, options, d, parts] of [
  ['ml, d = 1', {variance: 'ml'}, 1, 1],
  ['unbiased, d = 3, biased sampling', {variance: 'unbiased', bias: 0.7}, 3, 1],
  ['known, d = 2, three parts', {variance: 'known', known: 2}, 2, 3],
] as const) {
  contractModel({
    name: `gaussian ${name}`,
    model: gaussianModel(options),
    training: Array.from({length: parts}, (_, p) => ({data: normals(20, d, `${name}/${p}`), source: 'human' as const})),
    count: 50,
    empty: points([], d),
  });
}

/** Mean and covariance of all records at once, two passes, weights by record: the obvious version. */
function naive(parts: [Points, number][]): {mean: number[]; covariance: number[]; reliability: number} {
  const d = parts[0][0].dimension;
  const rows = parts.flatMap(([data, weight]) =>
    Array.from({length: data.count}, (_, i) => ({x: absoluteValues(data).slice(i * d, i * d + d), w: weight / data.count})),
  );
  const total = rows.reduce((s, r) => s + r.w, 0);
  const mean = Array.from({length: d}, (_, j) => rows.reduce((s, r) => s + r.w * r.x[j], 0) / total);
  const covariance = Array.from({length: d * d}, (_, c) => {
    const [i, j] = [Math.floor(c / d), c % d];
    return rows.reduce((s, r) => s + r.w * (r.x[i] - mean[i]) * (r.x[j] - mean[j]), 0) / total;
  });
  return {mean, covariance, reliability: 1 - rows.reduce((s, r) => s + (r.w / total) ** 2, 0)};
}

describe('moments', () => {
  test('maximum likelihood divides by n, unbiased by n - 1', () => {
    const data = points([1, 2, 4, 9]);
    expect(fitTo({variance: 'ml'}, data).covariance[0]).toBeCloseTo(9.5, 14);
    expect(fitTo({variance: 'unbiased'}, data).covariance[0]).toBeCloseTo(38 / 3, 14);
    expect(fitTo({variance: 'known', known: 3}, data).covariance[0]).toBe(9);
    expect(fitTo({variance: 'known', known: 3}, data).mean[0]).toBe(4);
  });

  test('reliability weights: numpy.cov([1, 2, 4, 9], aweights=[1, 1, 3, 3]) is 13.727...', () => {
    // numpy 2.4: 13.727272727272728 (ddof=1), 9.4375 (ddof=0)
    const parts: [Points, number][] = [
      [points([1, 2]), 2],
      [points([4, 9]), 6],
    ];
    expect(fitTo({variance: 'unbiased'}, ...parts).covariance[0]).toBeCloseTo(13.727272727272728, 12);
    expect(fitTo({variance: 'ml'}, ...parts).covariance[0]).toBeCloseTo(9.4375, 12);
  });

  test.each([1, 2, 5, 17])('parts with origins and weights give the moments of all records at once, d = %i', (d) => {
    const parts = [7, 1, 30].map((n, p): [Points, number] => [
      {...normals(n, d, `m/${d}/${p}`), origin: new Float64Array(d).fill(p * 3)},
      1 + p,
    ]);
    const wanted = naive(parts);
    for (let round = 0; round < 2; round++) {
      const ml = fitTo({variance: 'ml'}, ...parts);
      const unbiased = fitTo({variance: 'unbiased'}, ...parts);
      wanted.mean.forEach((m, j) => {
        expect(ml.mean[j]).toBeCloseTo(m, 12);
      });
      wanted.covariance.forEach((c, j) => {
        expect(ml.covariance[j]).toBeCloseTo(c, 12);
        expect(unbiased.covariance[j]).toBeCloseTo(c / wanted.reliability, 12);
      });
    }
  });

  test('one part in one dimension goes the short way to the same numbers', () => {
    const data = normals(31, 1, 'short');
    const wanted = naive([[data, 1]]);
    const got = fitTo({variance: 'unbiased'}, data);
    expect(got.mean[0]).toBeCloseTo(wanted.mean[0], 14);
    expect(got.covariance[0]).toBeCloseTo(wanted.covariance[0] / wanted.reliability, 14);
  });

  test('a variance of 1e-60 around 3 is fitted to full precision', () => {
    for (const d of [1, 3]) {
      const unit = normals(40, d, `tiny/${d}`);
      const tiny = {...unit, values: unit.values.map((x) => x * 1e-30), origin: new Float64Array(d).fill(3)};
      const ratio = fitTo({variance: 'unbiased'}, tiny).covariance.map(
        (c, i) => c / (1e-60 * fitTo({variance: 'unbiased'}, unit).covariance[i]),
      );
      for (const r of ratio) expect(Math.abs(r - 1)).toBeLessThan(1e-12);
    }
  });
});

describe('collapse', () => {
  test('n = 3, unbiased, 5,000 generations: every variance is finite, and zero comes only below the smallest normal number', () => {
    for (const d of [1, 2]) {
      let data = normals(3, d, `collapse/${d}`);
      let last = 1;
      for (let t = 1; t <= 5000; t++) {
        const model = fitTo({variance: 'unbiased'}, data);
        const variance = model.covariance[0];
        expect(Number.isFinite(variance) && variance >= 0 && Number.isFinite(model.mean[0])).toBe(true);
        if (variance === 0) expect(last).toBeLessThan(1e-290);
        last = variance;
        data = model.sample(3, root.fork(`collapse/${d}/${t}`));
      }
      expect(last).toBe(0);
    }
  });

  test('from fewer records than dimensions one can sample, and no variance is added', () => {
    const data = normals(4, 10, 'singular');
    const model = fitTo({variance: 'ml'}, data);
    const again = fitTo({variance: 'ml'}, model.sample(20_000, root.fork('singular/sample')));
    for (let c = 0; c < 100; c++) expect(Math.abs(again.covariance[c] - model.covariance[c])).toBeLessThan(0.06);
    // three directions only: the deviations of any 4 records from their mean span 3 dimensions, so a 4th sample lies in the span
    const trace = (m: FittedMoments) => Array.from({length: 10}, (_, j) => m.covariance[j * 11]).reduce((a, b) => a + b);
    expect(trace(again) / trace(model)).toBeCloseTo(1, 1);
    expect(() => model.logProbability!(data)).toThrow(DataError);
  });

  test('a point mass stays where it is', () => {
    const model = fitTo({variance: 'ml'}, points([5, 5, 5]));
    expect([...absoluteValues(model.sample(3, root))]).toEqual([5, 5, 5]);
  });
});

describe('laws', () => {
  const n = 10;
  const T = 8;
  const lineages = 4000;
  function variances(options: GaussianOptions): {variance: number[][]; mean: number[][]} {
    const model = gaussianModel(options);
    const variance = Array.from({length: T + 1}, () => [] as number[]);
    const mean = Array.from({length: T + 1}, () => [] as number[]);
    for (let l = 0; l < lineages; l++) {
      const stream = root.fork(`lineage/${l}`);
      let data = gaussianOf(Float64Array.of(0), Float64Array.of(4)).sample(n, stream.fork('human'));
      for (let t = 1; t <= T; t++) {
        const fitted = model.fit([{data, source: 'synthetic'}], stream) as FittedMoments;
        variance[t].push(fitted.covariance[0]);
        mean[t].push(fitted.mean[0]);
        data = fitted.sample(n, stream.fork(`generation/${t}`));
      }
    }
    return {variance, mean};
  }
  function expectMean(values: number[], wanted: number): void {
    const mean = values.reduce((a, b) => a + b) / values.length;
    const se = Math.sqrt(values.reduce((s, x) => s + (x - mean) ** 2, 0) / values.length / (values.length - 1));
    expect(Math.abs(mean - wanted) / se, `mean ${mean}, law ${wanted}, standard error ${se}`).toBeLessThan(4);
  }
  // scipy.special.digamma(4.5) = 1.3888709263595289
  const digamma = 1.3888709263595289;

  test('maximum likelihood: E[s2] = sigma2 (1 - 1/n)^t and E[mu^2] = sigma2 (1 - (1 - 1/n)^t)', () => {
    const {variance, mean} = variances({variance: 'ml'});
    for (const t of [1, 2, T]) {
      expectMean(variance[t], 4 * (1 - 1 / n) ** t);
      expectMean(
        mean[t].map((x) => x * x),
        4 * (1 - (1 - 1 / n) ** t),
      );
    }
  });

  test('unbiased: the mean stays, the mean logarithm falls by log(2 / (n - 1)) + digamma((n - 1) / 2) a fit', () => {
    const {variance, mean} = variances({variance: 'unbiased'});
    for (const t of [1, 2, T]) {
      expectMean(variance[t], 4);
      expectMean(variance[t].map(Math.log), Math.log(4) + t * (digamma + Math.log(2 / (n - 1))));
      expectMean(
        mean[t].map((x) => x * x),
        (4 * t) / n,
      );
    }
  });

  test('biased sampling: E[s2] = sigma2 lambda^(t - 1)', () => {
    const {variance} = variances({variance: 'unbiased', bias: 0.6});
    for (const t of [1, 2, 4]) expectMean(variance[t], 4 * 0.6 ** (t - 1));
  });
});

test('log-density agrees with scipy.stats.multivariate_normal', () => {
  // multivariate_normal([1, -1], [[2, .5], [.5, 1]]).logpdf([[0, 0], [3, 1]]) = [-3.2605421032342, -4.403399246091342]
  const model = gaussianOf(Float64Array.of(1, -1), Float64Array.of(2, 0.5, 0.5, 1));
  const density = model.logProbability!(points([-1, -1, 2, 0], 2, [1, 1]));
  expect(density[0]).toBeCloseTo(-3.2605421032342, 12);
  expect(density[1]).toBeCloseTo(-4.403399246091342, 12);
});

describe('refusals', () => {
  test('one record has no unbiased variance', () => {
    expect(() => fitTo({variance: 'unbiased'}, points([1]))).toThrow(DataError);
    expect(() => fitTo({variance: 'unbiased'}, points([1, 2], 2))).toThrow(DataError);
    expect(fitTo({variance: 'ml'}, points([1])).covariance[0]).toBe(0);
  });
  test('NaN and infinity in are an error out', () => {
    for (const bad of [Number.NaN, Infinity]) {
      expect(() => fitTo({variance: 'ml'}, points([1, bad]))).toThrow(DataError);
      expect(() => fitTo({variance: 'ml'}, points([1, 2, 3, bad], 2))).toThrow(DataError);
    }
  });
  test('some parts with a weight and some without, no weight at all, parts of two dimensions', () => {
    expect(() => fitTo({variance: 'ml'}, points([1]), [points([2]), 1])).toThrow(DomainError);
    expect(() => fitTo({variance: 'ml'}, [points([1]), 0], [points([2]), 0])).toThrow(DataError);
    expect(() => fitTo({variance: 'ml'}, points([1]), points([1, 2], 2))).toThrow(DataError);
  });
  test('options that contradict each other', () => {
    expect(() => gaussianModel({variance: 'known'})).toThrow(ConfigError);
    expect(() => gaussianModel({variance: 'ml', known: 1})).toThrow(ConfigError);
    expect(() => gaussianModel({variance: 'ml', bias: 0})).toThrow(ConfigError);
  });
});
