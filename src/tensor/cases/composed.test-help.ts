/** Cases of what is composed of several operators and has a derivative of its own, beside the plain composition of elementary ones. */
import type {Stream} from '../../core/random/stream.ts';
import type {Tensor} from '../graph.ts';
import {attention, causalMask} from '../ops/attention.ts';
import {add, divide, exp, log, multiply, negate, sqrt, square, subtract} from '../ops/elementwise.ts';
import {concatenate, pick, reshape, slice, swapLast} from '../ops/layout.ts';
import {linear, matmul} from '../ops/matrix.ts';
import {EPSILON, layerNorm, normLinear, standardize} from '../ops/norm.ts';
import {max, mean, sum} from '../ops/reduce.ts';
import {rotary, rotaryTables} from '../ops/rotary.ts';
import {logProbabilityOf, logSoftmax, logSumExp, softmax} from '../ops/softmax.ts';
import type {Shape} from '../shape.ts';
import {type CaseTable, type Input, someShape} from './case.test-help.ts';

type Ts = Readonly<Record<string, Tensor>>;

const LAST = {axes: [-1], keep: true};

function softmaxByParts(x: Tensor): Tensor {
  const powers = exp(subtract(x, max(x, LAST)));
  return divide(powers, sum(powers, LAST));
}

function standardizeByParts(x: Tensor, epsilon = EPSILON): Tensor {
  const centred = subtract(x, mean(x, LAST));
  return divide(centred, sqrt(add(mean(square(centred), LAST), epsilon)));
}

const layerNormByParts = (x: Tensor, gain: Tensor, bias: Tensor, epsilon?: number): Tensor =>
  add(multiply(standardizeByParts(x, epsilon), gain), bias);

function attentionByParts(q: Tensor, k: Tensor, v: Tensor, {scale, mask}: {scale: number; mask?: Tensor}): Tensor {
  const scores = multiply(matmul(q, swapLast(k)), scale);
  return matmul(softmaxByParts(mask ? add(scores, mask) : scores), v);
}

const rows = (f: (x: Tensor) => Tensor, plain: (x: Tensor) => Tensor) => (stream: Stream) => ({
  inputs: {x: {shape: someShape(stream, 1 + stream.below(3))}},
  build: ({x}: Ts) => f(x),
  plain: ({x}: Ts) => plain(x),
});

const normedLayer = (transposeB: boolean, factor: number, biased: boolean) => (stream: Stream) => {
  const [n, m] = someShape(stream, 2);
  const D = 2 + stream.below(3);
  const c: Record<string, Input> = biased ? {c: {shape: [m]}} : {};
  return {
    inputs: {x: {shape: [n, D]}, gain: {shape: [D]}, bias: {shape: [D]}, weight: {shape: transposeB ? [m, D] : [D, m]}, ...c},
    build: (t: Ts) => normLinear(t.x, {gain: t.gain, bias: t.bias}, t.weight, t.c, {transposeB, factor, epsilon: 1e-3}),
    plain: (t: Ts) => {
      const y = matmul(layerNormByParts(t.x, t.gain, t.bias, 1e-3), transposeB ? swapLast(t.weight) : t.weight);
      return multiply(biased ? add(y, t.c) : y, factor);
    },
  };
};

interface Heads {
  readonly lead?: readonly [q: Shape, k: Shape];
  readonly mask?: 'causal' | 'fed' | 'learned';
  readonly scale?: number;
}

const heads =
  ({lead, mask: kind, scale}: Heads) =>
  (stream: Stream) => {
    const [T, S, d, e] = someShape(stream, 4);
    const both = someShape(stream, stream.below(3), 3);
    const [outer, inner] = lead ?? [both, both];
    const keys = kind === 'causal' ? T + stream.below(2) : S;
    const mask: Record<string, Input> = kind === 'fed' || kind === 'learned' ? {mask: {shape: [T, keys], fixed: kind === 'fed'}} : {};
    const masked = ({q, mask}: Ts) => (kind === 'causal' ? causalMask(q.graph, T, keys) : mask);
    return {
      inputs: {q: {shape: [...outer, T, d]}, k: {shape: [...inner, keys, d]}, v: {shape: [...inner, keys, e]}, ...mask},
      build: (t: Ts) => attention(t.q, t.k, t.v, {scale, mask: masked(t)}),
      plain: (t: Ts) => attentionByParts(t.q, t.k, t.v, {scale: scale ?? 1 / Math.sqrt(d), mask: masked(t)}),
    };
  };

/** x R' with the block matrix of the turns: one product a position. */
function rotaryByProduct(x: Tensor, from: number): Tensor {
  const [T, d] = x.shape.slice(-2);
  const {cos, sin} = rotaryTables(from, T, d);
  const half = d / 2;
  const turns = Array.from({length: T}, (_, t) => {
    const matrix = new Float64Array(d * d);
    for (let i = 0; i < half; i++) {
      const [c, s] = [cos[t * half + i], sin[t * half + i]];
      matrix[i * d + i] = c;
      matrix[(i + half) * d + i] = -s;
      matrix[i * d + i + half] = s;
      matrix[(i + half) * d + i + half] = c;
    }
    const constant = x.graph.constant(x.graph.float === 'float64' ? matrix : Float32Array.from(matrix), [d, d]);
    return matmul(slice(x, {axis: -2, from: t, to: t + 1}), constant);
  });
  return concatenate(turns, -2);
}

export const COMPOSED: CaseTable = {
  softmax: rows(softmax, softmaxByParts),
  logSumExp: rows(logSumExp, (x) => reshape(log(sum(exp(x), LAST)), x.shape.slice(0, -1))),
  logSoftmax: rows(logSoftmax, (x) => subtract(x, log(sum(exp(x), LAST)))),
  logProbabilityOf: (stream) => {
    const [n, K] = someShape(stream, 2, 5);
    return {
      inputs: {logits: {shape: [n, K]}, targets: {shape: [n], draw: {below: K}}},
      build: ({logits, targets}) => logProbabilityOf(logits, targets),
      plain: ({logits, targets}) => pick(log(softmaxByParts(logits)), targets),
    };
  },
  'the mean negative logProbabilityOf': () => ({
    inputs: {logits: {shape: [6, 5]}, targets: {shape: [6], draw: {below: 5}}},
    build: ({logits, targets}) => negate(mean(logProbabilityOf(logits, targets))),
  }),
  standardize: (stream) => ({
    inputs: {x: {shape: [...someShape(stream, stream.below(3)), 2 + stream.below(4)]}},
    build: ({x}) => standardize(x),
    plain: ({x}) => standardizeByParts(x),
  }),
  layerNorm: (stream) => {
    const D = 2 + stream.below(4);
    return {
      inputs: {x: {shape: [...someShape(stream, stream.below(3)), D]}, gain: {shape: [D]}, bias: {shape: [D]}},
      build: ({x, gain, bias}) => layerNorm(x, gain, bias),
      plain: ({x, gain, bias}) => layerNormByParts(x, gain, bias),
    };
  },
  normLinear: normedLayer(false, 1, true),
  'normLinear without bias': normedLayer(false, 1, false),
  'normLinear with a factor': normedLayer(false, 0.7, true),
  'normLinear with a factor, without bias': normedLayer(false, 0.7, false),
  'normLinear, transposed': normedLayer(true, 1, true),
  'normLinear, transposed, without bias': normedLayer(true, 1, false),
  'normLinear, transposed, with a factor': normedLayer(true, 0.7, true),
  'normLinear, transposed, with a factor, without bias': normedLayer(true, 0.7, false),
  attention: heads({}),
  'attention with a scale': heads({scale: 0.9}),
  'attention, causal': heads({mask: 'causal'}),
  'attention with a fed mask': heads({mask: 'fed'}),
  'attention with a learned mask': heads({mask: 'learned'}),
  'attention of many heads to one of keys': heads({
    lead: [
      [2, 3],
      [2, 1],
    ],
    mask: 'causal',
  }),
  rotary: (stream) => ({
    inputs: {x: {shape: [...someShape(stream, stream.below(3)), 1 + stream.below(4), 2 * (1 + stream.below(2))]}},
    build: ({x}) => rotary(x, {from: 3}),
    plain: ({x}) => rotaryByProduct(x, 3),
  }),
  'a layer of GPT': () => ({
    inputs: {x: {shape: [6, 4]}, gain: {shape: [4]}, bias: {shape: [4]}, qkv: {shape: [4, 12]}, out: {shape: [4, 4]}, c: {shape: [4]}},
    build: ({x, gain, bias, qkv, out, c}) => {
      const all = normLinear(x, {gain, bias}, qkv, undefined);
      const [q, k, v] = [0, 4, 8].map((from) => slice(all, {axis: 1, from, to: from + 4}));
      return add(x, linear(attention(q, k, v, {mask: causalMask(x.graph, 6)}), out, c));
    },
  }),
};
