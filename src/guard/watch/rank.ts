/**
 * Scores of later periods beside those of a calibration: their ranks, and how many standard deviations they lie from its mean.
 *
 * law      ranks of exchangeable scores are exchangeable, ties included: every score has a draw of chance of its own, once for all, and equal
 *          scores are ordered by theirs. A place that were drawn anew at each comparison would be another rank each time, and no Pólya's urn
 * edge     deviations are cut at MOST: one wild score says no more than a bad one; where the calibration does not vary, any other score is at the cut
 */
import type {Ranked} from './detector.ts';

/** Fewer scores than this of a calibration tell nothing of what comes after. */
export const LEAST_CALIBRATION = 4;
const MOST = 6;

/** A score, and the draw in 0..1 that orders it among its equals. */
export interface DrawnScore {
  readonly score: number;
  readonly draw: number;
}

export class RankCalibration {
  readonly count: number;
  private readonly scores: readonly DrawnScore[];
  private readonly mean: number;
  private readonly deviation: number;

  /** Scores are larger where they are worse. Throws nothing: fewer than LEAST_CALIBRATION are the caller's to refuse. */
  constructor(scores: readonly DrawnScore[]) {
    this.scores = scores;
    this.count = scores.length;
    this.mean = scores.reduce((sum, {score}) => sum + score, 0) / this.count;
    const squares = scores.reduce((sum, {score}) => sum + (score - this.mean) * (score - this.mean), 0);
    // of a new score about a mean that is known from so many
    this.deviation = Math.sqrt((squares / Math.max(1, this.count - 1)) * (1 + 1 / this.count));
  }

  /** Of a period without a score: nothing. */
  ranked(drawn: DrawnScore | undefined): Ranked {
    if (drawn === undefined) return {};
    const {score, draw} = drawn;
    let bin = 0;
    for (const other of this.scores) if (other.score > score || (other.score === score && other.draw > draw)) bin++;
    return {bin, z: this.deviations(score)};
  }

  private deviations(score: number): number {
    const distance = score - this.mean;
    if (distance === 0) return 0;
    return this.deviation === 0 ? Math.sign(distance) * MOST : Math.max(-MOST, Math.min(MOST, distance / this.deviation));
  }
}
