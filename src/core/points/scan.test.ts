import {describe, expect, it} from 'vitest';
import {DomainError} from '../error.ts';
import {fillNormal} from '../random/normal.ts';
import {Stream} from '../random/stream.ts';
import {manifoldOf, neighbourDistances, precisionRecallDensityCoverage} from './manifold.ts';
import {squaredDistance} from './modes.ts';
import {coordinateOrder, countInBalls, packedNeighbourDistances, packPoints} from './scan.ts';
import {PointTree} from './tree.ts';

const K = 5;

/** Normal points whose coordinates differ in width, some of them equal to one another. */
function cloud(n: number, d: number, label: string): Float64Array {
  const values = new Float64Array(n * d);
  fillNormal(Stream.root('scan').fork(label), values, 0, n * d);
  for (let i = 0; i < values.length; i++) values[i] *= ((i % d) % 7) / 3;
  values.copyWithin(0, 3 * d, 6 * d);
  return values;
}

/** What the four measures count, from every distance. */
function counted(a: Float64Array, b: Float64Array, d: number): {inside: number; pairs: number; hit: number; back: number} {
  const radii = (points: Float64Array) => neighbourDistances(new PointTree(points, d), points, K);
  const [ofA, ofB] = [radii(a), radii(b)];
  const near = (i: number, j: number, bound: number) => squaredDistance(a, i * d, b, j * d, d) < bound;
  const rows = [...ofA.keys()];
  const columns = [...ofB.keys()];
  return {
    inside: columns.filter((j) => rows.some((i) => near(i, j, ofA[i]))).length,
    pairs: rows.reduce((sum, i) => sum + columns.filter((j) => near(i, j, ofA[i])).length, 0),
    hit: rows.filter((i) => columns.some((j) => near(i, j, ofA[i]))).length,
    back: rows.filter((i) => columns.some((j) => near(i, j, ofB[j]))).length,
  };
}

describe.each([
  [9, 150],
  [16, 300],
  [196, 270],
])('the scan in %i dimensions', (d, n) => {
  const a = cloud(n, d, 'a');
  const b = cloud(n - 20, d, 'b').map((x) => 0.9 * x + 0.05);
  const order = coordinateOrder(a, d);
  const side = (points: Float64Array) => {
    const packed = packPoints(points, order);
    return {points: packed, radii: packedNeighbourDistances(packed, K)};
  };

  it('finds the neighbours that the tree finds', () => {
    const expected = neighbourDistances(new PointTree(a, d), a, K);
    for (const [i, distance] of side(a).radii.entries()) expect(distance / expected[i]).toBeCloseTo(1, 13);
  });

  it('counts as all distances do, one by one', () => {
    const expected = counted(a, b, d);
    expect(countInBalls(side(a), side(b))).toEqual(expected);
    const {precision, recall, density, coverage} = precisionRecallDensityCoverage(a, b, d, K);
    const m = n - 20;
    expect([precision * m, recall * n, density * m * K, coverage * n].map(Math.round)).toEqual([
      expected.inside,
      expected.back,
      expected.pairs,
      expected.hit,
    ]);
    expect(expected.inside).toBeGreaterThan(0);
    expect(expected.inside).toBeLessThan(m);
  });
});

describe('packed points', () => {
  it('have their widest coordinates first, and zeros behind', () => {
    const points = Float64Array.of(1, 5, 0, 1, -5, 2);
    const order = coordinateOrder(points, 3);
    expect([...order]).toEqual([1, 2, 0]);
    const {values, stride, count} = packPoints(points, order);
    expect([stride, count, ...values.subarray(0, 4), ...values.subarray(8, 12)]).toEqual([8, 2, 5, 0, 1, 0, -5, 2, 1, 0]);
  });

  it('that are equal have no distance, whatever their size', () => {
    const points = Float64Array.from({length: 7 * 20}, (_, i) => 1e8 + (i % 20) / 3);
    const radii = packedNeighbourDistances(packPoints(points, coordinateOrder(points, 20)), K);
    expect([...radii]).toEqual(new Array(7).fill(0));
  });
});

describe('a manifold', () => {
  it.each([2, 20])('made ready once judges every sample as one made for it, in %i dimensions', (d) => {
    const reference = cloud(60, d, 'reference');
    const judge = manifoldOf(reference, d, K);
    for (const label of ['one', 'two']) {
      const sample = cloud(40, d, label);
      expect(judge(sample)).toEqual(precisionRecallDensityCoverage(reference, sample, d, K));
    }
    expect(() => judge(cloud(10, d, 'few').subarray(0, 3 * d))).toThrow(DomainError);
    expect(() => judge(cloud(40, d, 'nan').fill(Number.NaN, 5, 6))).toThrow(DomainError);
  });
});
