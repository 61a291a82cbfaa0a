import {describe, expect, test} from 'vitest';
import {contractModel} from '../../../test/contract-model.ts';
import type {Rows} from '../../core/data.ts';
import {ConfigError, DataError, DivergenceError} from '../../core/error.ts';
import {Stream} from '../../core/random/stream.ts';
import {firstOf} from '../../core/records.ts';
import {logisticWorld} from '../../lab/world/logistic.ts';
import type {FittedRows} from '../model.ts';
import {logisticModel} from './index.ts';

const root = Stream.root('logistic');
const world = logisticWorld({dimension: 3, strength: 2});
const human = world.sample(200, root.fork('human'));
const rows = (x: number[], y: number[]): Rows => ({
  kind: 'rows',
  count: y.length,
  dimension: x.length / y.length,
  x: Float64Array.from(x),
  y: Float64Array.from(y),
});

contractModel<Rows>({
  name: 'logistic',
  model: logisticModel(),
  training: [{data: human, source: 'human'}],
  count: 200,
  draw: (fitted, count, stream) => (fitted as FittedRows).relabel(firstOf(human, count, 'word'), stream),
  empty: {...human, count: 0, x: new Float64Array(0), y: new Float64Array(0)},
});

/** Eight rows: y = [1, 0, 1, 0, 0, 1, 1, 0]. */
const eight = rows([1, 0.5, -0.5, 1, 2, -1, 0.3, 0.3, -1, -2, -0.2, 0.8, 1.5, 1.5, -1.2, 0.1], [1, 0, 1, 0, 0, 1, 1, 0]);

describe('a logistic regression', () => {
  // Newton's method in numpy; with a price also sklearn.linear_model.LogisticRegression(C=1 / (8 ridge), fit_intercept=False, tol=1e-12)
  test.each([
    [undefined, [2.59580500493592, 0.46290622165335854]],
    [0.05, [1.472499791519683, 0.3223219015055374]],
  ])('with a price of coefficients of %s agrees with numpy and scikit-learn', (ridge, wanted) => {
    const {coefficients} = logisticModel({ridge}).fit([{data: eight, source: 'human'}], root) as FittedRows;
    wanted.forEach((value, j) => {
      expect(coefficients[j]).toBeCloseTo(value, 9);
    });
  });

  test('of weighted parts is that of as many copies', () => {
    const half = (from: number, to: number) => rows([...human.x.subarray(3 * from, 3 * to)], [...human.y.subarray(from, to)]);
    const [a, b] = [half(0, 100), half(100, 200)];
    const weighed = logisticModel().fit(
      [
        {data: a, source: 'human', weight: 2},
        {data: b, source: 'synthetic', weight: 1},
      ],
      root,
    ) as FittedRows;
    const copied = logisticModel().fit(
      [a, a, b].map((data) => ({data, source: 'human'})),
      root,
    ) as FittedRows;
    weighed.coefficients.forEach((value, j) => {
      expect(value).toBeCloseTo(copied.coefficients[j], 9);
    });
  });

  test('writes 1 with the chance that it was fitted to, and prices labels by it', () => {
    const fitted = logisticModel().fit([{data: human, source: 'human'}], root) as FittedRows;
    const many = world.sample(40_000, root.fork('many'));
    const written = fitted.relabel(many, root.fork('relabel'));
    const ones = fitted.logProbability!({...many, y: new Float64Array(many.count).fill(1)}).map(Math.exp);
    const zeros = fitted.logProbability!({...many, y: new Float64Array(many.count)}).map(Math.exp);
    let [away, variance] = [0, 0];
    for (let i = 0; i < many.count; i++) {
      expect(Math.abs(ones[i] + zeros[i] - 1)).toBeLessThan(1e-12);
      away += written.y[i] - ones[i];
      variance += ones[i] * zeros[i];
    }
    expect(new Set(written.y)).toEqual(new Set([0, 1]));
    expect(Math.abs(away) / Math.sqrt(variance)).toBeLessThan(4);
  });

  test('of labels that a plane divides has no finite fit without a price', () => {
    const divided = rows([1, 2, -1, -3], [1, 1, 0, 0]);
    expect(() => logisticModel().fit([{data: divided, source: 'human'}], root)).toThrow(DivergenceError);
    // two labels at one place, on the line that divides the others
    const touching = rows([1, 0, -1, 0, 0, 1, 0, 1], [1, 0, 1, 0]);
    expect(() => logisticModel().fit([{data: touching, source: 'human'}], root)).toThrow('grow for ever');
    const {coefficients} = logisticModel({ridge: 0.1}).fit([{data: divided, source: 'human'}], root) as FittedRows;
    expect(coefficients[0]).toBeGreaterThan(0);
  });

  test('refuses other labels, other dimensions and a price below 0', () => {
    expect(() => logisticModel().fit([{data: rows([1, 2], [1, -1]), source: 'human'}], root)).toThrow(DataError);
    expect(() => logisticModel({ridge: -1})).toThrow(ConfigError);
  });
});
