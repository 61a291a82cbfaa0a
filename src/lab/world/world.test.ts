import {describe, expect, test} from 'vitest';
import {absoluteValues} from '../../core/data.ts';
import {ConfigError} from '../../core/error.ts';
import {Stream} from '../../core/random/stream.ts';
import {type CategoriesWorld, makeWorld, type PointsWorld, type RowsWorld, type WorldOptions} from './index.ts';

const root = Stream.root('world');
const planes: WorldOptions[] = [
  {world: 'gaussian', mean: [1, -2, 3], sd: [0.5, 1, 2]},
  {world: 'gaussian', mean: 5, sd: 2, dimension: 2},
  {
    world: 'mixture',
    components: [
      {weight: 1, mean: [0, 0], sd: 1},
      {
        weight: 3,
        mean: [5, 1],
        covariance: [
          [2, 0.5],
          [0.5, 1],
        ],
      },
    ],
  },
  {world: 'grid'},
  {world: 'grid', side: 2, spacing: 3, sd: 0.5},
  {world: 'blobs', centers: 5},
  {world: 'moons', noise: 0.1},
  {world: 'circles', noise: 0.1, factor: 0.4},
  {world: 'swiss-roll', noise: 0.5},
  {world: 'swiss-roll', noise: 0.5, dimension: 3},
];

describe('worlds of points', () => {
  test.each(planes)('$world: mean and covariance are those of 100,000 draws, within 5 standard errors', (options) => {
    const {truth, sample} = makeWorld(options) as PointsWorld;
    const {dimension: d, mean, covariance} = truth;
    const n = 100_000;
    const values = absoluteValues(sample(n, root.fork('moments')));
    for (let a = 0; a < d; a++) {
      for (let b = -1; b <= a; b++) {
        let sum = 0;
        let squares = 0;
        for (let i = 0; i < n; i++) {
          const x = (values[i * d + a] - mean[a]) * (b < 0 ? 1 : values[i * d + b] - mean[b]);
          sum += x;
          squares += x * x;
        }
        const wanted = b < 0 ? 0 : covariance[a * d + b];
        expect(Math.abs(sum / n - wanted) / Math.sqrt(squares / n / n), `coordinates ${a}, ${b}`).toBeLessThan(5);
      }
    }
  });

  test.each(planes.slice(0, 6))('$world: the log-density integrates to 1 (importance sampling) and its draws have modes', (options) => {
    const {truth, sample} = makeWorld(options) as PointsWorld;
    const {dimension: d, modes, modeSd} = truth;
    expect(modes!.length).toBe(modeSd!.length * d);
    // E_f[1 / f] over the draws is the volume of the support, without bound; E_f[g / f] = 1 for a density g inside it
    const inner = makeWorld({world: 'gaussian', mean: [...modes!.subarray(0, d)], sd: modeSd![0] * 0.5, dimension: d}) as PointsWorld;
    const data = sample(100_000, root.fork('density'));
    const f = truth.logProbability!(data);
    const g = inner.truth.logProbability!(data);
    const ratios = f.map((x, i) => Math.exp(g[i] - x));
    const mean = ratios.reduce((a, b) => a + b) / ratios.length;
    const se = Math.sqrt(ratios.reduce((s, r) => s + (r - mean) ** 2, 0)) / ratios.length;
    expect(Math.abs(mean - 1) / se).toBeLessThan(5);
  });

  test('the grid has 25 modes, 2 apart, around 0', () => {
    const {modes, mean} = (makeWorld({world: 'grid'}) as PointsWorld).truth;
    expect(modes!.length).toBe(50);
    expect([...modes!.subarray(0, 4)]).toEqual([-4, -4, -2, -4]);
    expect(Math.hypot(...mean)).toBeLessThan(1e-12);
  });

  test('without noise moons, circles and the roll lie on their curves', () => {
    const circles = makeWorld({world: 'circles', noise: 0, factor: 0.25}).sample(500, root.fork('circles')) as {values: Float64Array};
    let inner = 0;
    for (let i = 0; i < 500; i++) {
      const radius = Math.hypot(circles.values[2 * i], circles.values[2 * i + 1]);
      expect(Math.min(Math.abs(radius - 1), Math.abs(radius - 0.25))).toBeLessThan(1e-12);
      if (radius < 0.5) inner++;
    }
    expect(Math.abs(inner - 250)).toBeLessThan(50);
    const roll = makeWorld({world: 'swiss-roll', noise: 0}).sample(100, root.fork('roll')) as {values: Float64Array};
    for (let i = 0; i < 100; i++) {
      const a = Math.hypot(roll.values[2 * i], roll.values[2 * i + 1]);
      expect(a * Math.cos(a)).toBeCloseTo(roll.values[2 * i], 9);
    }
  });

  test('in space the roll is that of make_swiss_roll: a spiral seen along its second axis, which is a height below 21', () => {
    const {values, count} = makeWorld({world: 'swiss-roll', noise: 0, dimension: 3}).sample(2000, root.fork('sheet')) as {
      values: Float64Array;
      count: number;
    };
    let [least, most] = [Infinity, -Infinity];
    for (let i = 0; i < count; i++) {
      const [x, height, z] = values.subarray(3 * i, 3 * i + 3);
      const a = Math.hypot(x, z);
      expect(a * Math.cos(a)).toBeCloseTo(x, 9);
      expect(a * Math.sin(a)).toBeCloseTo(z, 9);
      [least, most] = [Math.min(least, height, a), Math.max(most, height)];
    }
    expect(least).toBeGreaterThanOrEqual(0);
    expect(most).toBeLessThan(21);
    expect(most).toBeGreaterThan(20.8);
    expect(() => makeWorld({world: 'swiss-roll', dimension: 4 as 3})).toThrow(ConfigError);
  });

  test('the same stream gives the same bytes', () => {
    for (const options of [
      ...planes,
      {world: 'categorical', categories: 4} as const,
      {world: 'regression', dimension: 2, noise: 1} as const,
      {world: 'logistic', dimension: 2} as const,
    ]) {
      const world = makeWorld(options);
      expect(world.kind).toBe(options.world);
      expect(world.sample(20, root.fork('a'))).toStrictEqual(makeWorld(options).sample(20, root.fork('a')));
    }
  });
});

describe('categories', () => {
  test('uniform, Zipf, or as given', () => {
    const probabilities = (options: Omit<Extract<WorldOptions, {world: 'categorical'}>, 'world'>) => [
      ...(makeWorld({world: 'categorical', ...options}) as CategoriesWorld).truth.probabilities,
    ];
    expect(probabilities({categories: 4})).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(probabilities({probabilities: [0.2, 0.8, 0]})).toEqual([0.2, 0.8, 0]);
    const zipf = probabilities({categories: 3, zipf: 2});
    expect(zipf[0] / zipf[2]).toBeCloseTo(9, 12);
    expect(zipf.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
  });

  test('draws follow the probabilities: chi-square of 100,000 draws below its 99.9% point for 4 degrees of freedom', () => {
    const {truth, sample} = makeWorld({world: 'categorical', categories: 5, zipf: 1}) as CategoriesWorld;
    const counts = new Float64Array(5);
    for (const k of sample(100_000, root.fork('chi')).values) counts[k]++;
    // scipy.stats.chi2.ppf(.999, 4) = 18.47
    expect(counts.reduce((s, c, k) => s + (c - 1e5 * truth.probabilities[k]) ** 2 / (1e5 * truth.probabilities[k]), 0)).toBeLessThan(18.47);
  });
});

test('regression: labels are x b plus noise, and b has unit length', () => {
  const {truth, sample} = makeWorld({world: 'regression', dimension: 4, noise: 2}) as RowsWorld;
  expect(Math.hypot(...truth.coefficients)).toBeCloseTo(1, 14);
  const {x, y} = sample(50_000, root.fork('rows'));
  let square = 0;
  for (let i = 0; i < y.length; i++) {
    let residual = y[i];
    for (let j = 0; j < 4; j++) residual -= x[4 * i + j] * truth.coefficients[j];
    square += residual * residual;
  }
  expect(square / y.length / 4).toBeCloseTo(1, 1);
});

test('options that do not make a world are a ConfigError', () => {
  const broken: unknown[] = [
    {world: 'nowhere'},
    {world: 'gaussian', sd: 0},
    {world: 'gaussian', mean: [1, 2], sd: [1, 2, 3]},
    {world: 'gaussian', mean: [1, 2], dimension: 3},
    {world: 'gaussian', mean: Number.NaN},
    {world: 'mixture', components: []},
    {world: 'mixture', components: [{weight: 1, mean: [0]}]},
    {world: 'mixture', components: [{weight: 1, mean: [0], sd: 1, covariance: [[1]]}]},
    {
      world: 'mixture',
      components: [
        {
          weight: 1,
          mean: [0, 0],
          covariance: [
            [1, 2],
            [2, 1],
          ],
        },
      ],
    },
    {
      world: 'mixture',
      components: [
        {
          weight: 1,
          mean: [0, 0],
          covariance: [
            [1, 0.5],
            [0.4, 1],
          ],
        },
      ],
    },
    {world: 'mixture', components: [{weight: 0, mean: [0], sd: 1}]},
    {
      world: 'mixture',
      components: [
        {weight: 1, mean: [0], sd: 1},
        {weight: 1, mean: [0, 1], sd: 1},
      ],
    },
    {world: 'grid', side: 0},
    {world: 'blobs', centers: 2.5},
    {world: 'moons', noise: -1},
    {world: 'circles', factor: 1},
    {world: 'categorical'},
    {world: 'categorical', probabilities: [0.5, 0.4]},
    {world: 'categorical', probabilities: [1.5, -0.5]},
    {world: 'categorical', probabilities: [1], categories: 1},
    {world: 'categorical', probabilities: [1], zipf: 1},
    {world: 'categorical', categories: 0},
    {world: 'regression', dimension: 0, noise: 1},
    {world: 'regression', dimension: 1, noise: -1},
  ];
  for (const options of broken) expect(() => makeWorld(options as WorldOptions), JSON.stringify(options)).toThrow(ConfigError);
});

describe('rows', () => {
  test('of a spectrum have its variances, and labels that follow the line', () => {
    const world = makeWorld({world: 'regression', dimension: 3, noise: 0.5, spectrum: {power: 2}}) as RowsWorld;
    expect([...world.truth.spectrum!]).toEqual([1, 1 / 4, 1 / 9].map((x) => expect.closeTo(x, 14)));
    const {x, y, count} = world.sample(50_000, root.fork('spectrum'));
    for (let j = 0; j < 3; j++) {
      let squares = 0;
      for (let i = 0; i < count; i++) squares += x[3 * i + j] ** 2;
      const own = world.truth.spectrum![j];
      expect(Math.abs(squares / count - own)).toBeLessThan(4 * own * Math.sqrt(2 / count));
    }
    let residual = 0;
    for (let i = 0; i < count; i++) residual += (y[i] - (x[3 * i] + x[3 * i + 1] + x[3 * i + 2]) / Math.sqrt(3)) ** 2;
    expect(Math.abs(residual / count - 0.25)).toBeLessThan(4 * 0.25 * Math.sqrt(2 / count));
    expect(() => makeWorld({world: 'regression', dimension: 3, noise: 1, spectrum: [1]})).toThrow(ConfigError);
  });

  test('from elsewhere are labelled by coefficients whose excess risk is the mismatch, the same for one stream', () => {
    const world = makeWorld({world: 'regression', dimension: 2, noise: 0, spectrum: [4, 0.25], mismatch: 0.09}) as RowsWorld;
    const {coefficients} = world.truth;
    const units = {kind: 'rows', count: 2, dimension: 2, x: Float64Array.of(1, 0, 0, 1), y: new Float64Array(2)} as const;
    const by = (label: string) => world.labeller!(root.fork(label))(units, root.fork('noise')).y;
    const [first, second] = by('a');
    expect(4 * (first - coefficients[0]) ** 2 + 0.25 * (second - coefficients[1]) ** 2).toBeCloseTo(0.09, 12);
    expect([...by('a')]).toEqual([first, second]);
    expect([...by('b')]).not.toEqual([first, second]);
    expect(makeWorld({world: 'regression', dimension: 2, noise: 0}).labeller).toBeUndefined();
  });

  test('of chances are labelled 1 as often as their x says', () => {
    const world = makeWorld({world: 'logistic', dimension: 2, strength: 3}) as RowsWorld;
    expect(Math.hypot(...world.truth.coefficients)).toBeCloseTo(3, 12);
    const {x, y, count} = world.sample(40_000, root.fork('chances'));
    const bins = Array.from({length: 4}, () => ({ones: 0, wanted: 0, variance: 0}));
    for (let i = 0; i < count; i++) {
      const u = (3 * (x[2 * i] + x[2 * i + 1])) / Math.sqrt(2);
      const p = 1 / (1 + Math.exp(-u));
      const bin = bins[Math.min(3, Math.floor(4 * p))];
      bin.ones += y[i];
      bin.wanted += p;
      bin.variance += p * (1 - p);
    }
    for (const {ones, wanted, variance} of bins) expect(Math.abs(ones - wanted) / Math.sqrt(variance)).toBeLessThan(4);
    expect(() => makeWorld({world: 'logistic', dimension: 2, strength: 0})).toThrow(ConfigError);
  });
});
