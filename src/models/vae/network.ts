/**
 * Encoder and decoder of a variational autoencoder.
 *
 *   dense           d -> width, `layers` times -> 2 L;            L -> width, `layers` times -> d
 *   convolutional   1 x s x s -> C x s/2 x s/2 -> 2C x s/4 x s/4 -> width -> 2 L, kernels of 3, stride 2, sizes rounded up; and back
 *
 * edge     no hidden layer: linear both ways, and with a Gaussian likelihood probabilistic principal components
 * shape    encode: (n, d) -> mean and log-variance, each (n, L);  decode: (n, L) -> (n, d): means, of Bernoulli pixels logits
 */
import {square} from '../../core/math/index.ts';
import type {Tensor} from '../../tensor/graph.ts';
import {conv2d, transposedConv2d} from '../../tensor/ops/conv.ts';
import {reshape, split} from '../../tensor/ops/layout.ts';
import {activated, dense, denseParameters, HIDDEN_GAIN} from '../network/layers.ts';
import type {Parameter, Weights} from '../network/parameters.ts';
import type {VaeOptions} from './options.ts';

export interface VaeShape extends Pick<VaeOptions, 'network' | 'latent' | 'width' | 'layers' | 'channels' | 'activation' | 'likelihood'> {
  /** d */
  readonly dimension: number;
  /** Pixels a side, where the points are images. */
  readonly side?: number;
}

/** Logarithm of the standard deviation of every coordinate around the decoder's mean, in standardised units: one number. */
export const LOG_SD = 'decoder.logSd';
/** Smallest: a decoder that met every point would have a density without bound. */
export const LEAST_SD = 0.01;

export function vaeParameters(shape: VaeShape): Parameter[] {
  const sd: Parameter[] = shape.likelihood === 'gaussian' ? [{name: LOG_SD, shape: [1], start: {value: 0}, decays: false}] : [];
  return [...encoderParameters(shape), ...decoderParameters(shape), ...sd];
}

export function encoderParameters(shape: VaeShape): Parameter[] {
  const {width, latent, dimension, channels: C = 0, layers = 1, network} = shape;
  const out = denseParameters('encoder.out', [layers > 0 ? width : dimension, 2 * latent], OUT_GAIN);
  if (network === 'dense') return [...stack('encoder', [dimension, width], layers), ...out];
  const [, , small] = sidesOf(shape);
  return [
    ...convParameters('encoder.conv0', [C, 1], {from: 1, to: C}),
    ...convParameters('encoder.conv1', [2 * C, C], {from: C, to: 2 * C}),
    ...stack('encoder', [2 * C * square(small), width], 1),
    ...out,
  ];
}

export function decoderParameters(shape: VaeShape): Parameter[] {
  const {width, latent, dimension, channels: C = 0, layers = 1, network} = shape;
  const out = denseParameters('decoder.out', [layers > 0 ? width : latent, dimension]);
  if (network === 'dense') return [...stack('decoder', [latent, width], layers), ...out];
  const [, , small] = sidesOf(shape);
  return [
    ...stack('decoder', [latent, width], 1),
    ...denseParameters('decoder.image', [width, 2 * C * square(small)], HIDDEN_GAIN),
    ...convParameters('decoder.conv0', [2 * C, C], {from: 2 * C, to: C}, ENLARGED),
    ...convParameters('decoder.conv1', [C, 1], {from: C, to: 1}, ENLARGED),
  ];
}

/** x: (n, d) -> [mean, log-variance], each (n, L) */
export function encode(x: Tensor, weights: Weights, shape: VaeShape): [Tensor, Tensor] {
  const {latent, channels: C = 0, activation} = shape;
  const [n] = x.shape;
  let h = x;
  if (shape.network === 'convolutional') {
    const [side, , small] = sidesOf(shape);
    h = reshape(h, [n, 1, side, side]);
    for (const l of [0, 1]) h = activated(conv2d(h, ...kernel(weights, `encoder.conv${l}`)), activation);
    h = reshape(h, [n, 2 * C * square(small)]);
  }
  h = hidden(h, weights, 'encoder', shape);
  const [mean, logVariance] = split(dense(h, weights, 'encoder.out'), 1, [latent, latent]);
  return [mean, logVariance];
}

/** z: (n, L) -> (n, d) */
export function decode(z: Tensor, weights: Weights, shape: VaeShape): Tensor {
  const {channels: C = 0, activation, dimension} = shape;
  const [n] = z.shape;
  let h = hidden(z, weights, 'decoder', shape);
  if (shape.network === 'dense') return dense(h, weights, 'decoder.out');
  const [side, half, small] = sidesOf(shape);
  h = reshape(activated(dense(h, weights, 'decoder.image'), activation), [n, 2 * C, small, small]);
  h = activated(enlarged(h, weights, {name: 'decoder.conv0', from: small, to: half}), activation);
  return reshape(enlarged(h, weights, {name: 'decoder.conv1', from: half, to: side}), [n, dimension]);
}

const OUT_GAIN = 0.1;
const KERNEL = 3;
/** A transposed convolution of stride 2 meets a pixel with a quarter of its kernel. */
const ENLARGED = 2;

/** Sides of the image, and after each convolution. */
function sidesOf({side}: VaeShape): [number, number, number] {
  const half = Math.ceil(side! / 2);
  return [side!, half, Math.ceil(half / 2)];
}

function stack(name: string, [from, width]: readonly [number, number], layers: number): Parameter[] {
  return Array.from({length: layers}, (_, l) => denseParameters(`${name}.hidden${l}`, [l === 0 ? from : width, width], HIDDEN_GAIN)).flat();
}

function hidden(x: Tensor, weights: Weights, name: string, {layers = 1, activation}: VaeShape): Tensor {
  let h = x;
  for (let l = 0; l < layers; l++) h = activated(dense(h, weights, `${name}.hidden${l}`), activation);
  return h;
}

function convParameters(name: string, channels: readonly [number, number], {from, to}: {from: number; to: number}, gain = 1): Parameter[] {
  const sd = (gain * HIDDEN_GAIN) / Math.sqrt(from * square(KERNEL));
  return [
    {name: `${name}.weight`, shape: [...channels, KERNEL, KERNEL], start: {sd}, decays: true},
    {name: `${name}.bias`, shape: [to], start: {value: 0}, decays: false},
  ];
}

function kernel(weights: Weights, name: string): [Tensor, {bias: Tensor; stride: 2; padding: 1}] {
  return [weights.get(`${name}.weight`)!, {bias: weights.get(`${name}.bias`)!, stride: 2, padding: 1}];
}

function enlarged(x: Tensor, weights: Weights, {name, from, to}: {name: string; from: number; to: number}): Tensor {
  const [weight, options] = kernel(weights, name);
  return transposedConv2d(x, weight, {...options, outputPadding: to - (2 * from - 1)});
}
