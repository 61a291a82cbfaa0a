import {expect, it} from 'vitest';
import {textOf} from './documents.ts';
import {countedWords, wordCountOf} from './word-count.ts';

it('counts runs without white space in the one, and the words that measures count in the other', () => {
  const english = textOf(["It's well-known, yes", 'and more']);
  expect(countedWords(english, wordCountOf(english))).toBe(5);
  const chinese = textOf(['山谷里，小镇在。', '冬天']);
  expect(countedWords(chinese, wordCountOf(chinese))).toBeGreaterThanOrEqual(3);
  expect(countedWords(english, wordCountOf(chinese))).toBe(6);
});
