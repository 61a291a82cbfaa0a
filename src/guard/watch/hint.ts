/**
 * An early and unsure sign of a change: Page's cumulative sum.
 *
 *   S(t) = max(0, S(t - 1) + z - 1/2),   a sign where S > 5 + ln(streams)
 *
 * It assumes that scores are normal with the calibration's mean and deviation, which a small calibration does not know: it gives more false
 * signs than evidence.ts, and earlier true ones. The mean time to a false one grows as exp(S), hence the logarithm for several streams.
 *
 * source   E. S. Page, Biometrika 41, 1954; D. C. Montgomery, "Introduction to Statistical Quality Control" (k = 1/2, h = 5)
 * checked  bench/watch.ts
 */
import {log} from '../../core/math/index.ts';
import type {Detector, Ranked} from './detector.ts';

const ALLOWANCE = 0.5;
const LIMIT = 5;

export const hintLimit = (streams: number): number => LIMIT + log(Math.max(1, streams));

export class Hint implements Detector {
  private sum = 0;

  begin(): void {
    this.sum = 0;
  }

  advance({z}: Ranked): number {
    if (z !== undefined) this.sum = Math.max(0, this.sum + z - ALLOWANCE);
    return this.sum;
  }
}
