/** Dense layers and what stands between them. */
import type {Tensor} from '../../tensor/graph.ts';
import {gelu, relu, silu, tanh} from '../../tensor/ops/elementwise.ts';
import {linear} from '../../tensor/ops/matrix.ts';
import type {Parameter, Weights} from './parameters.ts';

export const ACTIVATIONS = ['silu', 'relu', 'tanh', 'gelu'] as const;
export type Activation = (typeof ACTIVATIONS)[number];

const FUNCTIONS: Readonly<Record<Activation, (x: Tensor) => Tensor>> = {silu, relu, tanh, gelu};

export const activated = (x: Tensor, activation: Activation): Tensor => FUNCTIONS[activation](x);

/** Weight (from, to) and bias (to,) of a layer. `gain` times the standard deviation 1 / sqrt(from). */
export function denseParameters(name: string, [from, to]: readonly [number, number], gain = 1): Parameter[] {
  return [
    {name: `${name}.weight`, shape: [from, to], start: {sd: gain / Math.sqrt(from)}, decays: true},
    {name: `${name}.bias`, shape: [to], start: {value: 0}, decays: false},
  ];
}

/** x: (n, from) -> (n, to) */
export const dense = (x: Tensor, weights: Weights, name: string): Tensor =>
  linear(x, weights.get(`${name}.weight`)!, weights.get(`${name}.bias`)!);

/** So that the square of what a layer gives is about that of what it takes: He et al., arXiv:1502.01852. */
export const HIDDEN_GAIN = Math.SQRT2;
