/**
 * One step of stochastic gradient descent with momentum, as nodes of a graph.
 *
 *   u' = momentum u + g + decay w,   w' = w - rate u'
 *
 * edge     momentum 0 and decay 0 is plain descent; u is 0 before the first step, whose u' is then g
 * source   Sutskever et al., ICML 2013, in PyTorch's form: the rate outside the velocity, no damping, no look-ahead
 */
import type {Graph, Tensor} from '../graph.ts';
import {add, multiply, subtract} from '../ops/elementwise.ts';

export interface SgdOptions {
  /** From 0 to below 1. */
  readonly momentum: number;
  /** Of the weights, into the gradient. */
  readonly decay: number;
}

interface SgdState {
  readonly weight: Tensor;
  readonly velocity: Tensor;
}

/** The one number of a step that changes from step to step, as an input of the graph. */
export const sgdRateInput = (graph: Graph): Tensor => graph.input('step.rate', []);

/** What to feed for `sgdRateInput`. */
export const sgdRateAt = (rate: number): Record<string, Float32Array> => ({'step.rate': Float32Array.of(rate)});

/** The next weight and velocity of one parameter. */
export function sgd(state: SgdState & {readonly gradient: Tensor}, rate: Tensor, {momentum, decay}: SgdOptions): SgdState {
  const {weight, gradient} = state;
  const pull = decay === 0 ? gradient : add(gradient, multiply(weight, decay));
  const velocity = momentum === 0 ? pull : add(multiply(state.velocity, momentum), pull);
  return {weight: subtract(weight, multiply(velocity, rate)), velocity};
}
