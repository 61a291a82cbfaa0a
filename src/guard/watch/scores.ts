/**
 * From what was read of each period to scores that are exchangeable where nothing has changed, though periods are of unlike sizes.
 *
 *   score   side (value - expected - mean) / sqrt(between + within / words + unlike^2)
 *   mean    of value - expected over the calibration: what is watched need not be as the reference is, whatever a period's size
 *   within  mean over the calibration of error^2 words
 *   between variance over the calibration of value - expected, less the mean of within / words; 0 at the least
 *   unlike  expectedError (1 - least / most), of the period's words and the calibration's mean of them
 *
 * `expected` is what the reference shows against its own other half at the period's size. Its error is the same in all periods of that size, so
 * that the mean takes it off; in others it is another one, and the larger the fewer times the reference is a period. Periods of one size have
 * the ranks of their values.
 *
 * shape    readings: (periods,) -> scores: (periods,); larger is worse on the side that is asked for
 * edge     no reading, no score; where nothing varies the score is the difference itself
 * source   R. DerSimonian, N. Laird, Controlled Clinical Trials 7, 1986 (variance between and within, by moments)
 */

/** What is left of equal numbers after a mean of them is taken off would be ranked by the sizes of periods. */
const ROUNDING = 1e-12;

/** Of one measure in one period. */
export interface ReadPeriod {
  readonly value: number;
  readonly expected: number;
  readonly standardError: number;
  /** The standard error of `expected`. */
  readonly expectedError: number;
  readonly words: number;
}

export function scoresOf(
  readings: readonly (ReadPeriod | undefined)[],
  {calibration, side}: {readonly calibration: number; readonly side: 1 | -1},
): (number | undefined)[] {
  const known = readings.slice(0, calibration).filter((one) => one !== undefined);
  const within = meanOf(known.map(({standardError, words}) => standardError * standardError * words));
  const differences = known.map(({value, expected}) => value - expected);
  const mean = meanOf(differences);
  const squares = differences.reduce((sum, one) => sum + (one - mean) * (one - mean), 0);
  const typical = meanOf(known.map(({words}) => words));
  const between = Math.max(0, squares / Math.max(1, known.length - 1) - meanOf(known.map(({words}) => within / words)));
  return readings.map((one) => {
    if (one === undefined) return undefined;
    const unlike = one.expectedError * (1 - Math.min(one.words, typical) / Math.max(one.words, typical));
    const deviation = Math.sqrt(between + within / one.words + unlike * unlike);
    const distance = one.value - one.expected - mean;
    const isNothing = Math.abs(distance) <= ROUNDING * (Math.abs(one.value) + Math.abs(one.expected));
    return isNothing ? 0 : (side * distance) / (deviation > 0 ? deviation : 1);
  });
}

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
