/**
 * Steps of AdamW over arrays where they lie: for runtimes that share memory with the program.
 *
 * One pass, no allocation. Arithmetic is float64 and what is kept is float32, so a step is not the graph's to the bit.
 *
 * shape    every array of a parameter: the same length
 * cost     O(n): it reads four arrays and writes three
 * source   adamw.ts, whose formulas these are
 * checked  against that graph in the reference interpreter, three steps of PyTorch, and a first step by hand
 */

import {DomainError} from '../../core/error.ts';
import {pow} from '../../core/math/index.ts';
import type {AdamWOptions} from './adamw.ts';

interface StepOptions {
  /** Counted from 1. */
  readonly t: number;
  readonly rate: number;
  /** Times the gradients (`clipScale`, or one over the number of micro-batches); 1 unless said. */
  readonly scale?: number;
}

interface AdamWState {
  readonly weights: Float32Array;
  readonly gradients: Float32Array;
  readonly means: Float32Array;
  readonly squares: Float32Array;
}

/** One step of AdamW on one parameter. A parameter that does not decay has `decay: 0`. */
export function adamWInPlace({weights, gradients, means, squares}: AdamWState, options: AdamWOptions, step: StepOptions): void {
  const {length} = weights;
  checkLengths('adamWInPlace', length, {gradients, means, squares});
  const {t, rate, scale = 1} = checkedStep('adamWInPlace', step);
  const {betas, epsilon, decay} = options;
  const [b1, b2] = betas;
  const [new1, new2] = [1 - b1, 1 - b2];
  const size = rate / (1 - pow(b1, t));
  const spread = 1 / Math.sqrt(1 - pow(b2, t));
  const keep = 1 - rate * decay;
  for (let i = 0; i < length; i++) {
    const g = scale * gradients[i];
    const m = b1 * means[i] + new1 * g;
    const v = b2 * squares[i] + new2 * g * g;
    means[i] = m;
    squares[i] = v;
    weights[i] = keep * weights[i] - (size * m) / (Math.sqrt(v) * spread + epsilon);
  }
}

function checkLengths(operation: string, length: number, arrays: Readonly<Record<string, Float32Array>>): void {
  for (const [name, array] of Object.entries(arrays))
    if (array.length !== length)
      throw new DomainError(`${operation} of ${length} weights and ${array.length} ${name}: wanted as many`, {
        next: 'Give every array of a parameter its length.',
      });
}

function checkedStep(operation: string, step: StepOptions): StepOptions {
  if (!(Number.isInteger(step.t) && step.t >= 1))
    throw new DomainError(`${operation} wants steps counted from 1, got ${step.t}`, {next: 'Count the first step as 1.'});
  return step;
}
