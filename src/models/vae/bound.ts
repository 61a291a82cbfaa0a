/**
 * What a variational autoencoder says of points, in nats: q(z|x) = N(m(x), e^v(x)), p(z) = N(0, I), z = m + e^(v/2) noise.
 *
 *   reconstruction   bernoulli: sum_j x_j log y_j + (1 - x_j) log(1 - y_j);   gaussian: sum_j log N(x_j; y_j, s^2), one s for all
 *   divergence       KL(q || p) = 1/2 sum_l (m_l^2 + e^(v_l) - 1 - v_l)
 *   trained          reconstruction - beta divergence
 *   importance       log 1/S sum_s p(x|z_s) p(z_s) / q(z_s|x), z_s ~ q: at most log p(x) on the mean, closer to it the more draws
 *
 * edge     a grey pixel is priced as if it were a chance of black: of such pixels it is no log-density, only a score
 * source   Kingma and Welling, arXiv:1312.6114, equation 10; Higgins et al., ICLR 2017 (beta); Burda, Grosse and Salakhutdinov,
 *          arXiv:1509.00519, equation 8 (importance); Rybkin, Daniilidis and Levine, arXiv:2006.13202 (s is learned)
 * checked  against the exact log-density of a linear decoder
 */
import {log} from '../../core/math/index.ts';
import type {Tensor} from '../../tensor/graph.ts';
import {add, divide, exp, expandTo, maximum, multiply, softplus, square, subtract} from '../../tensor/ops/elementwise.ts';
import {reshape} from '../../tensor/ops/layout.ts';
import {sum} from '../../tensor/ops/reduce.ts';
import {logSumExp} from '../../tensor/ops/softmax.ts';
import type {Weights} from '../network/parameters.ts';
import {decode, encode, LEAST_SD, LOG_SD, type VaeShape} from './network.ts';

const LAST = {axes: [-1]};
const LOG_TAU = log(2 * Math.PI);

/** x: (n, d), noise: (n, L) -> what is trained, of each point: (n,) */
export function trainedBound(x: Tensor, noise: Tensor, {weights, shape, beta}: {weights: Weights; shape: VaeShape; beta: number}): Tensor {
  const [mean, logVariance] = encode(x, weights, shape);
  const variance = exp(logVariance);
  const z = add(mean, multiply(exp(multiply(logVariance, 0.5)), noise));
  const divergence = multiply(sum(subtract(add(square(mean), variance), add(logVariance, 1)), LAST), 0.5);
  return subtract(reconstruction(x, decode(z, weights, shape), weights, shape), multiply(divergence, beta));
}

/** x: (n, d), noise: (n, S, L) -> (n,) */
export function importanceBound(x: Tensor, noise: Tensor, weights: Weights, shape: VaeShape): Tensor {
  const {latent: L, dimension: d} = shape;
  const [n] = x.shape;
  const [, S] = noise.shape;
  const [mean, logVariance] = encode(x, weights, shape);
  const one = (t: Tensor) => reshape(t, [n, 1, L]);
  const z = add(one(mean), multiply(exp(multiply(one(logVariance), 0.5)), noise));
  const many = reshape(expandTo(reshape(x, [n, 1, d]), [n, S, d]), [n * S, d]);
  const given = reshape(reconstruction(many, decode(reshape(z, [n * S, L]), weights, shape), weights, shape), [n, S]);
  const prior = multiply(sum(square(z), LAST), -0.5);
  const posterior = multiply(add(sum(square(noise), LAST), sum(one(logVariance), LAST)), -0.5);
  return subtract(logSumExp(subtract(add(given, prior), posterior)), log(S));
}

/** x, y: (n, d) -> (n,) */
function reconstruction(x: Tensor, y: Tensor, weights: Weights, {likelihood, dimension: d}: VaeShape): Tensor {
  if (likelihood === 'bernoulli') return sum(subtract(multiply(x, y), softplus(y)), LAST);
  const logSd = maximum(weights.get(LOG_SD)!, log(LEAST_SD));
  const away = sum(square(divide(subtract(x, y), exp(logSd))), LAST);
  return subtract(multiply(away, -0.5), multiply(add(logSd, 0.5 * LOG_TAU), d));
}
