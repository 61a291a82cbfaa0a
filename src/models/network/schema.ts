/** What an experiment may say of the training of a small network; each family gives its own defaults. */
import * as z from 'zod';
import {count, nonNegative, positive} from '../atoms.ts';
import type {Need} from '../family.ts';
import {ACTIVATIONS, type Activation} from './layers.ts';
import type {NetworkTraining} from './options.ts';

/** A field that has this value unless another field takes its place. */
export const standing = <S extends z.ZodType>(schema: S, value: z.input<S>) => schema.optional().meta({default: value});

export const startSchema = z
  .enum(['fresh', 'continue', 'first'])
  .default('fresh')
  .describe(
    'From new weights at every generation, from those of the last one, or from those that generation 1 was fitted to: one base for all later ones.',
  );

export function trainingShape({
  activation,
  epochs,
  batch,
  rate,
  warmup,
  decay,
  clip,
}: NetworkTraining & {readonly activation: Activation; readonly epochs: number}) {
  return {
    activation: z.enum(ACTIVATIONS).default(activation),
    epochs: standing(positive, epochs).describe('Passes over the training set.'),
    steps: count.optional().describe('Steps of the optimiser, in place of epochs.'),
    batch: count.default(batch).describe('Records a step.'),
    rate: positive.default(rate).describe('Largest learning rate of AdamW.'),
    warmup: z.int().min(0).default(warmup).describe('Steps until it is reached; then it falls to a tenth along a cosine.'),
    decay: nonNegative.default(decay).describe('Weight decay of matrices.'),
    clip: positive.default(clip).describe('Largest norm of all gradients together.'),
    start: startSchema,
    patience: count
      .optional()
      .describe(
        'Sets a tenth of the training set aside, stops when its loss has not fallen for so many epochs, and goes back to the best.',
      ),
  };
}

/** Milliseconds to train and draw. `each`: of a record in an epoch. */
export const trainingCost = (n: number, epochs: number, each: number): number => n * epochs * each + 100;

/** Bytes of a layer's nodes in a graph, forward and back. */
const OF_LAYER = 5000;

interface NetworkSize extends Pick<NetworkTraining, 'start'> {
  /** Numbers of the matrices, at least. */
  readonly weights: number;
  readonly layers: number;
}

export const networkNeeds = ({weights, layers, start}: NetworkSize): Need[] => [
  ...(start === 'first' ? [{field: 'model.width or model.layers', what: 'the weights of the first fit', bytes: 4 * weights}] : []),
  {field: 'model.width or model.layers', what: 'the weights of the network and their moments', bytes: 12 * weights},
  {field: 'model.layers', what: `a graph of ${layers} layers`, bytes: OF_LAYER * layers},
];
