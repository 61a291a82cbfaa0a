/**
 * How far points may lie so that sums of their squared distances are numbers: a model that widens at every generation leaves float64.
 *
 *   |x_j| <= 2^480: the square of a difference is at most 2^962, which leaves room for 2^61 of them
 *
 * shape    values: (n * d,) -> whether all lie within
 * edge     NaN lies nowhere
 */

import {DomainError} from '../error.ts';
import {powerOfTwo} from '../math/index.ts';

export const FARTHEST_COORDINATE = powerOfTwo(480);

export function isWithinReach(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (!(Math.abs(values[i]) <= FARTHEST_COORDINATE)) return false;
  return true;
}

export function refuseBeyondReach(values: Float64Array): void {
  if (isWithinReach(values)) return;
  const value = values.find((x) => !(Math.abs(x) <= FARTHEST_COORDINATE));
  throw new DomainError(`points are finite and within ${FARTHEST_COORDINATE.toPrecision(2)} of 0, got ${value}`);
}
