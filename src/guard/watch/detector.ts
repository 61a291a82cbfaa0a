/**
 * What watches one stream of scores: takes them one by one, and says after each how much speaks for a change.
 *
 * A score is told by its rank among the calibration's and by how many of its standard deviations it lies from its mean; both undefined where
 * a period has none, and then nothing is learnt.
 */
export interface Ranked {
  /** How many of the calibration's scores are worse: 0 is worse than all of them. 0..C */
  readonly bin?: number;
  /** Standard deviations of the calibration, positive on the bad side. */
  readonly z?: number;
}

export interface Detector {
  /** Forgets all that it has taken. */
  begin(): void;
  /** The statistic after one score more. */
  advance(score: Ranked): number;
}
