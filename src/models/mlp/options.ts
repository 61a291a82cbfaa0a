/** What the mixture-density network is, and how it is trained. */
import {ConfigError} from '../../core/error.ts';
import type {Activation} from '../network/layers.ts';
import {type NetworkTraining, TRAINING, trainingOptions} from '../network/options.ts';

export interface MlpOptions extends NetworkTraining {
  /** Hidden units a layer. */
  readonly width: number;
  /** Hidden layers. */
  readonly layers: number;
  readonly activation: Activation;
  /** Gaussians of each coordinate's law, given those before it. */
  readonly components: number;
  /** Smallest standard deviation of one, as a share of the coordinate's in the training set. */
  readonly floor: number;
}

export const MLP_DEFAULTS = {
  ...TRAINING,
  width: 64,
  layers: 2,
  activation: 'silu',
  components: 8,
  floor: 0.01,
  epochs: 60,
  batch: 64,
  rate: 5e-3,
} as const;

/** All options. Throws ConfigError where they do not fit each other. */
export function mlpOptions(chosen: Partial<MlpOptions> = {}): MlpOptions {
  const options = trainingOptions<MlpOptions>(MLP_DEFAULTS, chosen);
  if (!(options.floor > 0 && options.floor < 1))
    throw new ConfigError(`a floor is a share of the standard deviation, more than 0 and below 1, got ${options.floor}`, {
      where: 'model.floor',
      next: 'Leave it out for .01.',
    });
  return options;
}
