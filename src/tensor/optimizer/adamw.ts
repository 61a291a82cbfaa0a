/**
 * One step of AdamW, as nodes of a graph.
 *
 *   m' = b1 m + (1 - b1) g,   v' = b2 v + (1 - b2) g^2
 *   w' = (1 - rate decay) w - rate / (1 - b1^t) m' / (sqrt(v' / (1 - b2^t)) + eps)
 *
 * source   Loshchilov and Hutter, arXiv:1711.05101; eps outside the root and the order of operations as PyTorch's
 */
import {pow} from '../../core/math/index.ts';
import type {Graph, Tensor} from '../graph.ts';
import {add, divide, multiply, sqrt, square, subtract} from '../ops/elementwise.ts';

export interface AdamWOptions {
  /** b1 and b2. */
  readonly betas: readonly [number, number];
  readonly epsilon: number;
  /** Of the weights that decay. */
  readonly decay: number;
}

interface Schedule {
  /** rate / (1 - b1^t), 1 / sqrt(1 - b2^t) and 1 - rate decay. */
  readonly stepSize: Tensor;
  readonly spread: Tensor;
  readonly keep: Tensor;
}

/** The three numbers of a step that change from step to step, as inputs of the graph. */
export function scheduleInputs(graph: Graph): Schedule {
  return {stepSize: graph.input('step.size', []), spread: graph.input('step.spread', []), keep: graph.input('step.keep', [])};
}

/** What to feed for `scheduleInputs` at step t, counted from 1. */
export function scheduleAt(t: number, rate: number, {betas: [b1, b2], decay}: AdamWOptions): Record<string, Float32Array> {
  return {
    'step.size': Float32Array.of(rate / (1 - pow(b1, t))),
    'step.spread': Float32Array.of(1 / Math.sqrt(1 - pow(b2, t))),
    'step.keep': Float32Array.of(1 - rate * decay),
  };
}

interface Updated {
  readonly weight: Tensor;
  readonly mean: Tensor;
  readonly square: Tensor;
}

/** The next weight and moments of one parameter. */
export function adamW(
  state: Updated & {readonly gradient: Tensor; readonly decays: boolean},
  {stepSize, spread, keep}: Schedule,
  {betas: [b1, b2], epsilon}: AdamWOptions,
): Updated {
  const {weight, gradient, decays} = state;
  const m = add(multiply(state.mean, b1), multiply(gradient, 1 - b1));
  const v = add(multiply(state.square, b2), multiply(square(gradient), 1 - b2));
  const step = multiply(divide(m, add(multiply(sqrt(v), spread), epsilon)), stepSize);
  return {weight: subtract(decays ? multiply(weight, keep) : weight, step), mean: m, square: v};
}
