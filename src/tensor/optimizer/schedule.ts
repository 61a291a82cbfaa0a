/**
 * The learning rate of each step.
 *
 *   constant   rate
 *   cosine     rate t / warmup up to the end of the warm-up, then
 *              floor + (rate - floor) (1 + cos(pi (t - warmup) / (steps - warmup))) / 2 down to the floor at the last step, and the floor behind it
 *
 * domain   t: a whole number, 1 for the first step; 0 <= floor <= rate; 0 <= warmup <= steps
 * edge     no warm-up: the first step is already a little below the rate
 * source   Loshchilov and Hutter, arXiv:1608.03983, one period; linear warm-up as Goyal et al., arXiv:1706.02677
 */

import {DomainError} from '../../core/error.ts';
import {cos} from '../../core/math/index.ts';

type RateSchedule =
  | {readonly kind: 'constant'; readonly rate: number}
  | {
      readonly kind: 'cosine';
      readonly rate: number;
      /** At the end and behind it. */
      readonly floor: number;
      /** Steps. */
      readonly warmup: number;
      /** All steps, the warm-up's too. */
      readonly steps: number;
    };

/** The rate of step t. Throws DomainError where the schedule or t is none. */
export function rateAt(schedule: RateSchedule, t: number): number {
  if (!(Number.isInteger(t) && t >= 1)) throw new DomainError(`rateAt wants a step from 1, got ${t}`, {next: 'Count the first step as 1.'});
  if (schedule.kind === 'constant') return schedule.rate;
  const {rate, floor, warmup, steps} = schedule;
  if (!(floor >= 0 && floor <= rate && warmup >= 0 && warmup <= steps))
    throw new DomainError(`a cosine schedule wants 0 <= floor <= rate and 0 <= warmup <= steps, got ${JSON.stringify(schedule)}`, {
      next: 'Lower the floor, or the warm-up.',
    });
  if (t <= warmup) return (rate * t) / warmup;
  if (t >= steps) return floor;
  return floor + ((rate - floor) * (1 + cos((Math.PI * (t - warmup)) / (steps - warmup)))) / 2;
}
