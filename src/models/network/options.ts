/** How the small networks are trained: what all of them share, and their defaults. */
import {ConfigError} from '../../core/error.ts';

export interface NetworkTraining {
  /** Passes over the training set; absent where there are steps. */
  readonly epochs?: number;
  /** Steps, in place of epochs. */
  readonly steps?: number;
  /** Records a step. */
  readonly batch: number;
  readonly rate: number;
  /** Steps of warm-up; then cosine down to a tenth. */
  readonly warmup: number;
  /** Weight decay of matrices. */
  readonly decay: number;
  /** Largest norm of all gradients together. */
  readonly clip: number;
  /** From new weights, from those of the last generation, or from those that the first was fitted to. */
  readonly start: 'fresh' | 'continue' | 'first';
  /** Sets a tenth of the training set aside and stops when its loss has not fallen for so many epochs; none unless said. */
  readonly patience?: number;
}

export const TRAINING = {warmup: 20, decay: 0.01, clip: 5, start: 'fresh'} as const;

/** What was chosen over the defaults; epochs give way to steps. Throws ConfigError where both are said. */
export function trainingOptions<T extends NetworkTraining>(defaults: T, chosen: Partial<T>): T {
  const said = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)) as Partial<T>;
  if (said.steps !== undefined && said.epochs !== undefined)
    throw new ConfigError('a training is as long as its steps or as its epochs, not both', {
      where: 'model.steps',
      next: 'Leave out one of the two.',
    });
  const {epochs, ...rest} = {...defaults, ...said};
  return (said.steps === undefined ? {...rest, epochs} : rest) as T;
}
