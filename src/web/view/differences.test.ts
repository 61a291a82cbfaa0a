import {describe, expect, it} from 'vitest';
import type {Difference} from '../../report/pages/run/input.ts';
import {reachOfDifferences, shownDifferences} from './differences.ts';

const row = (arm: string, band?: string, rest: Partial<Difference> = {}): Difference =>
  ({measure: 'm', generation: 1, arm, against: 'x', n: 3, ...(band !== undefined && {band}), ...rest}) as Difference;

describe('differences in a table', () => {
  it('have bands in the order of the pictures, arm by arm', () => {
    const names = (rows: readonly Difference[]) => rows.map(({arm, band}) => `${arm} ${band}`);
    const rows = ['b', 'a'].flatMap((arm) => ['1e-2', '1e-3', '1e-4', '3e-2'].map((band) => row(arm, band)));
    const order = ['1e-4', '1e-3', '1e-2', '3e-2'];
    expect(names(shownDifferences(rows, order))).toEqual(['b', 'a'].flatMap((arm) => order.map((band) => `${arm} ${band}`)));
    expect(names(shownDifferences(rows, ['3e-2']))).toEqual(
      ['b', 'a'].flatMap((arm) => ['3e-2', '1e-4', '1e-3', '1e-2'].map((band) => `${arm} ${band}`)),
    );
    expect(shownDifferences([row('b', '1'), row('b')], ['1'])).toEqual([row('b')]);
  });

  it('reach as far as what is finite of them', () => {
    expect(reachOfDifferences([row('a', undefined, {difference: -2, low: Number.NEGATIVE_INFINITY, high: 1.7e308})])).toBe(1.7e308);
    expect(reachOfDifferences([row('a')])).toBe(0);
  });
});
