import {describe, expect, test} from 'vitest';
import {contractModel} from '../../../test/contract-model.ts';
import type {Rows} from '../../core/data.ts';
import {ConfigError, DataError} from '../../core/error.ts';
import {Stream} from '../../core/random/stream.ts';
import {firstOf} from '../../core/records.ts';
import {regressionWorld} from '../../lab/world/regression.ts';
import type {FittedRows} from '../model.ts';
import {regressionModel} from '../regression/index.ts';

const root = Stream.root('regression');
const world = regressionWorld({dimension: 3, noise: 0.5});
const rows = (x: number[], y: number[]): Rows => ({
  kind: 'rows',
  count: y.length,
  dimension: x.length / y.length,
  x: Float64Array.from(x),
  y: Float64Array.from(y),
});
const human = world.sample(40, root.fork('human'));

contractModel<Rows>({
  name: 'regression',
  model: regressionModel({noise: 0.5}),
  training: [{data: human, source: 'human'}],
  count: 40,
  draw: (fitted, count, stream) => (fitted as FittedRows).relabel(firstOf(human, count, 'word'), stream),
  empty: {...human, count: 0, x: new Float64Array(0), y: new Float64Array(0)},
});

describe('least squares', () => {
  test('agrees with numpy.linalg.lstsq', () => {
    // np.linalg.lstsq([[1, 2], [3, 4], [5, 7], [-1, 1]], [1, 2, 4, 0.5])[0] = [0.03240740740740731, 0.5277777777777779]
    const fitted = regressionModel({noise: 1}).fit(
      [{data: rows([1, 2, 3, 4, 5, 7, -1, 1], [1, 2, 4, 0.5]), source: 'human'}],
      root,
    ) as FittedRows;
    expect(fitted.coefficients[0]).toBeCloseTo(0.03240740740740731, 12);
    expect(fitted.coefficients[1]).toBeCloseTo(0.5277777777777779, 12);
  });

  // sklearn.linear_model.Ridge(alpha=4 * ridge, fit_intercept=False).fit(X, y).coef_, of the same four rows
  test.each([
    [0.1, [0.06806930693069345, 0.5004641089108908]],
    [2, [0.19414893617021275, 0.374113475177305]],
  ])('with a price of coefficients of %d agrees with the ridge regression of scikit-learn', (ridge, wanted) => {
    const data = rows([1, 2, 3, 4, 5, 7, -1, 1], [1, 2, 4, 0.5]);
    const {coefficients} = regressionModel({noise: 1, ridge}).fit([{data, source: 'human'}], root) as FittedRows;
    wanted.forEach((value, j) => {
      expect(coefficients[j]).toBeCloseTo(value, 12);
    });
  });

  test('with a price is fitted to fewer rows than coefficients, and refuses one below 0', () => {
    const {coefficients} = regressionModel({noise: 1, ridge: 0.5}).fit([{data: rows([1, 2, 3], [1]), source: 'human'}], root) as FittedRows;
    // x'(x x' + n lambda)^-1 y
    expect([...coefficients]).toEqual([1, 2, 3].map((x) => expect.closeTo(x / 14.5, 12)));
    expect(() => regressionModel({noise: 1, ridge: -1})).toThrow(ConfigError);
  });

  test('parts pool as one, and weights move the fit towards the heavier part', () => {
    const one = regressionModel({noise: 1});
    const half = (from: number, to: number): Rows => rows([...human.x.subarray(3 * from, 3 * to)], [...human.y.subarray(from, to)]);
    const [a, b] = [half(0, 10), half(10, 40)];
    const whole = one.fit([{data: human, source: 'human'}], root) as FittedRows;
    const parts = one.fit(
      [
        {data: a, source: 'human'},
        {data: b, source: 'human'},
      ],
      root,
    ) as FittedRows;
    const onlyA = one.fit([{data: a, source: 'human'}], root) as FittedRows;
    const heavyA = one.fit(
      [
        {data: a, source: 'human', weight: 1e9},
        {data: b, source: 'human', weight: 1},
      ],
      root,
    ) as FittedRows;
    for (let j = 0; j < 3; j++) {
      expect(parts.coefficients[j]).toBeCloseTo(whole.coefficients[j], 12);
      expect(heavyA.coefficients[j]).toBeCloseTo(onlyA.coefficients[j], 6);
    }
  });

  test('too few rows, and rows that do not determine the coefficients, are a DataError', () => {
    const fitTo = (data: Rows) => regressionModel({noise: 1}).fit([{data, source: 'human'}], root);
    expect(() => fitTo(rows([1, 2, 3], [1]))).toThrow(DataError);
    expect(() => fitTo(rows([1, 2, 2, 4, 3, 6], [1, 2, 3]))).toThrow(DataError);
    expect(() => fitTo(rows([1, 2, 2, Number.NaN, 3, 6], [1, 2, 3]))).toThrow(DataError);
    expect(() => regressionModel({noise: -1})).toThrow(ConfigError);
  });

  test('log-density of a label is that of N(x b, noise^2)', () => {
    const fitted = regressionModel({noise: 2}).fit([{data: rows([1, 2], [3, 6]), source: 'human'}], root);
    expect(fitted.logProbability!(rows([1], [5]))[0]).toBeCloseTo(-0.5 - Math.log(2) - 0.5 * Math.log(2 * Math.PI), 12);
  });
});

test('excess risk is noise^2 d t / (n - d - 1) in replace and noise^2 d / (n - d - 1) sum 1/i^2 in accumulate, over 2,000 lineages', () => {
  const n = 20;
  const T = 4;
  const law = (0.25 * 3) / (n - 3 - 1);
  const model = regressionModel({noise: 0.5});
  const risk = {replace: [] as number[], accumulate: [] as number[]};
  for (let l = 0; l < 2000; l++) {
    for (const workflow of ['replace', 'accumulate'] as const) {
      const stream = root.fork(`${workflow}/${l}`);
      const first = world.sample(n, stream.fork('human'));
      const pool: {data: Rows; source: 'human' | 'synthetic'}[] = [{data: first, source: 'human'}];
      let fitted = model.fit(pool, stream) as FittedRows;
      for (let t = 2; t <= T; t++) {
        const data = fitted.relabel(first, stream.fork(`generation/${t}`));
        if (workflow === 'replace') pool.pop();
        pool.push({data, source: 'synthetic'});
        fitted = model.fit(pool, stream) as FittedRows;
      }
      risk[workflow].push(fitted.coefficients.reduce((s, b, j) => s + (b - world.truth.coefficients[j]) ** 2, 0));
    }
  }
  const agrees = (values: number[], wanted: number) => {
    const mean = values.reduce((a, b) => a + b) / values.length;
    const se = Math.sqrt(values.reduce((s, x) => s + (x - mean) ** 2, 0)) / values.length;
    expect(Math.abs(mean - wanted) / se, `mean ${mean}, law ${wanted}`).toBeLessThan(4);
  };
  agrees(risk.replace, law * T);
  agrees(risk.accumulate, law * (1 + 1 / 4 + 1 / 9 + 1 / 16));
});

/**
 * In the basis of X'X, with a_i = g_i / (g_i + n lambda): the coefficients shrink to a_i^t b_i, and each relabelling adds noise^2 g_i / (g_i + n
 * lambda)^2, shrunk by a_i^2 a generation: the variance is that times (1 - a_i^(2t)) / (1 - a_i^2). One dimension, where the basis is no matter.
 */
test('with a price of coefficients, replace shrinks to 0 as the law given x says, over 3,000 lineages', () => {
  const [n, noise, ridge, T] = [12, 0.5, 0.1, 5];
  const one = regressionWorld({dimension: 1, noise});
  const model = regressionModel({noise, ridge});
  const away: number[] = [];
  for (let l = 0; l < 3000; l++) {
    const stream = root.fork(`ridge/${l}`);
    const first = one.sample(n, stream.fork('human'));
    let fitted = model.fit([{data: first, source: 'human'}], stream) as FittedRows;
    for (let t = 2; t <= T; t++)
      fitted = model.fit([{data: fitted.relabel(first, stream.fork(`${t}`)), source: 'synthetic'}], stream) as FittedRows;
    const g = first.x.reduce((sum, x) => sum + x * x, 0);
    const a = g / (g + n * ridge);
    const law = (1 - a ** T) ** 2 + ((noise ** 2 * g) / (g + n * ridge) ** 2) * ((1 - a ** (2 * T)) / (1 - a * a));
    away.push((fitted.coefficients[0] - 1) ** 2 - law);
  }
  const mean = away.reduce((a, b) => a + b) / away.length;
  const se = Math.sqrt(away.reduce((s, x) => s + (x - mean) ** 2, 0)) / away.length;
  expect(Math.abs(mean) / se).toBeLessThan(4);
});
