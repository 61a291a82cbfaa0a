/** Products of matrices and convolutions, as their definitions read. */
import type {GraphNode} from '../graph.ts';
import {broadcastShape} from '../shape.ts';
import {attributeOf, listOf, type Operator} from './operator.test-help.ts';
import {at, indices, placeOf, sumOf, tabulate, type Value} from './value.test-help.ts';

function swapped(x: Value): Value {
  const lead = x.shape.slice(0, -2);
  const [m, n] = x.shape.slice(-2);
  return tabulate([...lead, n, m], (index) => at(x, [...index.slice(0, -2), index.at(-1)!, index.at(-2)!]));
}

function product(a: Value, b: Value): Value {
  const inner = a.shape.at(-1)!;
  if (inner !== b.shape.at(-2)) throw new Error(`a product of (${a.shape}) and (${b.shape})`);
  const lead = broadcastShape('MatMul', a.shape.slice(0, -2), b.shape.slice(0, -2));
  const n = b.shape.at(-1)!;
  return tabulate([...lead, a.shape.at(-2)!, n], (index) => {
    const [outer, i, j] = [index.slice(0, -2), index.at(-2)!, index.at(-1)!];
    const [row, column] = [placeOf(a.shape, [...outer, i, 0]), placeOf(b.shape, [...outer, 0, j])];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += a.data[row + k] * b.data[column + k * n];
    return sum;
  });
}

/** factor A B, each transposed where the node says so. */
function general([a, b]: readonly (Value | undefined)[], node: GraphNode): Value {
  const [left, right] = [attributeOf(node, 'transA', 0) ? swapped(a!) : a!, attributeOf(node, 'transB', 0) ? swapped(b!) : b!];
  const {shape, data} = product(left, right);
  const factor = attributeOf(node, 'alpha', 1);
  return {shape, data: data.map((value) => factor * value)};
}

/** One group: all that the graphs have. */
function geometry(node: GraphNode) {
  if (attributeOf(node, 'group', 1) !== 1) throw new Error('the reference has no groups');
  return {
    strides: listOf(node, 'strides', [1, 1]),
    pads: listOf(node, 'pads', [0, 0, 0, 0]),
    dilations: listOf(node, 'dilations', [1, 1]),
  };
}

const BIASLESS: Value = {shape: [1], data: Float64Array.of(0)};

export const PRODUCT_OPERATORS: Record<string, Operator> = {
  MatMul: ([a, b]) => [product(a!, b!)],
  'com.microsoft.FusedMatMul': (inputs, node) => [general(inputs, node)],
  Gemm: (inputs, node) => {
    const {shape, data} = general(inputs, node);
    const [bias, factor] = [inputs[2] ?? BIASLESS, attributeOf(node, 'beta', 1)];
    return [tabulate(shape, (index) => at({shape, data}, index) + factor * at(bias, index))];
  },
  Conv: ([x, w, bias = BIASLESS], node) => {
    const {strides, pads, dilations} = geometry(node);
    const [B, C, height, width] = x!.shape;
    const [M, , kh, kw] = w!.shape;
    const rows = Math.floor((height + pads[0] + pads[2] - dilations[0] * (kh - 1) - 1) / strides[0]) + 1;
    const columns = Math.floor((width + pads[1] + pads[3] - dilations[1] * (kw - 1) - 1) / strides[1]) + 1;
    const kernel = indices([C, kh, kw]);
    return [
      tabulate([B, M, rows, columns], ([b, m, i, j]) => {
        const terms = kernel.map(([c, p, q]) => {
          const [y, z] = [i * strides[0] + p * dilations[0] - pads[0], j * strides[1] + q * dilations[1] - pads[1]];
          return y >= 0 && y < height && z >= 0 && z < width ? at(x!, [b, c, y, z]) * at(w!, [m, c, p, q]) : 0;
        });
        return sumOf(terms) + at(bias, [m]);
      }),
    ];
  },
  ConvTranspose: ([x, w, bias = BIASLESS], node) => {
    const {strides, pads, dilations} = geometry(node);
    if (dilations.some((dilation) => dilation !== 1)) throw new Error('the reference transposes no dilation');
    const more = listOf(node, 'output_padding', [0, 0]);
    const [B, , height, width] = x!.shape;
    const [, M, kh, kw] = w!.shape;
    const rows = strides[0] * (height - 1) + kh + more[0] - pads[0] - pads[2];
    const columns = strides[1] * (width - 1) + kw + more[1] - pads[1] - pads[3];
    const y = tabulate([B, M, rows, columns], ([, m]) => at(bias, [m]));
    const kernel = indices([M, kh, kw]);
    for (const [b, c, i, j] of indices(x!.shape))
      for (const [m, p, q] of kernel) {
        const [r, s] = [i * strides[0] + p - pads[0], j * strides[1] + q - pads[1]];
        if (r >= 0 && r < rows && s >= 0 && s < columns)
          y.data[placeOf(y.shape, [b, m, r, s])] += at(x!, [b, c, i, j]) * at(w!, [c, m, p, q]);
      }
    return [y];
  },
};
