/**
 * The logarithm of a sum of exponentials.
 *
 *   ln Σ exp(x_i) = m + ln Σ exp(x_i - m),   m = max x
 *
 * shape    x: (n,)  ->  scalar
 * domain   n >= 1, numbers below Infinity; anything else throws DomainError
 * edge     entries of -Infinity count nothing, and alone give -Infinity
 * cost     O(n), no allocation
 * checked  against sums known in closed form, of numbers whose exponentials overflow
 */
import {DomainError} from '../error.ts';
import {exp, log} from '../math/index.ts';

export function logSumExp(x: Float64Array): number {
  let most = -Infinity;
  for (let i = 0; i < x.length; i++) {
    if (!(x[i] < Infinity)) throw new DomainError(`logSumExp wants numbers below Infinity, got ${x[i]} at ${i}`);
    if (x[i] > most) most = x[i];
  }
  if (x.length === 0) throw new DomainError('logSumExp wants at least one number, got none');
  if (most === -Infinity) return most;
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += exp(x[i] - most);
  return most + log(sum);
}
