/** Cases of products of matrices and convolutions. */
import type {Stream} from '../../core/random/stream.ts';
import type {Tensor} from '../graph.ts';
import {conv2d, transposedConv2d} from '../ops/conv.ts';
import {add, multiply} from '../ops/elementwise.ts';
import {reshape, swapLast} from '../ops/layout.ts';
import {linear, matmul, sumOfRows} from '../ops/matrix.ts';
import {sum} from '../ops/reduce.ts';
import {broadcastable, type CaseTable, coin, type Input, someShape} from './case.test-help.ts';

/** The sum over k of a[i,k] b[k,j], by broadcasting. */
function productBySums(a: Tensor, b: Tensor): Tensor {
  const [left, right] = [reshape(a, [...a.shape, 1]), reshape(b, [...b.shape.slice(0, -2), 1, ...b.shape.slice(-2)])];
  return sum(multiply(left, right), {axes: [-2]});
}

const product = (options: {transposeA?: boolean; transposeB?: boolean; factor?: number}) => (stream: Stream) => {
  const [m, k, n] = someShape(stream, 3);
  const lead = someShape(stream, stream.below(3), 3);
  const [small, whole] = coin(stream) ? [lead, broadcastable(stream, lead)] : [broadcastable(stream, lead), lead];
  const {transposeA, transposeB, factor = 1} = options;
  return {
    inputs: {a: {shape: [...small, ...(transposeA ? [k, m] : [m, k])]}, b: {shape: [...whole, ...(transposeB ? [n, k] : [k, n])]}},
    build: ({a, b}: Record<string, Tensor>) => matmul(a, b, options),
    plain: ({a, b}: Record<string, Tensor>) => multiply(productBySums(transposeA ? swapLast(a) : a, transposeB ? swapLast(b) : b), factor),
  };
};

const layer = (options: {transposeB?: boolean; factor?: number; biasFactor?: number}, biased: boolean) => (stream: Stream) => {
  const [n, k, m] = someShape(stream, 3);
  const {transposeB, factor = 1, biasFactor = 1} = options;
  const bias: Record<string, Input> = biased ? {bias: {shape: [m]}} : {};
  return {
    inputs: {x: {shape: [n, k]}, weight: {shape: transposeB ? [m, k] : [k, m]}, ...bias},
    build: (t: Record<string, Tensor>) => linear(t.x, t.weight, t.bias, options),
    plain: (t: Record<string, Tensor>) => {
      const y = multiply(productBySums(t.x, transposeB ? swapLast(t.weight) : t.weight), factor);
      return biased ? add(y, multiply(t.bias, biasFactor)) : y;
    },
  };
};

/** An image, and weights of `channels`, of which the first are the image's for a convolution and the last the result's. */
function convolution(stream: Stream, transposed: boolean) {
  const [B, C, M] = someShape(stream, 3, 3);
  const kernel = [1 + stream.below(3), 1 + stream.below(3)];
  const [stride, padding] = [1 + stream.below(3), stream.below(Math.min(...kernel))];
  const size = kernel.map((extent) => (transposed ? 2 : extent) + stream.below(4));
  const inputs: Record<string, Input> = {
    x: {shape: [B, C, ...size]},
    weight: {shape: [...(transposed ? [C, M] : [M, C]), ...kernel]},
    bias: {shape: [M]},
  };
  return {inputs, stride, padding, outputPadding: transposed ? stream.below(stride) : 0};
}

export const PRODUCTS: CaseTable = {
  matmul: product({}),
  'matmul, A transposed': product({transposeA: true}),
  'matmul, B transposed': product({transposeB: true}),
  'matmul, both transposed, with a factor': product({transposeA: true, transposeB: true, factor: 0.3}),
  'matmul with a factor': product({factor: -1.7}),
  linear: layer({}, true),
  'linear without bias': layer({}, false),
  'linear, transposed, with factors': layer({transposeB: true, factor: 0.7, biasFactor: 1.3}, true),
  sumOfRows: (stream) => ({
    inputs: {x: {shape: someShape(stream, 2)}},
    build: ({x}) => sumOfRows(x),
    plain: ({x}) => sum(x, {axes: [0]}),
  }),
  conv2d: (stream) => {
    const {inputs, stride, padding} = convolution(stream, false);
    return {inputs, build: ({x, weight, bias}) => conv2d(x, weight, {bias, stride, padding})};
  },
  'conv2d whose kernel does not reach the last row': () => ({
    inputs: {x: {shape: [2, 1, 6, 7]}, weight: {shape: [2, 1, 3, 3]}},
    build: ({x, weight}) => conv2d(x, weight, {stride: 2}),
  }),
  transposedConv2d: (stream) => {
    const {inputs, stride, padding, outputPadding} = convolution(stream, true);
    const shrunk = {...inputs, x: {shape: [...inputs.x.shape.slice(0, 2), 2 + padding, 3 + padding]}};
    return {inputs: shrunk, build: ({x, weight, bias}) => transposedConv2d(x, weight, {bias, stride, padding, outputPadding})};
  },
};
