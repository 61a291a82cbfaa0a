/** Cases of sizes at which runtimes take other kernels: vectors of 4, tiles, several workgroups. For runtimes only. */
import type {Tensor} from '../graph.ts';
import {attention, causalMask} from '../ops/attention.ts';
import {conv2d, transposedConv2d} from '../ops/conv.ts';
import {add, geluOfScaled, multiply, relu} from '../ops/elementwise.ts';
import {gatherRows, reshape, split, transpose} from '../ops/layout.ts';
import {linear, matmul} from '../ops/matrix.ts';
import {layerNorm, normLinear} from '../ops/norm.ts';
import {mean} from '../ops/reduce.ts';
import {logProbabilityOf, softmax} from '../ops/softmax.ts';
import type {CaseTable} from './case.test-help.ts';

type Ts = Readonly<Record<string, Tensor>>;

const [B, T, H, D, V] = [2, 12, 4, 32, 40];

/** A block of a transformer, its embedding and its loss. */
function gpt({x, targets, tokens, positions, gain, bias, qkv, c, out, up, down}: Ts): Tensor {
  const n = B * T;
  const h = reshape(add(gatherRows(tokens, x), positions), [n, D]);
  const heads = transpose(reshape(normLinear(h, {gain, bias}, qkv, c), [B, T, 3, H, D / H]), [2, 0, 3, 1, 4]);
  const [q, k, v] = split(heads, 0, [1, 1, 1]).map((one) => reshape(one, [B, H, T, D / H]));
  const seen = attention(q, k, v, {mask: causalMask(x.graph, T)});
  const middle = add(h, linear(reshape(transpose(seen, [0, 2, 1, 3]), [n, D]), out));
  const wide = geluOfScaled(normLinear(middle, {gain, bias}, up, undefined, {factor: Math.SQRT1_2}));
  const last = add(middle, linear(wide, down, undefined, {factor: Math.SQRT1_2}));
  return mean(logProbabilityOf(normLinear(last, {gain, bias}, tokens, undefined, {transposeB: true}), targets));
}

export const LARGE: CaseTable = {
  'large matmul': () => ({
    inputs: {a: {shape: [2, 33, 64]}, b: {shape: [2, 64, 20]}},
    build: ({a, b}) => matmul(a, b, {factor: 0.125}),
  }),
  'large matmul, both transposed': () => ({
    inputs: {a: {shape: [3, 32, 16]}, b: {shape: [24, 32]}},
    build: ({a, b}) => matmul(a, b, {transposeA: true, transposeB: true}),
  }),
  'large linear': () => ({
    inputs: {x: {shape: [64, 32]}, weight: {shape: [32, 48]}, bias: {shape: [48]}},
    build: ({x, weight, bias}) => relu(linear(x, weight, bias)),
  }),
  'large softmax': () => ({inputs: {x: {shape: [40, 65]}}, build: ({x}) => softmax(multiply(x, 3))}),
  'large layerNorm': () => ({
    inputs: {x: {shape: [2, 20, 64]}, gain: {shape: [64]}, bias: {shape: [64]}},
    build: ({x, gain, bias}) => layerNorm(x, gain, bias),
  }),
  'large attention': () => ({
    inputs: {q: {shape: [2, 3, 20, 16]}, k: {shape: [2, 3, 20, 16]}, v: {shape: [2, 3, 20, 16]}},
    build: ({q, k, v}) => attention(q, k, v, {mask: causalMask(q.graph, 20)}),
  }),
  'large gatherRows': () => ({
    inputs: {table: {shape: [50, 64]}, ids: {shape: [4, 30], draw: {below: 50}}},
    build: ({table, ids}) => gatherRows(table, ids),
  }),
  'large logProbabilityOf': () => ({
    inputs: {logits: {shape: [64, 96]}, targets: {shape: [64], draw: {below: 96}}},
    build: ({logits, targets}) => logProbabilityOf(logits, targets),
  }),
  'large conv2d': () => ({
    inputs: {x: {shape: [4, 4, 9, 9]}, weight: {shape: [8, 4, 3, 3]}, bias: {shape: [8]}},
    build: ({x, weight, bias}) => conv2d(x, weight, {bias, stride: 2, padding: 1}),
  }),
  'large transposedConv2d': () => ({
    inputs: {x: {shape: [4, 8, 4, 4]}, weight: {shape: [8, 4, 3, 3]}, bias: {shape: [4]}},
    build: ({x, weight, bias}) => transposedConv2d(x, weight, {bias, stride: 2, padding: 1, outputPadding: 1}),
  }),
  'a small GPT and its loss': () => ({
    inputs: {
      x: {shape: [B, T], draw: {below: V}},
      targets: {shape: [B * T], draw: {below: V}},
      tokens: {shape: [V, D]},
      positions: {shape: [T, D]},
      gain: {shape: [D]},
      bias: {shape: [D]},
      qkv: {shape: [D, 3 * D]},
      c: {shape: [3 * D]},
      out: {shape: [D, D]},
      up: {shape: [D, 4 * D]},
      down: {shape: [4 * D, D]},
    },
    build: gpt,
  }),
};
