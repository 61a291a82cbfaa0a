/**
 * Hints where there are no past periods: each period beside the reference's own parts of its size, in the standard errors of both.
 *
 *   z = side (value - expected) / sqrt(error^2 + expectedError^2)
 *
 * What is watched need not be as the reference is, and then all of it differs: so it raises no alarm.
 */
import {Hint, hintLimit} from './hint.ts';
import type {HistoryRow} from './history.ts';
import type {JudgedPeriod} from './judge.ts';
import type {Measured} from './measured.ts';
import {badSideOf, NOVELTY} from './measures.ts';

export function hintsByReference(rows: readonly HistoryRow[], measures: readonly string[]): JudgedPeriod[] {
  const watched = [...measures, NOVELTY].flatMap((measure) => {
    const bad = measure === NOVELTY ? 1 : badSideOf(measure);
    return (bad === 'both' ? [1, -1] : [bad]).map((side) => ({measure, side, hint: new Hint(Infinity)}));
  });
  const limit = hintLimit(watched.length);
  return rows.map((row) => {
    const sums = watched.map(({measure, side, hint}) => {
      const z = deviationsOf(measure === NOVELTY ? row.novelty : row.measures[measure]);
      return hint.advance({...(z !== undefined && {z: side * z})});
    });
    return {evidence: 0, hint: sums.some((sum) => sum > limit)};
  });
}

/** One wild value says no more than a bad one. */
const MOST = 6;

function deviationsOf(measured: Measured | undefined): number | undefined {
  if (measured === undefined || 'reason' in measured) return undefined;
  const {value, expected, error, expectedError} = measured;
  const deviation = Math.sqrt(error * error + expectedError * expectedError);
  if (value === expected) return 0;
  return deviation > 0 ? Math.max(-MOST, Math.min(MOST, (value - expected) / deviation)) : undefined;
}
