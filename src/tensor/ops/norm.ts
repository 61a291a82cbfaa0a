/**
 * Layer normalisation, alone and folded into the linear layer behind it.
 *
 *   norm(x) = gain * z + bias,   z = (x - mean) / sqrt(variance + eps), over the last axis
 *
 * Behind it nearly always stands a linear layer, so its gain, its bias and the centring are moved into that layer's weights, which are
 * small beside the activations:
 *
 *   norm(x) W + c = z W' + c',   W' = centred(gain * W),   c' = bias W + c
 *
 * z sums to 0, so centring the columns of W' changes nothing, and makes the gradient that comes back sum to 0 too:
 *
 *   dx = (v - z mean(v z)) / sqrt(variance + eps),   v = dy W'^T
 *
 * edge     ONNX Runtime's WebGPU takes the variance as E x^2 - (E x)^2: where the mean of a row is r times its standard deviation, z is off by
 *          about 1e-7 r^2 (measured: 1e-5 at 10, 1e-3 at 100, no number at 10,000); its CPU centres first
 * source   Ba, Kiros and Hinton, arXiv:1607.06450
 */
import type {Tensor} from '../graph.ts';
import {axisOf, sameShape, shapeError} from '../shape.ts';
import {add, multiply, subtract} from './elementwise.ts';
import {reshape} from './layout.ts';
import {linear, matmul, sumOfRows} from './matrix.ts';
import {mean, sum} from './reduce.ts';

export const EPSILON = 1e-5;

interface Standardized {
  readonly z: Tensor;
  /** 1 / sqrt(variance + eps), the last axis kept with extent 1. */
  readonly inverse: Tensor;
}

function standardizedParts(x: Tensor, epsilon: number): Standardized {
  const {graph, shape} = x;
  axisOf('LayerNormalization', shape, -1);
  const D = shape.at(-1)!;
  const rows = [...shape.slice(0, -1), 1];
  const inputs = [x, graph.filled(1, [D]), graph.filled(0, [D])];
  const [z, , inverse] = graph.node('LayerNormalization', inputs, [{shape}, {shape: rows}, {shape: rows}], {
    attributes: {axis: -1, epsilon: {float: epsilon}},
  });
  return {z, inverse};
}

/** Mean 0 and variance 1 along the last axis. */
export function standardize(x: Tensor, epsilon = EPSILON): Tensor {
  let parts: Standardized;
  const build = () => {
    parts = standardizedParts(x, epsilon);
    return parts.z;
  };
  const over = {axes: [-1], keep: true};
  return x.graph.compose('standardize', [x], build, (g) => {
    const along = multiply(parts.z, mean(multiply(g, parts.z), over));
    return [multiply(subtract(subtract(g, mean(g, over)), along), parts.inverse)];
  });
}

/** gain * standardize(x) + bias. x: (..., D); gain, bias: (D,) */
export function layerNorm(x: Tensor, gain: Tensor, bias: Tensor, epsilon = EPSILON): Tensor {
  checkRow('layerNorm', x.shape.at(-1)!, [gain, bias]);
  return add(multiply(standardize(x, epsilon), gain), bias);
}

function checkRow(operation: string, extent: number, rows: readonly Tensor[]): void {
  for (const {shape} of rows)
    if (!sameShape(shape, [extent]))
      throw shapeError(operation, [shape], `gains and biases of shape (${extent})`, 'Give one number a column.');
}

interface NormLinearOptions {
  readonly transposeB?: boolean;
  readonly factor?: number;
  readonly epsilon?: number;
}

export interface Norm {
  readonly gain: Tensor;
  readonly bias: Tensor;
}

/** factor * (layerNorm(x) W + c). x: (n, D); weight: (D, m), or (m, D) where it is transposed; c: (m,) -> (n, m) */
export function normLinear(x: Tensor, {gain, bias}: Norm, weight: Tensor, c: Tensor | undefined, options: NormLinearOptions = {}): Tensor {
  const {transposeB = false, factor = 1, epsilon = EPSILON} = options;
  const [D, m] = transposeB ? [weight.shape[1], weight.shape[0]] : weight.shape;
  if (x.shape.length !== 2 || weight.shape.length !== 2 || x.shape[1] !== D)
    throw shapeError('normLinear', [x.shape, weight.shape], '(n, D) and (D, m)', 'Reshape x to rows, or set transposeB.');
  checkRow('normLinear', D, [gain, bias]);
  checkRow('normLinear', m, c ? [c] : []);
  const spread = (v: Tensor) => reshape(v, transposeB ? [1, D] : [D, 1]);
  const inner = transposeB ? 1 : 0;
  const row = (v: Tensor) => reshape(v, [1, -1]);
  let z: Tensor;
  let inverse: Tensor;
  let centred: Tensor;
  const build = () => {
    const scaled = multiply(weight, spread(gain));
    centred = subtract(scaled, mean(scaled, {axes: [inner], keep: true}));
    ({z, inverse} = standardizedParts(x, epsilon));
    const shift = reshape(matmul(row(bias), weight, {transposeB}), [m]);
    return linear(z, centred, c ? add(shift, c) : shift, {transposeB, factor, biasFactor: factor});
  };
  return x.graph.compose('normLinear', [x, gain, bias, weight, ...(c ? [c] : [])], build, (g) => {
    const v = linear(g, centred, undefined, {transposeB: !transposeB, factor});
    const dx = multiply(subtract(v, multiply(z, mean(multiply(v, z), {axes: [-1], keep: true}))), inverse);
    const toCentred = transposeB ? matmul(g, z, {transposeA: true, factor}) : matmul(z, g, {transposeA: true, factor});
    const toShift = factor === 1 ? sumOfRows(g) : multiply(sumOfRows(g), factor);
    const outer = reshape(toShift, transposeB ? [m, 1] : [1, m]);
    const toWeight = add(multiply(toCentred, spread(gain)), multiply(outer, spread(bias)));
    const toGain = sum(multiply(toCentred, weight), {axes: [1 - inner]});
    const toBias = reshape(matmul(row(toShift), weight, {transposeB: !transposeB}), [D]);
    return [dx, toGain, toBias, toWeight, toShift];
  });
}
