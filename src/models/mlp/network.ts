/**
 * The law of a coordinate as a network gives it: a mixture of K Gaussians.
 *
 *   p(z_j | z_<j) = sum_k softmax(a)_k N(z_j; m_k, s_k^2),   s_k = e^(f + softplus(r_k - f)),   f = log floor
 *
 * shape    outputs of a masked network, one group a coordinate: K logits a, K means m, K raw log-deviations r
 * edge     s_k > floor: a density has no spike of less than that, whatever the data
 * source   Bishop, "Mixture density networks", NCRG/94/004, 1994; Uria, Murray and Larochelle, "RNADE", NeurIPS 2013
 */

import {exp as expOf, log, log1p} from '../../core/math/index.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Tensor} from '../../tensor/graph.ts';
import {add, divide, exp, multiply, softplus, square, subtract} from '../../tensor/ops/elementwise.ts';
import {reshape, slice} from '../../tensor/ops/layout.ts';
import {sum} from '../../tensor/ops/reduce.ts';
import {logSoftmax, logSumExp} from '../../tensor/ops/softmax.ts';
import {type MaskedShape, maskedParameters} from '../network/masked.ts';
import {startOf} from '../network/parameters.ts';
import type {MlpOptions} from './options.ts';

export const shapeOf = ({width, layers, activation, components}: MlpOptions, dimension: number): MaskedShape => ({
  groups: dimension,
  inputs: 1,
  outputs: 3 * components,
  width,
  layers,
  activation,
});

/** Means evenly from -1.5 to 1.5 and deviations of half their distance at least: equal components would stay equal. */
export function startOfMixture(stream: Stream, shape: MaskedShape): Map<string, Float32Array> {
  const start = startOf(stream, maskedParameters(shape));
  const bias = start.get('out.bias')!;
  const K = shape.outputs / 3;
  const deviation = log(Math.min(1, 3 / K));
  for (let j = 0; j < shape.groups; j++) {
    for (let k = 0; k < K; k++) {
      bias[j * 3 * K + K + k] = K === 1 ? 0 : -REACH + (2 * REACH * k) / (K - 1);
      bias[j * 3 * K + 2 * K + k] = deviation;
    }
  }
  return start;
}

const REACH = 1.5;
const HALF_LOG_TAU = 0.5 * log(2 * Math.PI);

/** z: (n, d), outputs: (n, d 3K) -> the log-density of each z, a sum over coordinates: (n,) */
export function mixtureLogDensity(z: Tensor, outputs: Tensor, {components: K, floor}: MlpOptions): Tensor {
  const [n, d] = z.shape;
  const of = reshape(outputs, [n, d, 3, K]);
  const part = (i: number) => reshape(slice(of, {axis: 2, from: i, to: i + 1}), [n, d, K]);
  const logSd = floored(part(2), floor);
  const away = divide(subtract(reshape(z, [n, d, 1]), part(1)), exp(logSd));
  const each = subtract(add(logSoftmax(part(0)), multiply(square(away), -0.5)), add(logSd, HALF_LOG_TAU));
  return sum(logSumExp(each), {axes: [1]});
}

function floored(raw: Tensor, floor: number): Tensor {
  const least = log(floor);
  return add(softplus(subtract(raw, least)), least);
}

/** The same of one number, for drawing. */
export function standardDeviation(raw: number, floor: number): number {
  const least = log(floor);
  const x = raw - least;
  return expOf(least + (x > 0 ? x + log1p(expOf(-x)) : log1p(expOf(x))));
}
