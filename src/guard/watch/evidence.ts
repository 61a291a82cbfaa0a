/**
 * The evidence that a stream has changed for the worse: Shiryaev and Roberts' statistic over bets on ranks.
 *
 *   R(t) = sum over k of w(k) R(k, t),   R(k, t) = (R(k, t - 1) + 1) q(k, bin) / P(bin)
 *   q(k, bin) = ((bin + 1) / (C + 1))^k - (bin / (C + 1))^k
 *
 * P is the chance of the rank given all ranks before it (urn.ts). Each bet is fair: without a change its mean is 1, whatever came before, so
 * R(t) - t has mean 0, and R passes N after N periods on average at the least. The powers k bet on ranks that are bad a little or wholly.
 *
 * shape    bins 0..C; R >= 0
 * law      the mean of R(t) is t where scores are exchangeable, and less where some periods have none
 * edge     a period without a rank bets nothing: R stays, so that nothing is said by what is missing. R is cut at MOST, which only lessens it
 * source   A. N. Shiryaev, Theory of Probability and its Applications 8(1), 1963; J. Shin, A. Ramdas, A. Rinaldo, "E-detectors", 2022;
 *          V. Vovk, "Testing randomness online", Statistical Science 36(4), 2021 (power martingales)
 * checked  evidence.test.ts; bench/watch.ts has false alarms and delays
 */
import {pow} from '../../core/math/index.ts';
import type {Detector, Ranked} from './detector.ts';
import {Urn} from './urn.ts';

/** Chosen: from nearly all of the stake on the worst rank to a little more than its share. Delays hardly depend on the grid (bench/watch.ts). */
const POWERS = [0.05, 0.15, 0.3, 0.5, 0.75];

/** More of it says nothing more, and a change of a thousand periods must not leave the numbers. */
export const MOST_EVIDENCE = 1e15;

export class RankEvidence implements Detector {
  private readonly urn: Urn;
  private readonly stakes: readonly Float64Array[];
  private readonly sums = new Float64Array(POWERS.length);

  constructor(calibration: number) {
    this.urn = new Urn(calibration);
    this.stakes = POWERS.map((power) => stakesOf(calibration, power));
  }

  begin(): void {
    this.urn.begin();
    this.sums.fill(0);
  }

  advance({bin}: Ranked): number {
    if (bin === undefined) return this.value;
    const {sums, stakes, urn} = this;
    const chance = urn.chance(bin);
    for (let k = 0; k < sums.length; k++) sums[k] = Math.min(MOST_EVIDENCE, ((sums[k] + 1) * stakes[k][bin]) / chance);
    urn.take(bin);
    return this.value;
  }

  private get value(): number {
    const {sums} = this;
    let total = 0;
    for (let k = 0; k < sums.length; k++) total += sums[k];
    return total / sums.length;
  }
}

/** What is put on each bin; they sum to 1. (C + 1,) */
function stakesOf(calibration: number, power: number): Float64Array {
  const bins = calibration + 1;
  return Float64Array.from({length: bins}, (_, bin) => pow((bin + 1) / bins, power) - (bin === 0 ? 0 : pow(bin / bins, power)));
}
