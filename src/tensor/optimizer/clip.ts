/**
 * Clipping by the norm of all gradients together.
 *
 *   norm = sqrt(sum over all gradients of their squares),   g' = g min(1, most / (norm + 1e-6))
 *
 * edge     a norm that is no number makes every gradient none, so that a divergence is seen
 * source   Pascanu, Mikolov and Bengio, arXiv:1211.5063, section 3.2; the 1e-6 is PyTorch's
 */
import {DomainError} from '../../core/error.ts';
import type {Tensor} from '../graph.ts';
import {add, divide, minimum, sqrt, square} from '../ops/elementwise.ts';
import {sum} from '../ops/reduce.ts';

const SMALL = 1e-6;

/** The factor as a scalar of the graph. */
export function clipFactor(gradients: readonly Tensor[], most: number): Tensor {
  checkClip('clipFactor', gradients.length, most);
  const squares = gradients.map((gradient) => sum(square(gradient))).reduce((a, b) => add(a, b));
  return minimum(divide(most, add(sqrt(squares), SMALL)), 1);
}

/** The factor of arrays. */
export function clipScale(gradients: readonly Float32Array[], most: number): number {
  checkClip('clipScale', gradients.length, most);
  return Math.min(1, most / (globalNorm(gradients) + SMALL));
}

/** The square root of the sum of all squares, in float64. */
function globalNorm(arrays: readonly Float32Array[]): number {
  let squares = 0;
  for (const array of arrays) for (let i = 0; i < array.length; i++) squares += array[i] * array[i];
  return Math.sqrt(squares);
}

function checkClip(operation: string, count: number, most: number): void {
  if (count === 0)
    throw new DomainError(`${operation} of no gradients: wanted at least one`, {next: 'Name the parameters that are trained.'});
  if (!(most > 0)) throw new DomainError(`${operation} wants a norm above 0, got ${most}`, {next: 'Leave clipping out instead.'});
}
