import {expect, it} from 'vitest';
import {listed, lowered, ranges, shortList} from './words.ts';

it('numbers in a row are told by their ends', () => {
  expect(ranges([1, 2, 3, 7, 9, 10])).toBe('1\u20133, 7, 9, 10');
  expect(ranges([])).toBe('');
});

it('lists read as sentences do', () => {
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a and b', 'a, b and c']);
  expect([shortList(['a', 'b']), shortList(['a', 'b', 'c'])]).toEqual(['a, b', 'a and 2 more']);
});

it('a title inside a sentence keeps the capitals of an acronym', () => {
  expect([lowered('Tail retention'), lowered('KL divergence')]).toEqual(['tail retention', 'KL divergence']);
});
