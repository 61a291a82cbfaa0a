import {describe, expect, it} from 'vitest';
import type {MeasuredPart} from '../../guard/share/candidate.ts';
import {slicesBy} from './by.ts';

/** Units of documents: `group[u]` is the document of unit u, `novelty[u]` its own. */
function partOf(group: readonly number[], novelty: readonly number[]): MeasuredPart {
  const units = group.length;
  const zeros = () => new Float64Array(units);
  return {
    measured: {
      units,
      group: Uint32Array.from(group),
      sentences: zeros().fill(1),
      synthetic: zeros(),
      values: [],
      sums: [],
      ratios: [],
      offsets: Uint32Array.from({length: units + 1}, (_, u) => u),
    },
    novelty: Float64Array.from(novelty),
    documents: Math.max(-1, ...group) + 1,
    withoutSentences: 0,
    overlap: {human: 0, synthetic: 0},
    sample: [],
  };
}

describe('slices', () => {
  const part = partOf([0, 0, 1, 2, 3, 3], [0.1, 0.3, 0.5, 0, 0.2, 0.4]);

  it('of a field are the largest first, with their documents and mean novelty', () => {
    const column = {values: ['web', 'book', ''], codes: Uint32Array.of(0, 1, 2, 1)};
    const slices = slicesBy({field: 'source'}, column, part);
    expect(slices.map(({novelty: _, ...slice}) => slice)).toEqual([
      {by: 'source', value: 'book', units: Uint32Array.of(2, 4, 5), documents: 2},
      {by: 'source', value: 'web', units: Uint32Array.of(0, 1), documents: 1},
      {by: 'source', value: '(none)', units: Uint32Array.of(3), documents: 1},
    ]);
    [(0.5 + 0.2 + 0.4) / 3, (0.1 + 0.3) / 2, 0].forEach((mean, i) => void expect(slices[i].novelty).toBeCloseTo(mean, 12));
  });

  it('of dates are in order, and dates of one period are one', () => {
    const column = {values: ['2024-03-01', '2023-12-31', 'unknown', '2024-03-09'], codes: Uint32Array.of(0, 3, 2, 1)};
    const slices = slicesBy({field: 'date', period: 'month'}, column, part);
    expect(slices.map(({by, value, units}) => [by, value, [...units]])).toEqual([
      ['date:month', '(no date)', [3]],
      ['date:month', '2023-12', [4, 5]],
      ['date:month', '2024-03', [0, 1, 2]],
    ]);
  });

  it('are the 200 largest, of equals those that come first by name', () => {
    const documents = 230;
    const group = [...Array.from({length: documents}, (_, d) => d), 229];
    const values = Array.from({length: documents}, (_, d) => `s${String(d).padStart(3, '0')}`);
    const slices = slicesBy(
      {field: 's'},
      {values, codes: Uint32Array.from(values, (_, d) => d)},
      partOf(
        group,
        group.map(() => 0),
      ),
    );
    expect(slices.map(({value}) => value)).toEqual(['s229', ...values.slice(0, 199)]);
  });

  it('are none of a candidate without units', () => {
    expect(slicesBy({field: 's'}, {values: ['a'], codes: Uint32Array.of(0)}, partOf([], []))).toEqual([]);
  });
});
