import {describe, expect, it} from 'vitest';
import type {Categories, Points, TrainingSet} from '../src/core/data.ts';
import {ConfigError, DataError, DivergenceError} from '../src/core/error.ts';
import {latentSd} from '../src/core/measure/latent.ts';
import {Stream} from '../src/core/random/stream.ts';
import {cholesky} from '../src/core/stats/linear/cholesky.ts';
import {makeWorld} from '../src/lab/world/index.ts';
import {digitAt, digitsOf, valuesAt} from '../src/models/autoregressive/digits.ts';
import {autoregressiveModel, autoregressiveOptions} from '../src/models/autoregressive/index.ts';
import {gaussianModel} from '../src/models/gaussian/index.ts';
import {mlpModel, mlpOptions} from '../src/models/mlp/index.ts';
import {type MaskedShape, maskedNumbers, maskedOutputs, maskedParameters} from '../src/models/network/masked.ts';
import {startOf, weightInputs} from '../src/models/network/parameters.ts';
import {type VaeOptions, vaeModel, vaeOptions} from '../src/models/vae/index.ts';
import {openRuntime} from '../src/node/tensor/runtime.ts';
import {Graph} from '../src/tensor/graph.ts';
import {encodeOnnx} from '../src/tensor/onnx.ts';
import {contractModel} from './contract-model.ts';

const runtime = openRuntime();
const root = Stream.root('small networks');
const human = <D extends Points | Categories>(data: D): TrainingSet<D> => [{data, source: 'human'}];
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
const points = (values: ArrayLike<number>, dimension: number): Points => ({
  kind: 'points',
  count: values.length / dimension,
  dimension,
  values: Float64Array.from(values),
});
const drawn = (options: Parameters<typeof makeWorld>[0], count: number, label: string) =>
  makeWorld(options).sample(count, root.fork(label));
const moons = (count: number, label: string) => drawn({world: 'moons', noise: 0.05}, count, label) as Points;
const mlp = (more: Parameters<typeof mlpOptions>[0] = {}) => mlpModel({options: mlpOptions(more), runtime});
const autoregressive = (more: Parameters<typeof autoregressiveOptions>[0] = {}) =>
  autoregressiveModel({options: autoregressiveOptions(more), runtime});
const vae = (more: Partial<VaeOptions> = {}, side?: number) => vaeModel({options: vaeOptions(more), runtime, side});

/** Images of a bright row or column on a dark ground, each with a brightness of its own. */
function bars(count: number, side: number, label: string): Points {
  const stream = root.fork(label);
  const values = new Float64Array(count * side * side);
  for (let i = 0; i < count; i++) {
    const at = stream.below(side);
    const [row, ink] = [stream.below(2) === 0, 0.5 + 0.5 * stream.float()];
    for (let j = 0; j < side; j++) values[i * side * side + (row ? at * side + j : j * side + at)] = ink;
  }
  return points(values, side * side);
}

const small = {width: 8, steps: 12, batch: 16} as const;
const lattice = moons(80, 'contract');
contractModel({name: 'mlp', model: mlp(small), training: human(lattice), count: 50, empty: points([], 2)});
contractModel({
  name: 'mlp, early stopping, weighted parts',
  model: mlp({width: 8, layers: 1, epochs: 3, components: 1, patience: 1}),
  training: [
    {data: lattice, source: 'human', weight: 2},
    {data: moons(30, 'more'), source: 'synthetic', weight: 1},
  ],
  count: 50,
  empty: points([], 2),
});
contractModel({
  name: 'autoregressive',
  model: autoregressive({...small, base: 4}),
  training: human(drawn({world: 'categorical', categories: 50, zipf: 1}, 100, 'contract') as Categories),
  count: 60,
  empty: {kind: 'categories', count: 0, categories: 50, values: new Uint32Array(0)},
});
contractModel({
  name: 'vae, dense, drawn from its likelihood',
  model: vae({...small, latent: 2, draws: 'likelihood'}),
  training: human(lattice),
  count: 50,
  empty: points([], 2),
});
contractModel({
  name: 'vae, convolutional',
  model: vae({...small, network: 'convolutional', channels: 2, latent: 2, likelihood: 'bernoulli'}, 6),
  training: human(bars(40, 6, 'contract')),
  count: 20,
  empty: points([], 36),
});

describe('a masked network', () => {
  it.each([1, 2, 3])('of %i hidden layers: outputs depend on the groups before their own, and on no other', (layers) => {
    const shape: MaskedShape = {groups: 4, inputs: 2, outputs: 3, width: 12, layers, activation: 'tanh'};
    const parameters = maskedParameters(shape);
    const start = startOf(root.fork('masked'), parameters);
    const outputs = (x: Float32Array, training: boolean) => {
      const graph = new Graph();
      graph.output('y', maskedOutputs(graph.input('x', [1, 8]), weightInputs(graph, parameters), shape, training));
      const weights = Object.fromEntries(training ? start : maskedNumbers(start, shape));
      return (runtime.compile(encodeOnnx(graph)).run({...weights, x}) as {y: Float32Array}).y;
    };
    const x = Float32Array.from({length: 8}, (_, i) => 0.3 * i - 1);
    const y = outputs(x, true);
    expect(outputs(x, false)).toEqual(y);
    for (let i = 0; i < 8; i++) {
      const moved = outputs(
        x.map((value, k) => (k === i ? value + 1 : value)),
        true,
      );
      const changed = [0, 1, 2, 3].map((group) => [0, 1, 2].some((o) => moved[3 * group + o] !== y[3 * group + o]));
      expect(changed).toEqual([0, 1, 2, 3].map((group) => group > Math.floor(i / 2)));
    }
  });
});

describe('the mlp', () => {
  it('learns two moons: a nat a point better than the best Gaussian, on points it has not seen', () => {
    const data = moons(600, 'train');
    const test = moons(1000, 'test');
    const fitted = mlp({epochs: 40}).fit(human(data), root.fork('fit'));
    const gaussian = gaussianModel({variance: 'ml'}).fit(human(data), root);
    expect(mean(fitted.logProbability(test))).toBeGreaterThan(mean(gaussian.logProbability!(test)) + 1);
    // what it draws is as probable to the world as what the world draws, but for the tails of its components
    expect(
      Math.abs(mean(fitted.logProbability(fitted.sample(1000, root.fork('sample')))) - mean(fitted.logProbability(test))),
    ).toBeLessThan(0.3);
  });

  it('has a density that integrates to 1 on a line, and draws from it', () => {
    const line = drawn({world: 'mixture', components: [-2, 1].map((at) => ({weight: 1, mean: [at], sd: 0.4}))}, 400, 'line') as Points;
    const fitted = mlp({width: 8, steps: 150}).fit(human(line), root.fork('fit'));
    const step = 0.002;
    const grid = Float64Array.from({length: 10_000}, (_, i) => -10 + step * i);
    const density = fitted.logProbability(points(grid, 1)).map(Math.exp);
    expect(step * mean(density) * grid.length).toBeCloseTo(1, 3);
    const sample = fitted.sample(20_000, root.fork('sample')).values;
    for (const below of [-2, -1.5, 0, 1, 1.3]) {
      const mass = density.reduce((sum, p, i) => (grid[i] < below ? sum + step * p : sum), 0);
      expect(Math.abs(sample.filter((x) => x < below).length / sample.length - mass)).toBeLessThan(4 * Math.sqrt(0.25 / sample.length));
    }
  });

  it('has a density that integrates to 1 in the plane, and draws from it', () => {
    const fitted = mlp({width: 16, steps: 150}).fit(human(moons(300, 'plane')), root.fork('fit'));
    const side = 400;
    const [low, step] = [-6, 13 / side];
    const grid = Float64Array.from(
      {length: 2 * side * side},
      (_, i) => low + step * (i % 2 === 0 ? Math.floor(i / 2 / side) : (i >> 1) % side),
    );
    const density = fitted.logProbability(points(grid, 2)).map(Math.exp);
    const massOf = (inside: (x: number, y: number) => boolean) =>
      density.reduce((sum, p, i) => (inside(grid[2 * i], grid[2 * i + 1]) ? sum + step * step * p : sum), 0);
    expect(massOf(() => true)).toBeCloseTo(1, 2);
    const {values, count} = fitted.sample(20_000, root.fork('sample'));
    const corner = (x: number, y: number) => x < 0.5 && y > 0.25;
    let inside = 0;
    for (let i = 0; i < count; i++) if (corner(values[2 * i], values[2 * i + 1])) inside++;
    expect(Math.abs(inside / count - massOf(corner))).toBeLessThan(0.02);
  });

  it('weighs parts, not records', () => {
    const at = (x: number, count: number) =>
      points(
        Float64Array.from({length: count}, (_, i) => x + 0.01 * (i % 7)),
        1,
      );
    const parts: TrainingSet<Points> = [
      {data: at(-1, 30), source: 'human', weight: 3},
      {data: at(1, 300), source: 'synthetic', weight: 1},
    ];
    const sample = mlp({width: 4, steps: 300}).fit(parts, root).sample(4000, root.fork('weighed'));
    expect(Math.abs(sample.values.filter((x) => x < 0).length / 4000 - 0.75)).toBeLessThan(0.08);
  });

  it('goes on from the last weights where it is told to', () => {
    const still = {width: 4, rate: 1e-12, decay: 0, steps: 2} as const;
    const first = mlp({width: 4, steps: 40}).fit(human(lattice), root.fork('first'));
    const density = (start: 'fresh' | 'continue') =>
      mlp({...still, start})
        .fit(human(lattice), root.fork('then'), first)
        .logProbability(lattice);
    expect(mean(density('continue'))).toBeCloseTo(mean(first.logProbability(lattice)), 5);
    expect(mean(density('fresh'))).toBeLessThan(mean(first.logProbability(lattice)) - 0.1);
  });

  it('draws no coordinate that never varied further than the floor', () => {
    const flat = points(
      Float64Array.from({length: 200}, (_, i) => (i % 2 === 0 ? 5 : Math.sin(i))),
      2,
    );
    const {values} = mlp({width: 4, steps: 400, rate: 0.02}).fit(human(flat), root).sample(500, root.fork('flat'));
    const first = values.filter((_, i) => i % 2 === 0);
    expect(Math.max(...first.map((x) => Math.abs(x - 5)))).toBeLessThan(0.5);
  });
});

describe('the autoregressive network', () => {
  it.each([
    [37, 3],
    [64, 4],
    [1000, 10],
    [5, 10],
    [1, 2],
  ])('over %i outcomes in base %i has the probabilities of their digits, one by one', (K, base) => {
    const data: Categories = {kind: 'categories', count: 40, categories: K, values: Uint32Array.from({length: 40}, (_, i) => (i * 7) % K)};
    const fitted = autoregressive({base, width: 6, layers: 1, steps: 30, activation: 'relu'}).fit(human(data), root.fork('fit'));
    expect(Math.abs(fitted.probabilities.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-12);
    expect(fitted.probabilities.length).toBe(K);
    const {weights} = fitted;
    const digits = digitsOf(K, base);
    const D = digits.length;
    const logitsOf = (outcome: number, upTo: number) => {
      const x = Array.from({length: D * (base - 1)}, (_, i) => {
        const j = Math.floor(i / (base - 1));
        return j < upTo && i % (base - 1) < digitAt(digits, outcome, j) ? 1 : 0;
      });
      const h = Array.from(weights.get('hidden0.bias')!, (bias, u) =>
        Math.max(
          0,
          x.reduce((sum, value, i) => sum + value * weights.get('hidden0.weight')![i * 6 + u], bias),
        ),
      );
      return Array.from({length: base}, (_, v) => {
        const column = upTo * base + v;
        return h.reduce(
          (sum, value, u) => sum + value * weights.get('out.weight')![u * D * base + column],
          weights.get('out.bias')![column],
        );
      });
    };
    for (let k = 0; k < K; k += 1 + Math.floor(K / 20)) {
      let log = 0;
      for (let j = 0; j < D; j++) {
        const reachable = (v: number) => {
          const start = Math.floor(k / (digits.places[j] * base)) * digits.places[j] * base + v * digits.places[j];
          return start < K;
        };
        const powers = logitsOf(k, j).map((logit, v) => (reachable(v) ? Math.exp(logit) : 0));
        expect(powers.filter((p) => p > 0).length).toBe(valuesAt(digits, k, j));
        log += Math.log(powers[digitAt(digits, k, j)] / powers.reduce((a, b) => a + b, 0));
      }
      expect(Math.log(fitted.probabilities[k])).toBeCloseTo(log, 4);
    }
  });

  it('guesses a smooth law over 1,000 outcomes better from 2,000 draws than counts with any smoothing', () => {
    const K = 1000;
    const raw = Array.from(
      {length: K},
      (_, k) => Math.exp(-0.5 * ((k - 300) / 100) ** 2) + 0.5 * Math.exp(-0.5 * ((k - 750) / 50) ** 2) + 0.02,
    );
    const total = raw.reduce((a, b) => a + b, 0);
    const law = raw.map((p) => p / total);
    const data = drawn({world: 'categorical', probabilities: law}, 2000, 'smooth') as Categories;
    const held = (p: (k: number) => number) => law.reduce((sum, q, k) => sum + q * Math.log(p(k)), 0);
    const counts = new Float64Array(K);
    for (const k of data.values) counts[k]++;
    const smoothed = Math.max(...[1, 0.5, 0.3, 0.2, 0.1].map((a) => held((k) => (counts[k] + a) / (data.count + a * K))));
    const fitted = autoregressive().fit(human(data), root.fork('fit'));
    expect(held((k) => fitted.probabilities[k])).toBeGreaterThan(smoothed + 0.05);
    expect(held((k) => fitted.probabilities[k])).toBeLessThan(held((k) => law[k]));
  });

  it('weighs parts, not records', () => {
    const of = (outcome: number, count: number): Categories => ({
      kind: 'categories',
      count,
      categories: 30,
      values: new Uint32Array(count).fill(outcome),
    });
    const parts: TrainingSet<Categories> = [
      {data: of(3, 20), source: 'human', weight: 3},
      {data: of(21, 200), source: 'synthetic', weight: 1},
    ];
    const {probabilities} = autoregressive({base: 6, steps: 300, width: 8, rate: 0.02}).fit(parts, root);
    expect(Math.abs(probabilities[3] - 0.75)).toBeLessThan(0.08);
  });
});

describe('the variational autoencoder', () => {
  /** N(b, W W' + s^2 I) at x - the law of a linear decoder, by Cholesky. */
  function exactLogDensity(fitted: ReturnType<ReturnType<typeof vae>['fit']>, data: Points): Float64Array {
    const {dimension: d, latent: L} = fitted.shape;
    const W = fitted.weights.get('decoder.out.weight')!;
    const b = fitted.weights.get('decoder.out.bias')!;
    const s = Math.exp(fitted.weights.get('decoder.logSd')![0]);
    const at = centreAndScale(fitted);
    const covariance = Float64Array.from({length: d * d}, (_, ij) => {
      const [i, j] = [Math.floor(ij / d), ij % d];
      let sum = i === j ? s * s : 0;
      for (let l = 0; l < L; l++) sum += W[l * d + i] * W[l * d + j];
      return sum;
    });
    const factor = cholesky(covariance, d)!;
    return Float64Array.from({length: data.count}, (_, n) => {
      const y = new Float64Array(d);
      let log = -0.5 * d * Math.log(2 * Math.PI) - d * Math.log(at.scale);
      for (let i = 0; i < d; i++) {
        let left = (data.values[n * d + i] - at.mean[i]) / at.scale - b[i];
        for (let j = 0; j < i; j++) left -= factor[i * d + j] * y[j];
        y[i] = left / factor[i * d + i];
        log -= 0.5 * y[i] ** 2 + Math.log(factor[i * d + i]);
      }
      return log;
    });
  }

  /** Read off what the model does to two points, since its scale is its own. */
  function centreAndScale(fitted: ReturnType<ReturnType<typeof vae>['fit']>): {mean: number[]; scale: number} {
    const {scale} = fitted as unknown as {scale: {mean: Float64Array; scale: Float64Array}};
    return {mean: [...scale.mean], scale: scale.scale[0]};
  }

  const line = (count: number, label: string) => {
    const stream = root.fork(label);
    const normal = drawn({world: 'gaussian', mean: 0, sd: 1, dimension: 4}, count, `${label}/${stream.key[0]}`) as Points;
    const values = new Float64Array(count * 3);
    for (let i = 0; i < count; i++)
      for (let j = 0; j < 3; j++) values[i * 3 + j] = [2, -1, 0.5][j] * normal.values[i * 4] + 0.4 * normal.values[i * 4 + 1 + j] + j;
    return points(values, 3);
  };

  it('with linear layers is bounded by the exact log-density of its decoder, and meets it with more draws', () => {
    const data = line(600, 'line');
    const fitted = (importance: number) =>
      vae({latent: 1, layers: 0, steps: 150, rate: 0.02, importance}).fit(human(data), root.fork('linear'));
    const exact = mean(exactLogDensity(fitted(1), data));
    const [one, many] = [1, 256].map((importance) => mean(fitted(importance).logProbability(data)));
    expect(one).toBeLessThan(exact);
    expect(many).toBeLessThan(exact + 0.002);
    expect(many).toBeGreaterThan(one);
    expect(exact - many).toBeLessThan(0.02);
  });

  it('with linear layers learns what principal components would', () => {
    const data = line(600, 'line');
    const fitted = vae({latent: 1, layers: 0, steps: 1000, rate: 0.02, importance: 64}).fit(human(data), root.fork('linear'));
    const gaussian = gaussianModel({variance: 'ml'}).fit(human(data), root);
    const [own, best] = [fitted, gaussian].map((model) => mean(model.logProbability!(line(600, 'unseen'))));
    expect(Math.abs(own - best)).toBeLessThan(0.06);
  });

  it.each(['dense', 'convolutional'] as const)('%s draws images like those it saw, brighter than its noise', (network) => {
    const data = bars(300, 6, 'train');
    const more = network === 'convolutional' ? {channels: 8} : {};
    const model = vae({network, latent: 4, width: 32, likelihood: 'bernoulli', epochs: 40, batch: 32, rate: 5e-3, ...more}, 6);
    const fitted = model.fit(human(data), root.fork('bars'));
    const unseen = bars(200, 6, 'unseen');
    const noise = points(
      unseen.values.map(() => root.fork('noise').float()),
      36,
    );
    const shuffled = points(
      Float64Array.from(unseen.values, (_, i) => unseen.values[(i * 7) % unseen.values.length]),
      36,
    );
    expect(mean(fitted.logProbability(unseen))).toBeGreaterThan(mean(fitted.logProbability(shuffled)) + 5);
    expect(mean(fitted.logProbability(unseen))).toBeGreaterThan(mean(fitted.logProbability(noise)) + 5);
    const sample = fitted.sample(300, root.fork('sample'));
    expect(sample.values.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(Math.abs(mean(sample.values) - mean(data.values))).toBeLessThan(0.05);
  });

  it('draws means without noise, or from the likelihood', () => {
    const data = bars(60, 6, 'train');
    const draw = (draws: 'mean' | 'likelihood') =>
      vae({latent: 2, width: 8, likelihood: 'bernoulli', steps: 10, draws}).fit(human(data), root.fork('fit')).sample(50, root.fork('draw'))
        .values;
    expect(new Set(draw('likelihood'))).toEqual(new Set([0, 1]));
    expect(Math.abs(mean(draw('likelihood')) - mean(draw('mean')))).toBeLessThan(0.05);
    expect(draw('mean').every((value) => value > 0 && value < 1)).toBe(true);
  });
});

describe('latentSd', () => {
  it('is the root of the mean variance over dimensions', () => {
    expect(latentSd(Float64Array.of(1, 10, 3, 10), 2)).toBeCloseTo(Math.sqrt((1 + 0) / 2), 12);
    expect(latentSd(Float64Array.of(4, 5), 2)).toBe(0);
    expect(latentSd(new Float64Array(0), 2)).toBeUndefined();
  });
});

describe('bad input', () => {
  const plane = mlp(small).fit(human(lattice), root);
  const solid = points([1, 2, 3, 4, 5, 6], 3);
  const draws = (categories: number): Categories => ({kind: 'categories', count: 3, categories, values: Uint32Array.of(0, 1, 2)});

  it.each<[string, () => unknown, typeof DataError | typeof ConfigError, RegExp]>([
    ['points of another dimension', () => plane.logProbability(solid), DataError, /dimension 3 for a network of dimension 2/],
    [
      'going on from another dimension',
      () => mlp({...small, start: 'continue'}).fit(human(solid), root, plane),
      DataError,
      /dimension 3 for a network of dimension 2/,
    ],
    [
      'parts of two dimensions',
      () =>
        mlp(small).fit(
          [
            {data: lattice, source: 'human'},
            {data: solid, source: 'human'},
          ],
          root,
        ),
      DataError,
      /dimension 3 among points of dimension 2/,
    ],
    ['a coordinate that is no number', () => mlp(small).fit(human(points([1, Number.NaN], 2)), root), DataError, /coordinate NaN/],
    ['steps and epochs', () => mlpOptions({steps: 3, epochs: 2}), ConfigError, /not both/],
    ['a floor of 1', () => mlpOptions({floor: 1}), ConfigError, /floor/],
    ['a base of 1', () => autoregressiveOptions({base: 1}), ConfigError, /base of at least 2/],
    [
      'draws from another number of outcomes',
      () =>
        autoregressive(small)
          .fit(human(draws(5)), root)
          .logProbability(draws(6)),
      DataError,
      /6 outcomes for a network over 5/,
    ],
    ['an outcome beyond K', () => autoregressive(small).fit(human(draws(2)), root), DataError, /outcome 2, wanted 0..1/],
    ['convolutions of points that are no images', () => vae({network: 'convolutional'}), ConfigError, /wants images/],
    [
      'images of another side',
      () => vae({network: 'convolutional'}, 14).fit(human(bars(5, 6, 'x')), root),
      DataError,
      /dimension 36 are no images of 14 x 14/,
    ],
    ['pixels beyond 1', () => vae({likelihood: 'bernoulli'}).fit(human(points([0, 2], 2)), root), DataError, /coordinate 2, wanted 0 to 1/],
    ['channels of a dense network', () => vaeOptions({channels: 4}), ConfigError, /no channels/],
    ['layers of a convolutional network', () => vaeOptions({network: 'convolutional', layers: 2}), ConfigError, /takes no layers/],
  ])('%s', (_, act, kind, message) => {
    expect(act).toThrow(kind);
    expect(act).toThrow(message);
    try {
      act();
    } catch (error) {
      expect((error as DataError).next ?? (error as DataError).message).toMatch(/\S/);
    }
  });

  it('a training that runs away is a DivergenceError, not a model', () => {
    expect(() => mlp({...small, rate: 1e30, clip: 1e30}).fit(human(lattice), root)).toThrow(DivergenceError);
    expect(() => vae({...small, rate: 1e30, clip: 1e30}).fit(human(lattice), root)).toThrow(DivergenceError);
  });
});
