import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {movesOf} from './moves.ts';

const moved = (parents: Int32Array): number[] => {
  const rows = [...parents.keys(), -1];
  for (const {from, to} of movesOf(parents)) rows[to] = rows[from];
  return rows.slice(0, parents.length);
};

describe('moves of rows', () => {
  it('end as if all were made at once', () => {
    const parents = fc.integer({min: 1, max: 12}).chain((n) => fc.array(fc.integer({min: 0, max: n - 1}), {minLength: n, maxLength: n}));
    fc.assert(
      fc.property(parents, (list) => {
        expect(moved(Int32Array.from(list))).toEqual(list);
      }),
      {numRuns: 2000},
    );
  });

  it('are one a row that moves, and one more a cycle', () => {
    expect(movesOf(Int32Array.of(0, 1, 2))).toEqual([]);
    expect(movesOf(Int32Array.of(0, 0, 0, 1))).toHaveLength(3);
    expect(movesOf(Int32Array.of(1, 0))).toHaveLength(3);
    expect(movesOf(Int32Array.of(1, 2, 0, 4, 3))).toHaveLength(7);
  });
});
