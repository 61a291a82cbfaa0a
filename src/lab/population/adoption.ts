/**
 * Adoption: which part of what enters the web in a generation is machine-written.
 *
 *   linear     from + (to - from) (t - 1) / (by - 1), then `to`
 *   logistic   from + (to - from) / (1 + exp(-rate (t - middle)))
 *
 * shape    schedule, t = 1, 2, ... -> 0..1
 */

import {exp} from '../../core/math/index.ts';
import type {Adoption} from '../experiment/population-schema.ts';

export function adoptionAt(adoption: Adoption, generation: number): number {
  if (typeof adoption === 'number') return adoption;
  const {from, to} = adoption;
  if (adoption.kind === 'logistic') return from + (to - from) / (1 + exp(-adoption.rate * (generation - adoption.middle)));
  return generation >= adoption.by ? to : from + ((to - from) * (generation - 1)) / (adoption.by - 1);
}
