import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {contractModel} from '../../../test/contract-model.ts';
import {absoluteValues, type Points} from '../../core/data.ts';
import {ConfigError, DataError} from '../../core/error.ts';
import {Stream} from '../../core/random/stream.ts';
import {type FittedKde, kdeModel} from './index.ts';

const root = Stream.root('kde');
const points = (values: ArrayLike<number>, dimension: number, origin?: number[]): Points => ({
  kind: 'points',
  count: values.length / dimension,
  dimension,
  values: Float64Array.from(values),
  ...(origin && {origin: Float64Array.from(origin)}),
});
const {args, value} = JSON.parse(readFileSync(new URL('fixture-kde.json', import.meta.url), 'utf8'));
const data = points(args.data.flat(), 2);
const fitTo = (bandwidth: Parameters<typeof kdeModel>[0]['bandwidth'], ...parts: Points[]) =>
  kdeModel({bandwidth}).fit(
    parts.map((part) => ({data: part, source: 'human'})),
    root,
  ) as FittedKde;

contractModel({
  name: 'kde, bandwidth given',
  model: kdeModel({bandwidth: 0.3}),
  training: [{data, source: 'human'}],
  count: 60,
  empty: points([], 2),
});
contractModel({
  name: 'kde, scott, weighted parts with origins',
  model: kdeModel({bandwidth: 'scott'}),
  training: [
    {data, source: 'human', weight: 1},
    {data: points([0, 0, 1, 2], 2, [5, -5]), source: 'synthetic', weight: 0.5},
  ],
  count: 60,
  empty: points([], 2),
});

test('log-density agrees with scikit-learn, whole and in parts with origins', () => {
  const at = points(args.at.flat(), 2);
  const shifted = points(
    data.values.subarray(100).map((x, i) => x - [3, -2][i % 2]),
    2,
    [3, -2],
  );
  for (const fitted of [fitTo(0.3, data), fitTo(0.3, points(data.values.subarray(0, 100), 2), shifted)]) {
    fitted.logProbability!(at).forEach((score, i) => {
      expect(score).toBeCloseTo(value[i], 10);
    });
  }
});

test('log-density far from every record is finite', () => {
  expect(fitTo(0.1, data).logProbability!(points([100, 100], 2))[0]).toBeLessThan(-900_000);
});

test('mean and covariance are exact: those of 200,000 draws within 5 standard errors', () => {
  const fitted = fitTo('scott', data, points([4, 4, 5, 6], 2));
  const n = 200_000;
  const values = absoluteValues(fitted.sample(n, root.fork('moments')));
  for (let a = 0; a < 2; a++) {
    for (let b = 0; b < 2; b++) {
      let sum = 0;
      let squares = 0;
      for (let i = 0; i < n; i++) {
        const product = (values[2 * i + a] - fitted.mean[a]) * (values[2 * i + b] - fitted.mean[b]);
        sum += product;
        squares += product * product;
      }
      expect(Math.abs(sum / n - fitted.covariance[2 * a + b]) / Math.sqrt(squares / n / n)).toBeLessThan(5);
    }
  }
});

test('Scott: the standard deviation of each coordinate times n^(-1 / (d + 4))', () => {
  const fitted = fitTo('scott', points([0, 0, 2, 20], 2));
  expect(fitted.bandwidths[0]).toBeCloseTo(2 ** (-1 / 6), 14);
  expect(fitted.bandwidths[1]).toBeCloseTo(10 * 2 ** (-1 / 6), 13);
  const flat = fitTo('scott', points([1, 1], 1));
  expect([...absoluteValues(flat.sample(2, root))]).toEqual([1, 1]);
  expect(() => flat.logProbability!(points([1], 1))).toThrow(DataError);
});

test('a broken bandwidth is a ConfigError, parts of two dimensions a DataError', () => {
  for (const bandwidth of [0, -1, Number.NaN]) expect(() => kdeModel({bandwidth})).toThrow(ConfigError);
  expect(() => fitTo(1, data, points([1], 1))).toThrow(DataError);
});

/** scikit-learn 1.9: KernelDensity(bandwidth='scott' | 'silverman').fit(X).bandwidth_ and .score_samples; the factors of scipy's gaussian_kde agree. */
test('rules of bandwidth are those of scikit-learn, and in standard deviations those of their books', () => {
  const five = points([0, 1, 2, 1, -1, 0.5, 1.5, 0.5, -1, 4, 2, 0, -1, 0.25, 1.5], 3);
  const sd = [1.6852299546352718, 0.9797958971132713, 1.0677078252031311];
  const at = points([0.3, 0.2, 0.1, 2, 2, 2], 3);
  const wanted = [
    ['scott', 0.7945974047018523, [-4.610751668342195, -7.536173706661578]],
    ['silverman', 0.7696669794067008, [-4.654315570156192, -7.716806245206958]],
  ] as const;
  for (const [rule, factor, scores] of wanted) {
    const theirs = fitTo(`sklearn-${rule}`, five);
    for (const h of theirs.bandwidths) expect(h).toBeCloseTo(factor, 12);
    theirs.logProbability!(at).forEach((score, i) => {
      expect(score).toBeCloseTo(scores[i], 10);
    });
    fitTo(rule, five).bandwidths.forEach((h, j) => {
      expect(h).toBeCloseTo(factor * sd[j], 12);
    });
  }
  expect(() => kdeModel({bandwidth: 'silvermann' as 'silverman'})).toThrow(ConfigError);
});

test('is a mixture with a component a record, whose density is its own', () => {
  const {weights, means, covariances} = fitTo('scott', data).gaussians!();
  expect(means.length).toBe(2 * weights.length);
  expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  expect([...covariances].filter((_, c) => c % 3 > 0)).toEqual([0, 0]);
});
