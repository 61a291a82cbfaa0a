/**
 * An early and unsure sign of a change: Page's cumulative sum of recursive residuals.
 *
 *   S(t) = max(0, S(t - 1) + r - 1/2),   r = (z - m) sqrt((1 + 1/C) / (1 + 1/n) (C - 3) / (C - 1)),   a sign where S > 5 + ln(streams)
 *
 * m is the mean of the n scores before it, the C of the calibration among them: beside the mean of the calibration alone, whose error is the
 * same in every period, the sum of a stable series climbs for ever. A change that lasts is learnt, more slowly than the sum sees it. The last
 * factor makes the variance 1 where the deviation too is known from C scores (that of Student's t).
 *
 * It assumes that scores are normal: it gives more false signs than evidence.ts, and earlier true ones. The mean time to a false one grows as exp(S), hence the logarithm for several streams.
 *
 * source   E. S. Page, Biometrika 41, 1954; D. C. Montgomery, "Introduction to Statistical Quality Control" (k = 1/2, h = 5);
 *          R. L. Brown, J. Durbin, J. M. Evans, Journal of the Royal Statistical Society B 37(2), 1975 (recursive residuals)
 * checked  bench/watch.ts: how many periods of a stable series have a sign
 */
import {log} from '../../core/math/index.ts';
import type {Detector, Ranked} from './detector.ts';

const ALLOWANCE = 0.5;
const LIMIT = 5;
/** Chosen: three periods at least make a sign, so that a measure that is nearly always 0 gives none by two. */
const MOST = 3;

export const hintLimit = (streams: number): number => LIMIT + log(Math.max(1, streams));

export class Hint implements Detector {
  /** Scores that the zero of z is the mean of; Infinity where it is known. */
  private readonly calibration: number;
  private sum = 0;
  private taken = 0;
  private total = 0;

  constructor(calibration: number) {
    this.calibration = calibration;
  }

  begin(): void {
    this.sum = 0;
    this.taken = 0;
    this.total = 0;
  }

  advance({z}: Ranked): number {
    if (z === undefined) return this.sum;
    this.sum = Math.max(0, this.sum + Math.min(MOST, this.residual(z)) - ALLOWANCE);
    this.taken++;
    this.total += z;
    return this.sum;
  }

  private residual(z: number): number {
    const {calibration, taken, total} = this;
    const n = calibration + taken;
    return (z - total / n) * Math.sqrt(((1 + 1 / calibration) / (1 + 1 / n)) * (1 - 2 / (calibration - 1)));
  }
}
