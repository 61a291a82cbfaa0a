/** Which differences a table has, in which order, and how far they reach. */
import {compareBands} from '../../core/measure/bands.ts';
import type {Difference} from '../../report/pages/run/input.ts';

/** The whole of a measure where it has one; else its bands, arm by arm, in their order; those that are not among them by their names. */
export function shownDifferences(differences: readonly Difference[], bands: readonly string[]): readonly Difference[] {
  const plain = differences.filter(({band}) => band === undefined);
  if (plain.length > 0) return plain;
  const arms = [...new Set(differences.map(({arm}) => arm))];
  const place = ({band = ''}: Difference): number => (bands.includes(band) ? bands.indexOf(band) : bands.length);
  return [...differences].sort(
    (a, b) => arms.indexOf(a.arm) - arms.indexOf(b.arm) || place(a) - place(b) || compareBands(a.band ?? '', b.band ?? ''),
  );
}

/** As far as what is finite of them goes from 0, either way. */
export const reachOfDifferences = (rows: readonly Difference[]): number =>
  rows.reduce(
    (most, {difference = 0, low = 0, high = 0}) => Math.max(most, ...[difference, low, high].filter(Number.isFinite).map(Math.abs)),
    0,
  );
