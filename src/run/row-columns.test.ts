import {expect, test} from 'vitest';
import type {Row} from '../lab/results/row.ts';
import {decodeRows, encodeRows} from './row-columns.ts';
import {rowLines} from './unit.ts';

const ROWS: readonly Row[] = [
  {arm: 'a', seed: 3, generation: 0, measure: 'entropy', value: 0.1, size: 20},
  {arm: 'a', seed: 3, generation: 1, measure: 'entropy', value: -1e-300},
  {arm: 'a', seed: 3, generation: 1, measure: 'tail.retention', band: '2-3', reason: 'not a finite number (NaN)'},
  {arm: 'a', seed: 3, generation: 1, measure: 'tail.retention', band: '4-7', reason: 'none', size: 7},
  {arm: 'a', seed: 4, generation: 0, measure: 'entropy', value: 5e-324},
  {arm: 'a', seed: 1, generation: 4_000_000_000, measure: 'entropy', value: 123456789.12345678},
];

test('rows come back as they were, as values and as lines', () => {
  const again = decodeRows(encodeRows(ROWS));
  expect(again).toEqual(ROWS);
  expect(rowLines(again)).toBe(rowLines(ROWS));
  expect(decodeRows(encodeRows([]))).toEqual([]);
});

test('a row takes its columns and nothing else: 20 bytes with a value', () => {
  const many = (count: number) =>
    encodeRows(Array.from({length: count}, (_, i): Row => ({arm: 'a', seed: i, generation: 1, measure: 'mean', value: i / 7}))).length;
  expect(many(2000) - many(1000)).toBe(20 * 1000);
});

test('what is cut off is no rows', () => {
  const bytes = encodeRows(ROWS);
  expect(() => decodeRows(bytes.subarray(0, bytes.length - 1))).toThrow(/cut off/);
  expect(() => decodeRows(bytes.subarray(0, 3))).toThrow();
});
