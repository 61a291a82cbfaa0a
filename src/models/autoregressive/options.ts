/** What the network of digits is, and how it is trained. */
import {ConfigError} from '../../core/error.ts';
import type {Activation} from '../network/layers.ts';
import {type NetworkTraining, TRAINING, trainingOptions} from '../network/options.ts';

export interface AutoregressiveOptions extends NetworkTraining {
  /** In which the number of an outcome is written. */
  readonly base: number;
  /** Hidden units a layer. */
  readonly width: number;
  /** Hidden layers. */
  readonly layers: number;
  readonly activation: Activation;
}

export const AUTOREGRESSIVE_DEFAULTS = {
  ...TRAINING,
  base: 2,
  width: 64,
  layers: 2,
  activation: 'silu',
  epochs: 30,
  batch: 64,
  rate: 3e-3,
} as const;

/** All options. Throws ConfigError where they do not fit each other. */
export function autoregressiveOptions(chosen: Partial<AutoregressiveOptions> = {}): AutoregressiveOptions {
  const options = trainingOptions<AutoregressiveOptions>(AUTOREGRESSIVE_DEFAULTS, chosen);
  if (!(Number.isInteger(options.base) && options.base >= 2))
    throw new ConfigError(`numbers are written in a base of at least 2, got ${options.base}`, {
      where: 'model.base',
      next: 'Leave it out for 2.',
    });
  return options;
}
