import {describe, expect, it} from 'vitest';
import {recordCountWords} from './sample-words.ts';

const page = (
  shown: number,
  total: number,
  {found = total, held = total, strays}: {found?: number; held?: number; strays?: number} = {},
) => ({
  records: Array.from({length: shown}, () => '{}'),
  ...{total, held, found, ...(strays !== undefined && {strays})},
});

describe('how many records there are', () => {
  it.each([
    [page(50, 1190), '', 0, '1,190 records, from 1 to 50'],
    [page(1, 51), '', 50, '51 records, number 51'],
    [page(1, 1), '', 0, '1 record'],
    [page(0, 0), '', 0, '0 records'],
    [page(50, 119, {held: 50, found: 50}), '', 0, '119 records, from 1 to 50; only the first 50 are here'],
    [page(3, 119, {held: 50, found: 3}), 'x', 0, '3 of the first 50 of 119 records hold it, from 1 to 3; the others are not here'],
    [page(1, 119, {found: 1}), 'x', 0, '1 of 119 records holds it'],
    [page(0, 119, {found: 0}), 'x', 0, '0 of 119 records hold it'],
    [page(1, 1, {found: 1}), 'x', 0, '1 of 1 record holds it'],
    [page(2, 2, {strays: 1}), '', 0, '2 records, from 1 to 2; 1 line of the file does not say whose it is'],
    [page(2, 2, {strays: 3}), '', 0, '2 records, from 1 to 2; 3 lines of the file do not say whose they are'],
  ] as const)('of %o, looking for %j from %i', (answer, find, from, words) => {
    expect(recordCountWords(answer, {find, from})).toBe(words);
  });
});
