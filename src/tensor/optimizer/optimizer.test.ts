import {describe, expect, it} from 'vitest';
import {DomainError} from '../../core/error.ts';
import {normal} from '../../core/random/normal.ts';
import {Stream} from '../../core/random/stream.ts';
import {Graph, type Tensor} from '../graph.ts';
import {multiply} from '../ops/elementwise.ts';
import {interpret} from '../reference.test-help.ts';
import {adamW, scheduleAt, scheduleInputs} from './adamw.ts';
import {clipFactor, clipScale} from './clip.ts';
import {adamWInPlace} from './in-place.ts';
import {rateAt} from './schedule.ts';

const ADAM = {betas: [0.9, 0.99] as const, epsilon: 1e-8, decay: 0.1};
const START = [0.5, -1.25, 2, 0];
const GRADIENT = [0.2, -0.4, 0.01, 0];
const FACTORS = [1, -0.5, 3];

/** PyTorch 2.15, float64, three steps: AdamW([w], lr=0.1, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.1) on w = START, w.grad = GRADIENT * factor */
const ADAM_BY_PYTORCH = [
  [0.39500000499999977, -1.1375000025, 1.8800000999999, 0],
  [0.3643800637315155, -1.0994550604118638, 1.834530189878148, 0],
  [0.2939220829848657, -1.0216463287982762, 1.7493707420751177, 0],
];
const gradientsAt = (t: number) => Float32Array.from(GRADIENT, (g) => g * FACTORS[t - 1]);

function expectAll(actual: ArrayLike<number>, wanted: ArrayLike<number>, digits: number): void {
  expect(actual.length).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) expect(actual[i]).toBeCloseTo(wanted[i], digits);
}

/** One parameter's step as a graph, run by the interpreter in float64. */
function adamWByGraph(decays: boolean, n: number) {
  const graph = new Graph({float: 'float64'});
  const input = (name: string) => graph.input(name, [n]);
  const state = {weight: input('weight'), mean: input('mean'), square: input('square'), gradient: input('gradient'), decays};
  const next = adamW(state, scheduleInputs(graph), ADAM);
  for (const [name, tensor] of Object.entries(next)) graph.output(`next ${name}`, tensor as Tensor);
  return (feeds: Record<string, ArrayLike<number>>) => {
    const {'next weight': weight, 'next mean': mean, 'next square': square} = interpret(graph, feeds);
    return {weight, mean, square};
  };
}

describe('AdamW', () => {
  it('as a graph steps as PyTorch does', () => {
    const step = adamWByGraph(true, 4);
    let state: Record<string, Float64Array> = {weight: Float64Array.from(START), mean: new Float64Array(4), square: new Float64Array(4)};
    for (const [i, wanted] of ADAM_BY_PYTORCH.entries()) {
      state = step({...state, gradient: gradientsAt(i + 1), ...scheduleAt(i + 1, 0.1, ADAM)});
      expectAll(state.weight, wanted, 6);
    }
  });

  it('in place steps as PyTorch does', () => {
    const weights = Float32Array.from(START);
    const arrays = {weights, means: new Float32Array(4), squares: new Float32Array(4)};
    for (const [i, wanted] of ADAM_BY_PYTORCH.entries()) {
      adamWInPlace({...arrays, gradients: gradientsAt(i + 1)}, ADAM, {t: i + 1, rate: 0.1});
      expectAll(weights, wanted, 6);
    }
  });

  it('moves by the rate in the first step, whatever the size of the gradient, and keeps 1 - rate decay of the weight', () => {
    const weights = Float32Array.of(1, 1, 1);
    const gradients = Float32Array.of(1e-3, -70, 0);
    const arrays = {weights, gradients, means: new Float32Array(3), squares: new Float32Array(3)};
    adamWInPlace(arrays, {...ADAM, epsilon: 0.001, decay: 0.5}, {t: 1, rate: 0.1});
    // 0.95 - 0.1 g / (|g| + 0.001)
    expectAll(weights, [0.95 - 0.05, 0.95 + 0.1 * (70 / 70.001), 0.95], 6);
    expectAll(arrays.means, [1e-4, -7, 0], 6);
    expectAll(arrays.squares, [1e-8, 49, 0], 4);
  });

  it.each([true, false])('in place is its graph, over random steps with a scaled gradient (decays: %s)', (decays) => {
    const stream = Stream.root('adamw');
    const n = 257;
    const draw = () => Float32Array.from({length: n}, () => normal(stream));
    const arrays = {weights: draw(), means: new Float32Array(n), squares: new Float32Array(n)};
    const step = adamWByGraph(decays, n);
    let state: Record<string, Float64Array> = {
      weight: Float64Array.from(arrays.weights),
      mean: new Float64Array(n),
      square: new Float64Array(n),
    };
    for (let t = 1; t <= 8; t++) {
      const gradients = draw();
      const rate = 0.01 * t;
      adamWInPlace({...arrays, gradients}, {...ADAM, decay: decays ? ADAM.decay : 0}, {t, rate, scale: 0.25});
      state = step({...state, gradient: gradients.map((g) => 0.25 * g), ...scheduleAt(t, rate, ADAM)});
    }
    for (const [got, wanted] of [
      [arrays.weights, state.weight],
      [arrays.means, state.mean],
      [arrays.squares, state.square],
    ])
      expectAll(got, wanted, 5);
  });

  it('refuses arrays of other lengths and steps that are not counted from 1', () => {
    const four = () => new Float32Array(4);
    const arrays = {weights: four(), gradients: new Float32Array(3), means: four(), squares: four()};
    expect(() => adamWInPlace(arrays, ADAM, {t: 1, rate: 0.1})).toThrow(/4 weights and 3 gradients/);
    expect(() => adamWInPlace({...arrays, gradients: four()}, ADAM, {t: 0, rate: 0.1})).toThrow(DomainError);
  });
});

describe('clipping by the global norm', () => {
  const parts = [Float32Array.of(3, 0), Float32Array.of(4, 12)];
  const clipped = (most: number) => {
    const graph = new Graph({float: 'float64'});
    const tensors = parts.map((values, i) => graph.input(`g${i}`, [values.length]));
    const factor = clipFactor(tensors, most);
    for (const [i, tensor] of tensors.entries()) graph.output(`clipped ${i}`, multiply(tensor, factor));
    return interpret(graph, {g0: parts[0], g1: parts[1]});
  };

  it('scales all gradients together, as clip_grad_norm_ of PyTorch: (3, 0), (4, 12) at 6.5 are halved', () => {
    expect(clipScale(parts, 6.5)).toBeCloseTo(0.5, 6);
    const {'clipped 0': a, 'clipped 1': b} = clipped(6.5);
    expectAll(a, [1.5, 0], 6);
    expectAll(b, [2, 6], 6);
  });

  it('leaves gradients whose norm is not above', () => {
    expect(clipScale(parts, 13.001)).toBe(1);
    expectAll(clipped(100)['clipped 1'], [4, 12], 12);
    expect(clipScale([new Float32Array(3)], 1)).toBe(1);
  });

  it('lets a gradient that is no number through, so that it is seen', () => {
    expect(clipScale([Float32Array.of(1, Number.NaN)], 1)).toBeNaN();
  });

  it('refuses no gradients and no bound', () => {
    expect(() => clipScale([], 1)).toThrow(/no gradients/);
    expect(() => clipScale(parts, 0)).toThrow(/above 0, got 0/);
  });
});

describe('a schedule', () => {
  const cosine = {kind: 'cosine', rate: 1, floor: 0.1, warmup: 4, steps: 12} as const;

  it('warms up in equal steps, then follows a cosine to the floor', () => {
    expect([1, 2, 3, 4].map((t) => rateAt(cosine, t))).toEqual([0.25, 0.5, 0.75, 1]);
    expect(rateAt(cosine, 8)).toBeCloseTo(0.55, 12);
    expect(rateAt(cosine, 6)).toBeCloseTo(0.1 + 0.45 * (1 + Math.SQRT1_2), 12);
    expect([12, 13, 1000].map((t) => rateAt(cosine, t))).toEqual([0.1, 0.1, 0.1]);
    for (let t = 5; t <= 12; t++) expect(rateAt(cosine, t)).toBeLessThan(rateAt(cosine, t - 1));
  });

  it('may have no warm-up, be all warm-up, or constant', () => {
    expect(rateAt({...cosine, warmup: 0}, 1)).toBeCloseTo(0.1 + 0.45 * (1 + Math.cos(Math.PI / 12)), 12);
    expect(rateAt({...cosine, warmup: 12}, 12)).toBe(1);
    expect(rateAt({kind: 'constant', rate: 0.3}, 99)).toBe(0.3);
  });

  it('refuses step 0, a floor above the rate and a warm-up longer than all', () => {
    expect(() => rateAt(cosine, 0)).toThrow(/from 1, got 0/);
    expect(() => rateAt({...cosine, floor: 2}, 1)).toThrow(/floor <= rate/);
    expect(() => rateAt({...cosine, warmup: 13}, 1)).toThrow(/warmup <= steps/);
  });
});
