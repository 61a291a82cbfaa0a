import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {DomainError} from '../error.ts';
import {Stream} from '../random/stream.ts';
import {assign} from './assignment.ts';
import {neighbourDistances, precisionRecallDensityCoverage} from './manifold.ts';
import {excessRisk, modeCounts, modesAlive, squaredDistance} from './modes.ts';
import {FARTHEST_COORDINATE} from './reach.ts';
import {sinkhornDivergence} from './sinkhorn.ts';
import {PointTree} from './tree.ts';
import {wasserstein2Gaussian, wasserstein2Samples, wasserstein2Sorted} from './wasserstein.ts';

interface Case {
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape differs by case
  args: any;
  // biome-ignore lint/suspicious/noExplicitAny: the shape differs by case
  value: any;
}
const cases: Case[] = JSON.parse(readFileSync(new URL('../../../test/fixtures/kernels.json', import.meta.url), 'utf8')).cases;
const caseOf = (name: string) => cases.find((c) => c.name === name)!;
const flat = (rows: number[][]) => Float64Array.from(rows.flat());
const uniform = (n: number, label: string) => {
  const stream = Stream.root('points').fork(label);
  return Float64Array.from({length: n}, () => stream.float());
};

describe('the tree of points', () => {
  it.each([1, 2, 5, 8, 12])('answers as a scan does, in %i dimensions, with equal points among them', (d) => {
    const n = 300;
    const values = uniform(n * d, `tree/${d}`);
    values.copyWithin(0, 20 * d, 40 * d);
    const at = uniform(20 * d, `queries/${d}`);
    const tree = new PointTree(values, d);
    const nearest = new Float64Array(7);
    for (let q = 0; q < 20; q++) {
      const scan = Array.from({length: n}, (_, i) => squaredDistance(at, q * d, values, i * d, d));
      tree.nearest(at, q * d, nearest);
      const sorted = scan.slice().sort((a, b) => a - b);
      expect([...nearest]).toEqual(sorted.slice(0, 7));
      const inside: number[] = [];
      tree.within(at, q * d, sorted[9], (point) => inside.push(point));
      expect(inside.sort((a, b) => a - b)).toEqual(scan.flatMap((x, i) => (x < sorted[9] ? [i] : [])));
    }
  });

  it('looks at far fewer points than a scan would in low dimensions', () => {
    const tree = new PointTree(uniform(40_000, 'fast'), 2);
    let looked = 0;
    // biome-ignore lint/suspicious/noExplicitAny: counts the calls of a private method
    const spied = tree as any;
    const distance = spied.distance.bind(tree);
    spied.distance = (...args: unknown[]) => {
      looked++;
      return distance(...args);
    };
    tree.nearest(Float64Array.of(0.5, 0.5), 0, new Float64Array(5));
    expect(looked).toBeGreaterThan(4);
    expect(looked).toBeLessThan(200);
  });
});

describe('precision, recall, density, coverage', () => {
  it('are prdc’s', () => {
    const {args, value} = caseOf('precisionRecallDensityCoverage');
    const {precision, recall, density, coverage} = precisionRecallDensityCoverage(
      flat(args.real),
      flat(args.fake),
      args.real[0].length,
      args.k,
    );
    expect({precision, recall, density, coverage}).toEqual({
      precision: expect.closeTo(value.precision, 12),
      recall: expect.closeTo(value.recall, 12),
      density: expect.closeTo(value.density, 12),
      coverage: expect.closeTo(value.coverage, 12),
    });
  });

  it('find a collapsed sample precise and without recall', () => {
    const real = uniform(400, 'real');
    const collapsed = Float64Array.from({length: 400}, (_, i) => 0.5 + (i % 2) * 0.001);
    const {precision, recall} = precisionRecallDensityCoverage(real, collapsed, 2, 5);
    expect(precision).toBeGreaterThan(0.9);
    expect(recall).toBe(0);
  });

  it('find nothing near a reference of points that lie on one another, k + 1 at a place, the same points neither', () => {
    const places = (each: number) => Float64Array.from({length: 60}, (_, i) => Math.floor(i / (2 * each)));
    expect(precisionRecallDensityCoverage(places(6), places(6), 2, 5)).toEqual({precision: 0, recall: 0, density: 0, coverage: 0});
    expect(precisionRecallDensityCoverage(places(5), places(5), 2, 5).coverage).toBe(1);
  });

  it('ask for more points than neighbours, and for finite ones', () => {
    expect(() => precisionRecallDensityCoverage(uniform(10, 'a'), uniform(100, 'b'), 2, 5)).toThrow(DomainError);
    expect(() => precisionRecallDensityCoverage(uniform(100, 'a').fill(Number.NaN, 3, 4), uniform(100, 'b'), 2, 5)).toThrow(DomainError);
  });

  it('leave a point itself out of its neighbours', () => {
    expect([...neighbourDistances(new PointTree(Float64Array.of(0, 1, 3), 1), Float64Array.of(0, 1, 3), 1)]).toEqual([1, 1, 4]);
  });
});

describe('transport', () => {
  it('of Gaussians is the closed form, degenerate ones too', () => {
    const {args, value} = caseOf('wasserstein2Gaussian');
    const a = {mean: Float64Array.from(args.mean1), covariance: flat(args.covariance1)};
    const b = {mean: Float64Array.from(args.mean2), covariance: flat(args.covariance2)};
    expect(wasserstein2Gaussian(a, b)).toBeCloseTo(value, 12);
    expect(wasserstein2Gaussian(b, a)).toBeCloseTo(value, 12);
    expect(wasserstein2Gaussian(a, a)).toBeLessThan(1e-6);
    expect(
      wasserstein2Gaussian(
        {mean: Float64Array.of(1), covariance: Float64Array.of(0)},
        {mean: Float64Array.of(1), covariance: Float64Array.of(4)},
      ),
    ).toBe(2);
    const collapsed = {mean: Float64Array.of(0, 0), covariance: new Float64Array(4)};
    expect(wasserstein2Gaussian(collapsed, {mean: Float64Array.of(3, 0), covariance: Float64Array.of(9, 0, 0, 7)})).toBeCloseTo(5, 12);
  });

  it('in one dimension is the sorted coupling', () => {
    const {args, value} = caseOf('wasserstein2Samples1d');
    expect(wasserstein2Sorted(Float64Array.from(args.x).reverse(), Float64Array.from(args.y))).toBeCloseTo(value, 12);
  });

  it('in one dimension takes unequal sizes as if each point were repeated to equal ones', () => {
    const [x, y] = [uniform(6, 'x'), uniform(10, 'y')];
    const repeated = (values: Float64Array, times: number) =>
      Float64Array.from({length: values.length * times}, (_, i) => values[Math.floor(i / times)]);
    expect(wasserstein2Sorted(x, y)).toBeCloseTo(wasserstein2Sorted(repeated(x, 5), repeated(y, 3)), 14);
  });

  it('of samples is the best assignment', () => {
    const {args, value} = caseOf('wasserstein2Samples');
    expect(wasserstein2Samples(flat(args.x), flat(args.y), 2)).toBeCloseTo(value, 12);
  });

  it('by Sinkhorn comes near the best assignment, and is 0 between equal samples', () => {
    const {args, value} = caseOf('wasserstein2Samples');
    expect(Math.abs(wasserstein2Samples(flat(args.x), flat(args.y), 2, {exactUpTo: 0}) / value - 1)).toBeLessThan(0.02);
    expect(Math.abs(sinkhornDivergence(flat(args.x), flat(args.x), 2, 0.1))).toBeLessThan(1e-3);
  });

  it('by Sinkhorn is refused where it does not converge', () => {
    const [x, y] = [uniform(20, 'x'), uniform(34, 'y')];
    expect(() => sinkhornDivergence(x, y, 2, 1e-7)).toThrow(/did not converge in 5000 sweeps/);
    expect(sinkhornDivergence(x, y, 2, 1e-2)).toBeGreaterThan(0);
  });

  it('of two equal points is 0', () => {
    expect(wasserstein2Samples(Float64Array.of(1, 1), Float64Array.of(1, 1, 1, 1), 2)).toBe(0);
  });
});

it.each([Infinity, -Infinity, Number.NaN, 1e308])('an assignment at a cost of %d is refused: there is no end to it', (cost) => {
  expect(() => assign(Float64Array.of(1, cost, 2, 3), 2)).toThrow(/costs of an assignment are finite/);
});

it('an assignment at the largest costs is the best', () => {
  expect([...assign(Float64Array.of(2 ** 1000, 2 ** 999, 2 ** 999, 2 ** 1000), 2)]).toEqual([1, 0]);
  expect([...assign(Float64Array.of(-(2 ** 1000), 2 ** 1000, 2 ** 1000, -(2 ** 1000)), 2)]).toEqual([0, 1]);
});

it('points whose squared distances are no numbers are refused by transport and neighbours', () => {
  const far = Float64Array.of(1e160, 0, 0, 1e160, 2, 3);
  const other = Float64Array.of(1e160, 1e160, 1, 1, -1e160, 2);
  expect(() => wasserstein2Samples(far, other, 2)).toThrow(/within 3\.1e\+144 of 0, got 1e\+160/);
  expect(() => precisionRecallDensityCoverage(far, other, 2, 1)).toThrow(DomainError);
  const edge = Float64Array.of(FARTHEST_COORDINATE, -FARTHEST_COORDINATE, -FARTHEST_COORDINATE, FARTHEST_COORDINATE);
  expect(
    wasserstein2Samples(
      edge,
      edge.map((x) => -x),
      2,
    ),
  ).toBe(0);
  expect(wasserstein2Samples(edge, new Float64Array(4), 2) / FARTHEST_COORDINATE).toBeCloseTo(Math.SQRT2, 12);
});

it('assigns as well as the best of all permutations', () => {
  const permutations = (n: number): number[][] =>
    n === 0 ? [[]] : permutations(n - 1).flatMap((p) => Array.from({length: n}, (_, i) => [...p.slice(0, i), n - 1, ...p.slice(i)]));
  for (let trial = 0; trial < 40; trial++) {
    const n = 1 + (trial % 6);
    const cost = uniform(n * n, `cost/${trial}`).map((c) => (trial % 2 === 0 ? c : Math.floor(c * 4) - 2));
    const total = (columns: ArrayLike<number>) => Array.from(columns).reduce((sum, column, row) => sum + cost[row * n + column], 0);
    expect(total(assign(cost, n))).toBeCloseTo(Math.min(...permutations(n).map(total)), 12);
  }
});

describe('modes', () => {
  it('live while a sample lies within three standard deviations', () => {
    const centres = Float64Array.of(0, 0, 10, 0, 0, 10);
    const counts = modeCounts(Float64Array.of(0.1, 0, 0, 2.9, 10, 3.1, 5, 5), centres, {dimension: 2, sd: Float64Array.of(1, 1, 1)});
    expect([...counts]).toEqual([2, 0, 0]);
    expect(modesAlive(counts)).toBe(1);
    expect(modesAlive(counts, 3)).toBe(0);
    expect([...modeCounts(Float64Array.of(4.4), Float64Array.of(0, 10), {dimension: 1, sd: Float64Array.of(1, 2)})]).toEqual([0, 1]);
  });
});

it('excess risk is the squared distance of the coefficients', () => {
  expect(excessRisk(Float64Array.of(1, 2), Float64Array.of(0, 4))).toBe(5);
  expect(() => excessRisk(Float64Array.of(1), Float64Array.of(0, 4))).toThrow(DomainError);
});
