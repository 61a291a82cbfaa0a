import {existsSync, readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {contractModel} from '../../../test/contract-model.ts';
import type {Points} from '../../core/data.ts';
import {ConfigError, DataError} from '../../core/error.ts';
import {Stream} from '../../core/random/stream.ts';
import {bayesianCriterion, type Cloud, type Components, expectationMaximisation, meanLogLikelihood, passOf} from './em.ts';
import {expByTable} from './exponential.ts';
import {type FittedMixture, mixtureOf} from './fitted.ts';
import {mixtureModel} from './index.ts';
import {kMeansLabels, plusPlusCentres, startComponents} from './start.ts';
import {stepPlane, stepSpace} from './step.ts';

const root = Stream.root('mixture');
const two: Components = {
  weights: Float64Array.of(0.3, 0.7),
  means: Float64Array.of(0, 0, 4, 1),
  covariances: Float64Array.of(1, 0.4, 0.4, 0.5, 0.3, 0, 0, 2),
};
const data = mixtureOf(two).sample(2000, root.fork('data'));
const cloud: Cloud = {values: data.values, n: 2000, d: 2};
const largest = (a: ArrayLike<number>, b: ArrayLike<number>) => Math.max(...Array.from(a, (x, i) => Math.abs(x - b[i])));

contractModel({
  name: 'mixture, one number of components',
  model: mixtureModel({components: 3}),
  training: [{data, source: 'human'}],
  count: 100,
  empty: {kind: 'points', count: 0, dimension: 2, values: new Float64Array(0)},
});
contractModel({
  name: 'mixture, two weighted parts, chosen by BIC',
  model: mixtureModel({components: [1, 2], starts: 2}),
  training: [
    {data, source: 'human', weight: 1},
    {data: mixtureOf(two).sample(100, root.fork('more')), source: 'synthetic', weight: 2},
  ],
  count: 100,
  empty: {kind: 'points', count: 0, dimension: 2, values: new Float64Array(0)},
});

/** Responsibilities held whole, two passes, Math.exp: the obvious version. */
function naiveStep({values, n, d}: Cloud, c: Components, regularization: number): {components: Components; lowerBound: number} {
  const K = c.weights.length;
  const r = new Float64Array(n * K);
  let total = 0;
  for (let k = 0; k < K; k++) {
    const law = mixtureOf({
      weights: Float64Array.of(1),
      means: c.means.slice(k * d, k * d + d),
      covariances: c.covariances.slice(k * d * d, (k + 1) * d * d),
    });
    law.logProbability!({kind: 'points', count: n, dimension: d, values}).forEach((log, i) => {
      r[i * K + k] = Math.exp(log) * c.weights[k];
    });
  }
  for (let i = 0; i < n; i++) {
    const sum = r.subarray(i * K, i * K + K).reduce((a, b) => a + b);
    total += Math.log(sum);
    for (let k = 0; k < K; k++) r[i * K + k] /= sum;
  }
  const weights = new Float64Array(K);
  const means = new Float64Array(K * d);
  const covariances = new Float64Array(K * d * d);
  for (let k = 0; k < K; k++) {
    for (let i = 0; i < n; i++) weights[k] += r[i * K + k];
    for (let j = 0; j < d; j++) for (let i = 0; i < n; i++) means[k * d + j] += (r[i * K + k] * values[i * d + j]) / weights[k];
    for (let a = 0; a < d; a++) {
      for (let b = 0; b < d; b++) {
        for (let i = 0; i < n; i++) {
          covariances[(k * d + a) * d + b] +=
            (r[i * K + k] * (values[i * d + a] - means[k * d + a]) * (values[i * d + b] - means[k * d + b])) / weights[k];
        }
      }
      covariances[(k * d + a) * d + a] += regularization;
    }
  }
  return {components: {weights: weights.map((w) => w / n), means, covariances}, lowerBound: total / n};
}

describe('expectation maximisation', () => {
  test('agrees with scikit-learn from the given start', () => {
    const path = new URL('fixture-em.json', import.meta.url);
    expect(existsSync(path)).toBe(true);
    const {args, value} = JSON.parse(readFileSync(path, 'utf8'));
    const given: Cloud = {values: Float64Array.from(args.data.flat()), n: args.data.length, d: 2};
    const start: Components = {
      weights: Float64Array.from(args.weights0),
      means: Float64Array.from(args.means0.flat()),
      covariances: Float64Array.of(1, 0, 0, 1, 1, 0, 0, 1),
    };
    const {components, converged} = expectationMaximisation(given, start, {regularization: 1e-6, tolerance: 1e-12, iterations: 2000});
    expect(converged).toBe(true);
    expect(largest(components.weights, value.weights)).toBeLessThan(1e-8);
    expect(largest(components.means, value.means.flat())).toBeLessThan(1e-8);
    expect(largest(components.covariances, value.covariances.flat(2))).toBeLessThan(1e-8);
    expect(meanLogLikelihood(given, components)).toBeCloseTo(value.meanLogLikelihood, 10);
    expect(bayesianCriterion(given, components)).toBeCloseTo(value.bic, 7);
  });

  test('one step equals the obvious version, in the plane and in space', () => {
    const start = {...two, means: Float64Array.of(1, 0, 3, 1)};
    const step = expectationMaximisation(cloud, start, {regularization: 1e-6, tolerance: 1e-9, iterations: 1});
    const wanted = naiveStep(cloud, start, 1e-6);
    expect(step.lowerBound).toBeCloseTo(wanted.lowerBound, 12);
    for (const name of ['weights', 'means', 'covariances'] as const)
      expect(largest(step.components[name], wanted.components[name])).toBeLessThan(1e-12);
    const space: Cloud = {values: data.values.subarray(0, 3 * 600), n: 600, d: 3};
    const begin = startComponents(root.fork('space'), space, 3, 1e-6);
    const three = expectationMaximisation(space, begin, {regularization: 1e-6, tolerance: 1e-9, iterations: 1});
    const wantedThree = naiveStep(space, begin, 1e-6);
    expect(three.lowerBound).toBeCloseTo(wantedThree.lowerBound, 12);
    for (const name of ['weights', 'means', 'covariances'] as const)
      expect(largest(three.components[name], wantedThree.components[name])).toBeLessThan(1e-11);
  });

  test('the unrolled step equals the general one, weights of records included', () => {
    const weights = Float64Array.from({length: 2000}, (_, i) => 0.5 + (i % 3) / 2);
    const plane = passOf({...cloud, weights}, two);
    const space = passOf({...cloud, weights}, two);
    expect(Math.abs(stepPlane(plane) - stepSpace(space))).toBeLessThan(1e-8);
    expect(largest(plane.sums, space.sums)).toBeLessThan(1e-8);
  });

  test('a record of weight 2 counts as two records', () => {
    const doubled: Cloud = {values: Float64Array.of(...data.values.subarray(0, 400), ...data.values.subarray(0, 200)), n: 300, d: 2};
    const weighted: Cloud = {
      values: data.values.subarray(0, 400),
      n: 200,
      d: 2,
      weights: Float64Array.from({length: 200}, (_, i) => (i < 100 ? 4 / 3 : 2 / 3)),
    };
    const options = {regularization: 1e-6, tolerance: 1e-9, iterations: 5};
    expect(
      largest(
        expectationMaximisation(doubled, two, options).components.means,
        expectationMaximisation(weighted, two, options).components.means,
      ),
    ).toBeLessThan(1e-12);
  });

  test('the fast exponential is exact to 5e-16 over its domain, and 1 at 0', () => {
    let worst = 0;
    for (let t = -45; t <= 0; t += 1.1e-3) worst = Math.max(worst, Math.abs(expByTable(t) / Math.exp(t) - 1));
    expect(worst).toBeLessThan(5e-16);
    expect(expByTable(0)).toBe(1);
  });

  test('likelihood never falls', () => {
    let last = -Infinity;
    for (let iterations = 1; iterations < 12; iterations++) {
      const start = {...two, means: Float64Array.of(-1, 0, 2, 1)};
      const {components} = expectationMaximisation(cloud, start, {regularization: 0, tolerance: 1e-12, iterations});
      const now = meanLogLikelihood(cloud, components);
      expect(now).toBeGreaterThan(last - 1e-12);
      last = now;
    }
  });
});

describe('starts', () => {
  test('k-means++ chooses records of different modes far apart, k-means finds the modes', () => {
    const modes: Components = {
      weights: new Float64Array(4).fill(0.25),
      means: Float64Array.of(0, 0, 0, 9, 9, 0, 9, 9),
      covariances: Float64Array.from({length: 16}, (_, c) => (c % 4 === 0 || c % 4 === 3 ? 0.01 : 0)),
    };
    const {values} = mixtureOf(modes).sample(400, root.fork('modes'));
    const four: Cloud = {values, n: 400, d: 2};
    const centres = plusPlusCentres(root.fork('centres'), four, 4);
    const corner = (x: number, y: number) => (x > 4.5 ? 1 : 0) + (y > 4.5 ? 2 : 0);
    expect(new Set([0, 1, 2, 3].map((k) => corner(centres[2 * k], centres[2 * k + 1]))).size).toBe(4);
    const labels = kMeansLabels(root.fork('labels'), four, 4);
    const named = new Map<number, number>();
    labels.forEach((label, i) => {
      const own = corner(values[2 * i], values[2 * i + 1]);
      expect(named.get(label) ?? own).toBe(own);
      named.set(label, own);
    });
    expect(named.size).toBe(4);
  });

  test('equal records still give every component one', () => {
    const equal: Cloud = {values: new Float64Array(20).fill(3), n: 10, d: 2};
    expect(new Set(kMeansLabels(root.fork('equal'), equal, 4)).size).toBe(4);
  });
});

describe('the model', () => {
  const fitTo = (options: Parameters<typeof mixtureModel>[0], points: Points = data) =>
    mixtureModel(options).fit([{data: points, source: 'human'}], root.fork('fit')) as FittedMixture;

  test('finds the mixture its records came from', () => {
    const {components} = fitTo({components: 2, tolerance: 1e-6, iterations: 500});
    const order = components.weights[0] < components.weights[1] ? [0, 1] : [1, 0];
    expect(components.weights[order[0]]).toBeCloseTo(0.3, 1);
    for (let j = 0; j < 2; j++)
      for (let k = 0; k < 2; k++) expect(Math.abs(components.means[2 * order[k] + j] - two.means[2 * k + j])).toBeLessThan(0.2);
  });

  test('BIC chooses two components of one to four, and says so', () => {
    const fitted = fitTo({components: [1, 2, 3, 4], tolerance: 1e-5, iterations: 500});
    expect(fitted.components.weights.length).toBe(2);
    expect(fitted.notes!.join()).toContain('BIC chose 2 components of 1, 2, 3, 4');
  });

  test('mean and covariance are exact: those of 200,000 draws within 4 standard errors', () => {
    const law = mixtureOf(two);
    const n = 200_000;
    const {values} = law.sample(n, root.fork('moments'));
    for (let j = 0; j < 2; j++) {
      let sum = 0;
      let square = 0;
      for (let i = 0; i < n; i++) {
        sum += values[2 * i + j] - law.mean[j];
        square += (values[2 * i] - law.mean[0]) * (values[2 * i + j] - law.mean[j]);
      }
      expect(Math.abs(sum / n) / Math.sqrt(law.covariance[3 * j] / n)).toBeLessThan(4);
      expect(Math.abs(square / n - law.covariance[j])).toBeLessThan(0.05);
    }
  });

  test('the regularization is in every covariance once', () => {
    const line: Points = {kind: 'points', count: 4, dimension: 2, values: Float64Array.of(0, 0, 1, 0, 2, 0, 3, 0)};
    expect(fitTo({components: 1, regularization: 1e-3}, line).covariance[3]).toBeCloseTo(1e-3, 12);
    expect(() => fitTo({components: 1, regularization: 0}, line)).toThrow(DataError);
  });

  test('fewer records than components is a DataError, broken options a ConfigError', () => {
    expect(() => fitTo({components: 2001})).toThrow(DataError);
    expect(() => fitTo({components: 2}, {kind: 'points', count: 2, dimension: 2, values: Float64Array.of(1, 2, Number.NaN, 4)})).toThrow(
      DataError,
    );
    for (const components of [0, 1.5, []]) expect(() => mixtureModel({components})).toThrow(ConfigError);
    expect(() => mixtureModel({components: 1, tolerance: 0})).toThrow(ConfigError);
    expect(() => mixtureModel({components: 1, regularization: -1})).toThrow(ConfigError);
  });
});
