/**
 * How a transformer is taught by preferences or rewards: the course of the rate, and the largest norm of the gradients.
 *
 * source   clipped at 1, and down to a tenth along a cosine: T. Brown et al., NeurIPS 2020, appendix B
 */
import {rateAt} from '../../tensor/optimizer/schedule.ts';

export const POLICY_CLIP = 1;
/** Chosen: such a course has tens of steps, and Adam's second moment is of use after a few. */
const WARMUP = 5;
/** The last rate is the first over it. */
const FALL = 10;

/** The rate at each of `steps` steps, from 1. */
export function policyRate(rate: number, steps: number): (step: number) => number {
  const schedule = {kind: 'cosine', rate, floor: rate / FALL, warmup: Math.min(WARMUP, Math.floor(steps / 2)), steps} as const;
  return (step) => rateAt(schedule, step);
}
