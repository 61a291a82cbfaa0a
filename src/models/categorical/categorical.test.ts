import {expect, test} from 'vitest';
import {contractModel} from '../../../test/contract-model.ts';
import type {Categories} from '../../core/data.ts';
import {DataError, DomainError} from '../../core/error.ts';
import {Stream} from '../../core/random/stream.ts';
import type {FittedCategories} from '../model.ts';
import {categoricalModel} from './index.ts';

const root = Stream.root('categorical');
const draws = (categories: number, values: number[]): Categories => ({
  kind: 'categories',
  count: values.length,
  categories,
  values: Uint32Array.from(values),
});
const fitTo = (...parts: (Categories | [Categories, number])[]): FittedCategories =>
  categoricalModel().fit(
    parts.map((part) => (Array.isArray(part) ? {data: part[0], weight: part[1], source: 'human'} : {data: part, source: 'human'})),
    root,
  ) as FittedCategories;

contractModel({
  name: 'categorical',
  model: categoricalModel(),
  training: [
    {data: draws(5, [0, 1, 1, 3, 3, 3]), source: 'human'},
    {data: draws(5, [0, 0, 2]), source: 'synthetic'},
  ],
  count: 40,
  empty: draws(5, []),
});

test('probabilities are pooled frequencies, weighted where parts have weights, twice in a row', () => {
  const a = draws(3, [0, 0, 1, 1]);
  const b = draws(3, [2]);
  for (let round = 0; round < 2; round++) {
    expect([...fitTo(a, b).probabilities]).toEqual([0.4, 0.4, 0.2]);
    expect([...fitTo([a, 1], [b, 3]).probabilities]).toEqual([0.125, 0.125, 0.75]);
  }
});

test('an outcome of probability 0 is never drawn', () => {
  const {values} = fitTo(draws(4, [1, 1, 3])).sample(10_000, root.fork('never'));
  for (const value of values) expect(value === 1 || value === 3).toBe(true);
});

test('log-probability is in nats, and -Infinity for what was never seen', () => {
  const scores = fitTo(draws(3, [0, 0, 0, 1])).logProbability!(draws(3, [0, 1, 2]));
  expect(scores[0]).toBeCloseTo(Math.log(0.75), 14);
  expect(scores[1]).toBeCloseTo(Math.log(0.25), 14);
  expect(scores[2]).toBe(-Infinity);
});

test('E[1 - sum p^2] = (1 - 1/n)^t (1 - sum p0^2), and E[p] stays, over 4,000 lineages', () => {
  const n = 12;
  const T = 6;
  const start = [0.5, 0.3, 0.15, 0.05];
  const gini = Array.from({length: T + 1}, () => [] as number[]);
  const rare: number[] = [];
  const truth = categoricalModel().load(fitTo(draws(4, [...Array(10).fill(0), ...Array(6).fill(1), 2, 2, 2, 3])).save());
  for (let l = 0; l < 4000; l++) {
    const stream = root.fork(`lineage/${l}`);
    let data = truth.sample(n, stream.fork('human'));
    for (let t = 1; t <= T; t++) {
      const fitted = fitTo(data);
      gini[t].push(1 - fitted.probabilities.reduce((s, p) => s + p * p, 0));
      data = fitted.sample(n, stream.fork(`generation/${t}`));
      if (t === T) rare.push(fitted.probabilities[3]);
    }
  }
  const agrees = (values: number[], wanted: number) => {
    const mean = values.reduce((a, b) => a + b) / values.length;
    const se = Math.sqrt(values.reduce((s, x) => s + (x - mean) ** 2, 0)) / values.length;
    expect(Math.abs(mean - wanted) / se).toBeLessThan(4);
  };
  for (const t of [1, 3, T]) agrees(gini[t], (1 - 1 / n) ** t * (1 - start.reduce((s, p) => s + p * p, 0)));
  agrees(rare, 0.05);
});

test('outcomes out of range and parts of different K are a DataError; scoring another K a DomainError', () => {
  expect(() => fitTo(draws(3, [0, 3]))).toThrow(DataError);
  expect(() => fitTo(draws(3, [0]), draws(4, [0]))).toThrow(DataError);
  expect(() => fitTo(draws(3, [0])).logProbability!(draws(4, [0]))).toThrow(DomainError);
});

contractModel({
  name: 'categorical, tempered and cut',
  model: categoricalModel({temperature: 0.7, topK: 4, topP: 0.9}),
  training: [{data: draws(5, [0, 1, 1, 3, 3, 3, 2, 4]), source: 'human'}],
  count: 40,
  empty: draws(5, []),
});

test.each([
  [{temperature: 0.5}, [16 / 30, 9 / 30, 4 / 30, 1 / 30]],
  [{temperature: 2, topK: 3}, [2, Math.sqrt(3), Math.sqrt(2), 0].map((w) => w / (2 + Math.sqrt(3) + Math.sqrt(2)))],
  [{topP: 0.7}, [4 / 7, 3 / 7, 0, 0]],
])('samples of %j have the law, and the frequencies stay what they are', (tempering, law) => {
  const n = 40_000;
  const fitted = categoricalModel(tempering).fit([{data: draws(4, [0, 0, 0, 0, 1, 1, 1, 2, 2, 3]), source: 'human'}], root);
  expect([...fitted.probabilities]).toEqual([0.4, 0.3, 0.2, 0.1]);
  expect(fitted.logProbability!(draws(4, [3]))[0]).toBeCloseTo(Math.log(0.1), 14);
  const seen = new Float64Array(4);
  for (const value of fitted.sample(n, root.fork(JSON.stringify(tempering))).values) seen[value]++;
  law.forEach((p, k) => {
    if (p === 0) expect(seen[k]).toBe(0);
    else expect(Math.abs(seen[k] / n - p) / Math.sqrt((p * (1 - p)) / n)).toBeLessThan(4);
  });
});
