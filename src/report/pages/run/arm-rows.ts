/** How an arm stands at the head of a row: with its sign, and where arms of a matrix are many under the cell of the matrix that it is of. */
import {armSign} from '../../charts/signs.ts';
import type {Html} from '../../html.ts';
import type {Subject} from './series.ts';

export interface RowLook {
  readonly label: string;
  /** Rows of one group stand together; '' where there are none. */
  readonly group: string;
  /** None where a sign would tell no arm from another. */
  readonly sign?: Html;
}

/** Of a row by the name of its arm; a row of another name stands as it is. */
export function rowLooks({layout: {places}, document}: Pick<Subject, 'layout' | 'document'>): (row: string) => RowLook {
  const looks = new Map(
    places.map(({arm, series, label, facet}): [string, RowLook] => {
      if (facet === arm) return [arm, {label: arm, group: ''}];
      return [arm, {label, group: facet, sign: armSign(series, document)}];
    }),
  );
  return (row) => looks.get(row) ?? {label: row, group: ''};
}
