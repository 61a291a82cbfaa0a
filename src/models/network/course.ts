/** The course of a training: warm-up and cosine, an end by steps or epochs, early stopping. */
import {rateAt} from '../../tensor/optimizer/schedule.ts';
import type {Values} from '../../tensor/runtime.ts';
import type {NetworkTraining} from './options.ts';
import type {Numbers} from './parameters.ts';
import type {Trainer} from './trainer.ts';

interface Course {
  readonly trainer: Trainer;
  readonly options: Pick<NetworkTraining, 'epochs' | 'steps' | 'rate' | 'warmup' | 'patience'>;
  /** Steps of an epoch. */
  readonly perEpoch: number;
  /** The next batch. */
  feeds(): Readonly<Record<string, Values>>;
  /** What `patience` looks at after every epoch, and what it is called; without it a training goes to its end. */
  readonly held?: {readonly name: string; readonly loss: (weights: Numbers) => number};
}

export interface TrainedWeights {
  readonly weights: Map<string, Float32Array>;
  readonly notes: readonly string[];
}

/** The weights at the end, or those of the lowest held loss. Throws DivergenceError where the loss is no number any more. */
export function trainCourse({trainer, options, perEpoch, feeds, held}: Course): TrainedWeights {
  const {rate, warmup, patience} = options;
  const total = options.steps ?? Math.max(1, Math.round(options.epochs! * perEpoch));
  const schedule = {kind: 'cosine', rate, floor: rate / 10, warmup: Math.min(warmup, Math.floor(total / 2)), steps: total} as const;
  let lowest = Infinity;
  let since = 0;
  let best: TrainedWeights | undefined;
  for (let step = 1; step <= total; step++) {
    trainer.train(feeds(), rateAt(schedule, step));
    if (!held || patience === undefined || (step % perEpoch !== 0 && step !== total)) continue;
    const loss = held.loss(trainer.weights());
    since++;
    if (loss < lowest) {
      lowest = loss;
      since = 0;
      best = {weights: copyOf(trainer.weights()), notes: [`the loss of ${held.name} was lowest after step ${step}`]};
    }
    if (since >= patience) break;
  }
  return best ?? {weights: copyOf(trainer.weights()), notes: []};
}

const copyOf = (weights: Numbers): Map<string, Float32Array> => new Map([...weights].map(([name, values]) => [name, values.slice()]));
