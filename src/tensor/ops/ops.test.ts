/** What operators are at their edges, and by hand. Gradients everywhere else: gradients.test.ts. */
import {describe, expect, it} from 'vitest';
import {Stream} from '../../core/random/stream.ts';
import {gradients} from '../gradients.ts';
import {Graph, type Tensor} from '../graph.ts';
import {interpret} from '../reference.test-help.ts';
import type {Shape} from '../shape.ts';
import {attention, causalMask} from './attention.ts';
import {conv2d, transposedConv2d} from './conv.ts';
import {fillDropout} from './dropout.ts';
import {abs, add, exp, maximum, minimum, multiply, relu, softplus} from './elementwise.ts';
import {concatenate, reshape, slice, split, transpose} from './layout.ts';
import {matmul} from './matrix.ts';
import {max, sum} from './reduce.ts';
import {rotary, rotaryBy, rotaryTables} from './rotary.ts';
import {logProbabilityOf, logSoftmax, softmax} from './softmax.ts';

const OPTIONS = {float: 'float64'} as const;

/** A function of one input, and the gradient of the sum of its values. */
function applied(f: (x: Tensor) => Tensor, values: readonly number[], shape: Shape = [values.length], fused = false) {
  const graph = new Graph({...OPTIONS, fused});
  const x = graph.input('x', shape);
  const y = f(x);
  graph.output('y', y);
  graph.output('dx', gradients(sum(y), [x])[0]);
  const results = interpret(graph, {x: values});
  return {y: Array.from(results.y), dx: Array.from(results.dx)};
}

describe('at a kink', () => {
  it('relu and abs have the gradient 0', () => {
    expect(applied(relu, [-1, 0, 2])).toEqual({y: [0, 0, 2], dx: [0, 0, 1]});
    expect(applied(abs, [-3, 0, 2]).dx.map((d) => d + 0)).toEqual([-1, 0, 1]);
  });

  it('the first of equal ones has the gradient of maximum and minimum', () => {
    for (const f of [maximum, minimum]) {
      const graph = new Graph(OPTIONS);
      const [a, b] = [graph.input('a', [2]), graph.input('b', [2])];
      const [da, db] = gradients(sum(f(a, b)), [a, b]);
      graph.output('da', da);
      graph.output('db', db);
      const results = interpret(graph, {a: [1, 5], b: [1, 5]});
      expect([...results.da, ...results.db]).toEqual([1, 1, 0, 0]);
    }
  });

  it('equal largest ones share the gradient of max', () => {
    expect(applied((x) => max(x, {axes: [1]}), [3, 3, 1, 0, 2, 1], [2, 3])).toEqual({y: [3, 2], dx: [0.5, 0.5, 0, 0, 1, 0]});
  });
});

describe('of numbers of any size', () => {
  it.each([false, true])('softmax, its logarithm and softplus are numbers, and so are their gradients (fused: %s)', (fused) => {
    const wide = [1000, -1000, 999, 0];
    for (const f of [softmax, logSoftmax, softplus]) {
      const {y, dx} = applied(f, wide, [1, 4], fused);
      expect([...y, ...dx].every(Number.isFinite)).toBe(true);
    }
    expect(applied(logSoftmax, wide, [1, 4], fused).y[1]).toBeCloseTo(-2000.3132616875182, 9);
  });

  it.each([false, true])('the log-probability of a target that is nearly impossible is a number (fused: %s)', (fused) => {
    const graph = new Graph({fused, float: 'float64'});
    const logits = graph.input('logits', [1, 3]);
    const p = logProbabilityOf(logits, graph.input('targets', [1], 'int32'));
    graph.output('p', p);
    graph.output('d', gradients(sum(p), [logits])[0]);
    const {p: value, d} = interpret(graph, {logits: [500, 0, -500], targets: [2]});
    expect(value[0]).toBeCloseTo(-1000, 9);
    expect(Array.from(d, (x) => Math.round(x * 1e9) / 1e9 + 0)).toEqual([-1, 0, 1]);
  });
});

describe('what computes nothing', () => {
  it('adds no operator', () => {
    const graph = new Graph(OPTIONS);
    const x = graph.input('x', [2, 3]);
    expect(reshape(x, [2, -1])).toBe(x);
    expect(transpose(x, [0, 1])).toBe(x);
    expect(slice(x, {axis: 1, from: 0, to: 3})).toBe(x);
    expect(split(x, 0, [2])).toEqual([x]);
    expect(sum(x, {axes: []})).toBe(x);
    expect(graph.nodes).toEqual([]);
  });
});

describe('attention', () => {
  it('may not look ahead where the mask is causal', () => {
    const graph = new Graph(OPTIONS);
    const [q, k, v] = ['q', 'k', 'v'].map((name) => graph.input(name, [3, 2]));
    const out = attention(q, k, v, {mask: causalMask(graph, 3)});
    const first = sum(slice(out, {axis: 0, from: 0, to: 1}));
    for (const [i, gradient] of gradients(first, [k, v]).entries()) graph.output(`d${i}`, gradient);
    graph.output('out', out);
    const results = interpret(graph, {q: [1, 2, 3, 4, 5, 6], k: [1, 0, 0, 1, 1, 1], v: [7, 8, 1, 2, 3, 4]});
    expect(Array.from(results.out.slice(0, 2))).toEqual([7, 8]);
    expect(Array.from(results.d1)).toEqual([1, 1, 0, 0, 0, 0]);
    expect(Array.from(results.d0.slice(2)).map(Math.abs)).toEqual([0, 0, 0, 0]);
  });

  it('stands with its queries at the end of the keys', () => {
    const graph = new Graph();
    graph.output('mask', causalMask(graph, 2, 4));
    expect(Array.from(interpret(graph, {}).mask, (value) => Number(value === 0))).toEqual([1, 1, 1, 0, 1, 1, 1, 1]);
  });
});

describe('rotary positions', () => {
  it('turn a pair by its position and frequency', () => {
    const {y} = applied((x) => rotary(x, {from: 2}), [1, 0, 0, 0, 0, 1, 0, 0], [2, 4]);
    // (1, 0 | 0, 0) at 2: the first pair is turned by 2; (0, 1 | 0, 0) at 3: the second by 3 / 100
    const wanted = [Math.cos(2), 0, Math.sin(2), 0, 0, Math.cos(0.03), 0, Math.sin(0.03)];
    for (const [i, value] of wanted.entries()) expect(y[i]).toBeCloseTo(value, 6);
  });

  it('leave the product of a query and a key to their distance', () => {
    const graph = new Graph(OPTIONS);
    const [q, k] = [graph.input('q', [1, 6]), graph.input('k', [1, 6])];
    for (const [i, [t, s]] of [
      [5, 2],
      [105, 102],
      [5, 3],
    ].entries())
      graph.output(`${i}`, matmul(rotary(q, {from: t}), rotary(k, {from: s}), {transposeB: true}));
    const results = interpret(graph, {q: [1, -2, 3, 0.5, 0.1, -1], k: [0.3, 2, -1, 1, 0, 4]});
    expect(results[1][0]).toBeCloseTo(results[0][0], 5);
    expect(Math.abs(results[2][0] - results[0][0])).toBeGreaterThan(0.1);
  });

  it('are the same by tables that are fed', () => {
    const graph = new Graph(OPTIONS);
    const x = graph.input('x', [2, 1, 4]);
    graph.output('constant', rotary(x, {from: 7, base: 500}));
    graph.output('fed', rotaryBy(x, graph.input('cos', [1, 2]), graph.input('sin', [1, 2])));
    const {constant, fed} = interpret(graph, {x: [1, 2, 3, 4, 5, 6, 7, 8], ...rotaryTables(7, 1, 4, 500)});
    expect(fed).toEqual(constant);
  });
});

describe('convolutions', () => {
  const image = Array.from({length: 12}, (_, i) => i);
  const kernel = Float64Array.of(1, -2, 0.5, 3);

  it('are those of PyTorch: conv2d(arange(12).reshape(1,1,3,4), [[1,-2],[0.5,3]], 0.25, stride=2, padding=1)', () => {
    const {y} = applied(
      (x) => conv2d(x, x.graph.constant(kernel, [1, 1, 2, 2]), {bias: x.graph.filled(0.25, [1]), stride: 2, padding: 1}),
      image,
      [1, 1, 3, 4],
    );
    expect(y).toEqual([0.25, 6.75, 1.75, 16.25, 27.75, 12.75]);
  });

  it('transposed too: conv_transpose2d of its upper left quarter, stride=2, padding=1, output_padding=1', () => {
    const options = {stride: 2, padding: 1, outputPadding: 1};
    const {y} = applied((x) => transposedConv2d(x, x.graph.constant(kernel, [1, 1, 2, 2]), options), [0, 1, 4, 5], [1, 1, 2, 2]);
    expect(y).toEqual([0, 0.5, 3, -8, 5, -10, 12, 2.5, 15]);
  });
});

describe('dropout', () => {
  it('drops its share and scales the rest, so that the mean stays', () => {
    const mask = new Float32Array(20_000);
    fillDropout(Stream.root('dropout'), mask, 0.3);
    const dropped = mask.filter((value) => value === 0).length;
    // 20,000 draws of chance 0.3: five standard deviations are 324
    expect(Math.abs(dropped - 6000)).toBeLessThan(324);
    expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
    fillDropout(Stream.root('dropout'), mask, 0);
    expect(new Set(mask)).toEqual(new Set([1]));
  });

  it('refuses to drop all', () => {
    expect(() => fillDropout(Stream.root('dropout'), new Float32Array(1), 1)).toThrow(/share from 0 to below 1, got 1/);
  });
});

describe('gradients', () => {
  it('are zeros by what the scalar does not depend on, and reach tensors between', () => {
    const graph = new Graph(OPTIONS);
    const [x, other] = [graph.input('x', [2]), graph.input('other', [3])];
    const middle = exp(x);
    const [dMiddle, dOther] = gradients(sum(multiply(concatenate([middle, middle], 0), 2)), [middle, other]);
    graph.output('dMiddle', dMiddle);
    graph.output('dOther', dOther);
    const results = interpret(graph, {x: [1, 2]});
    expect(Array.from(results.dMiddle)).toEqual([4, 4]);
    expect(Array.from(results.dOther)).toEqual([0, 0, 0]);
  });

  it('are one by the scalar itself, and can be taken twice in one graph', () => {
    const graph = new Graph(OPTIONS);
    const x = graph.input('x', []);
    const y = multiply(x, x);
    graph.output('dy', gradients(y, [y])[0]);
    graph.output('dx', gradients(y, [x])[0]);
    graph.output('again', gradients(add(y, x), [x])[0]);
    const {dy, dx, again} = interpret(graph, {x: [3]});
    expect([dy[0], dx[0], again[0]]).toEqual([1, 6, 7]);
  });
});
