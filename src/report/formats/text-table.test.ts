import {describe, expect, it} from 'vitest';
import {columnWidths, cutTo, tableLines, totalWidth, wrapped} from './text-table.ts';

const ROWS = [
  ['arm', 'value', 'note'],
  ['replace', '0.5', 'a'],
  ['\u{1f600}\u{1f600}', '12.25', ''],
];

describe('a table', () => {
  it('has its first column at the left and the others at the right, with no spaces at the end', () => {
    expect(tableLines(ROWS)).toEqual(['arm      value  note', 'replace    0.5     a', '\u{1f600}\u{1f600}       12.25']);
    expect(columnWidths(ROWS)).toEqual([7, 5, 4]);
    expect(totalWidth([7, 5, 4])).toBe(20);
  });

  it('places cells as told, and cuts them to widths that are given', () => {
    expect(tableLines(ROWS, {right: (cell) => /\d/.test(cell)})[0]).toBe('arm      value  note');
    expect(tableLines(ROWS, {right: () => false})[1]).toBe('replace  0.5    a');
    expect(tableLines(ROWS, {widths: [4, 5, 4]})[1]).toBe('rep\u2026    0.5     a');
  });
});

describe('wrapped text', () => {
  const TEXT = 'one two three four five';

  it('breaks between words, and holds what a no-break space holds together', () => {
    expect(wrapped(TEXT, 9)).toEqual(['one two', 'three', 'four five']);
    expect(wrapped('a b\u00a0c d', 4)).toEqual(['a', 'b c', 'd']);
    expect(wrapped('', 9)).toEqual(['']);
  });

  it('hangs all lines but the first', () => {
    expect(wrapped(`- ${TEXT}`, 10, {hanging: '  '})).toEqual(['- one two', '  three', '  four', '  five']);
  });

  it('cuts a word that is longer than a line only where asked to', () => {
    expect(wrapped('a incomprehensible b', 6, {cut: true})).toEqual(['a', 'incom\u2026', 'b']);
    expect(wrapped('a incomprehensible b', 6)).toEqual(['a', 'incomprehensible', 'b']);
  });

  it('counts characters, not code units', () => {
    expect(cutTo('\u{1f600}\u{1f600}\u{1f600}', 2)).toBe('\u{1f600}\u2026');
    expect(wrapped('\u{1f600}\u{1f600} \u{1f600}\u{1f600}', 5)).toEqual(['\u{1f600}\u{1f600} \u{1f600}\u{1f600}']);
  });
});
