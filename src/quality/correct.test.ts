import {describe, expect, it} from 'vitest';
import type {Points} from '../core/data.ts';
import {Stream} from '../core/random/stream.ts';
import {gaussianOf} from '../models/gaussian/index.ts';
import {pooledMoments} from '../models/moments.ts';
import {aimAtCentres, aimAtMoments, aimAtRecords, moved} from './correct.ts';

const pointsOf = (rows: readonly (readonly number[])[], origin?: readonly number[]): Points => ({
  kind: 'points',
  count: rows.length,
  dimension: rows[0].length,
  values: Float64Array.from(rows.flat()),
  ...(origin && {origin: Float64Array.from(origin)}),
});
const momentsOf = (points: Points) => pooledMoments([{data: points, share: 1}]);
const sample = gaussianOf(Float64Array.of(1, -2, 0.5), Float64Array.of(2, 0.5, 0, 0.5, 1, 0.2, 0, 0.2, 3)).sample(
  40,
  Stream.root('correct'),
);
const target = {mean: Float64Array.of(0, 3, 1), covariance: Float64Array.of(1, -0.4, 0.1, -0.4, 2, 0, 0.1, 0, 0.5)};

describe('correction toward moments', () => {
  it('aims at points that have them, in any dimension, whatever the origin', () => {
    for (const points of [sample, {...sample, values: sample.values.map((x, i) => x + sample.origin![i % 3]), origin: undefined}]) {
      const {mean, covariance} = momentsOf({...points, values: aimAtMoments(points, target)});
      mean.forEach((m, j) => void expect(m).toBeCloseTo(target.mean[j], 10));
      covariance.forEach((c, j) => void expect(c).toBeCloseTo(target.covariance[j], 10));
    }
  });

  it('on the line makes mean and sd the means of those of the sample and the target, weighed 1 to gamma', () => {
    const line = pointsOf([[1], [2], [4], [9]]);
    const {mean, covariance} = momentsOf(moved(line, aimAtMoments(line, {mean: Float64Array.of(10), covariance: Float64Array.of(4)}), 3));
    const own = momentsOf(line);
    expect(mean[0]).toBeCloseTo((own.mean[0] + 3 * 10) / 4, 12);
    expect(Math.sqrt(covariance[0])).toBeCloseTo((Math.sqrt(own.covariance[0]) + 3 * 2) / 4, 12);
  });

  it('of a sample that has them already moves nothing, and does not stretch what does not vary', () => {
    const still = moved(sample, aimAtMoments(sample, momentsOf(sample)), 5);
    still.values.forEach((x, i) => void expect(x).toBeCloseTo(sample.values[i], 10));
    const flat = pointsOf([
      [0, 1],
      [0, 2],
      [0, 6],
    ]);
    const {mean, covariance} = momentsOf({
      ...flat,
      values: aimAtMoments(flat, {mean: Float64Array.of(5, 0), covariance: Float64Array.of(9, 0, 0, 4)}),
    });
    expect([...mean].map((m) => Number(m.toFixed(9)))).toEqual([5, 0]);
    expect(covariance[0]).toBe(0);
    expect(covariance[3]).toBeCloseTo(4, 10);
  });
});

describe('correction toward records', () => {
  const cost = (points: Points, aim: Float64Array) => points.values.reduce((sum, x, i) => sum + (x - aim[i]) ** 2, 0);

  it.each([1, 2])('matches each point with a record of its own, and no matching is nearer: %i dimensions', (d) => {
    const stream = Stream.root(`match/${d}`);
    const draw = () => pointsOf(Array.from({length: 6}, () => Array.from({length: d}, () => stream.float())));
    const [points, records] = [draw(), draw()];
    const aim = aimAtRecords(points, records);
    const rows = (values: Float64Array) => Array.from({length: 6}, (_, i) => values.slice(i * d, (i + 1) * d).join()).sort();
    expect(rows(aim)).toEqual(rows(records.values));
    const best = Math.min(
      ...orders(6).map((order) => cost(points, Float64Array.from(order.flatMap((k) => [...records.values.slice(k * d, (k + 1) * d)])))),
    );
    expect(cost(points, aim)).toBeCloseTo(best, 12);
  });
});

describe('correction toward clusters', () => {
  it('moves each point to its nearest centre, by gamma / (1 + gamma) of the way', () => {
    const points = pointsOf(
      [
        [0, 0],
        [4, 1],
        [9, 9],
      ],
      [1, 1],
    );
    const aim = aimAtCentres(points, Float64Array.of(0, 0, 10, 10));
    expect([...aim]).toEqual([-1, -1, -1, -1, 9, 9]);
    expect([...moved(points, aim, 1).values]).toEqual([-0.5, -0.5, 1.5, 0, 9, 9]);
  });
});

function orders(n: number): number[][] {
  if (n === 0) return [[]];
  return orders(n - 1).flatMap((order) => Array.from({length: n}, (_, at) => [...order.slice(0, at), n - 1, ...order.slice(at)]));
}
