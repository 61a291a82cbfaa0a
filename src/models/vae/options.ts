/** What the variational autoencoder is, and how it is trained. */
import {ConfigError} from '../../core/error.ts';
import type {Activation} from '../network/layers.ts';
import {type NetworkTraining, TRAINING, trainingOptions} from '../network/options.ts';

export interface VaeOptions extends NetworkTraining {
  /** Layers that are dense, or, of images, convolutions that halve the sides twice with a dense layer behind them. */
  readonly network: 'dense' | 'convolutional';
  /** L: dimensions of the latent space. */
  readonly latent: number;
  /** Weight of the divergence from the prior; 1 is the bound itself. */
  readonly beta: number;
  /** Of a pixel or coordinate given the latent point: `bernoulli` wants values from 0 to 1. */
  readonly likelihood: 'bernoulli' | 'gaussian';
  /** A sample is the decoder's mean, or a draw from the likelihood around it. */
  readonly draws: 'mean' | 'likelihood';
  /** Hidden units of a dense layer. */
  readonly width: number;
  /** Hidden layers of the dense encoder, and of the decoder; 1 unless said. 0: both are linear. */
  readonly layers?: number;
  /** Of the first convolution; the second has twice as many. 16 unless said. */
  readonly channels?: number;
  readonly activation: Activation;
  /** Draws from the encoder for one `logProbability`. */
  readonly importance: number;
}

export const VAE_DEFAULTS = {
  ...TRAINING,
  network: 'dense',
  latent: 8,
  beta: 1,
  likelihood: 'gaussian',
  draws: 'mean',
  width: 128,
  activation: 'silu',
  importance: 16,
  epochs: 20,
  batch: 64,
  rate: 2e-3,
  decay: 0,
} as const;

/** Of a dense network, and of a convolutional one. */
export const LAYERS = 1;
export const CHANNELS = 16;

/** All options. Throws ConfigError where they do not fit each other. */
export function vaeOptions(chosen: Partial<VaeOptions> = {}): VaeOptions {
  const options = trainingOptions<VaeOptions>(VAE_DEFAULTS, chosen);
  const convolutional = options.network === 'convolutional';
  if (!convolutional && options.channels !== undefined)
    throw new ConfigError('a dense network has no channels', {
      where: 'model.channels',
      next: 'Leave them out, or write network: convolutional.',
    });
  if (convolutional && options.layers !== undefined)
    throw new ConfigError('a convolutional network has one dense layer and takes no layers', {
      where: 'model.layers',
      next: 'Leave it out.',
    });
  return convolutional ? {channels: CHANNELS, ...options} : {layers: LAYERS, ...options};
}
