/**
 * Scores of later periods beside those of a calibration: their ranks, and how many standard deviations they lie from its mean.
 *
 * law      ranks of exchangeable scores are exchangeable, ties included: among equal scores the place is drawn
 * edge     deviations are cut at MOST: one wild score says no more than a bad one; where the calibration does not vary, any other score is at the cut
 */
import type {Stream} from '../../core/random/stream.ts';
import type {Ranked} from './detector.ts';

/** Fewer scores than this of a calibration tell nothing of what comes after. */
export const LEAST_CALIBRATION = 4;
const MOST = 6;

export class RankCalibration {
  readonly count: number;
  private readonly sorted: Float64Array;
  private readonly mean: number;
  private readonly deviation: number;

  /** Scores are larger where they are worse. Throws nothing: fewer than LEAST_CALIBRATION are the caller's to refuse. */
  constructor(scores: readonly number[]) {
    this.sorted = Float64Array.from(scores).sort();
    this.count = scores.length;
    this.mean = scores.reduce((a, b) => a + b, 0) / this.count;
    const squares = scores.reduce((sum, score) => sum + (score - this.mean) * (score - this.mean), 0);
    // of a new score about a mean that is known from so many
    this.deviation = Math.sqrt((squares / Math.max(1, this.count - 1)) * (1 + 1 / this.count));
  }

  /** `stream`: of this score alone; places among equal scores are drawn from it. */
  ranked(score: number | undefined, stream: Stream): Ranked {
    if (score === undefined) return {};
    let worse = 0;
    let equal = 0;
    for (const other of this.sorted) {
      if (other > score) worse++;
      else if (other === score) equal++;
    }
    const bin = equal === 0 ? worse : worse + stream.below(equal + 1);
    return {bin, z: this.deviations(score)};
  }

  private deviations(score: number): number {
    const distance = score - this.mean;
    if (distance === 0) return 0;
    return this.deviation === 0 ? Math.sign(distance) * MOST : Math.max(-MOST, Math.min(MOST, distance / this.deviation));
  }
}
