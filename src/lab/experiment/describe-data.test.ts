import {expect, it} from 'vitest';
import type {DataOptions} from './data-schema.ts';
import {describeData} from './describe-data.ts';

it('files are told by their names, as a sentence tells them, and of many the first', () => {
  const told = (...files: string[]) => describeData({files} as unknown as DataOptions);
  expect(told('texts/a.txt')).toBe('the file a.txt');
  expect(told('a.txt', 'b.txt')).toBe('the files a.txt and b.txt');
  expect(told('a', 'b', 'c', 'd', 'e')).toBe('the files a, b, c and 2 more');
});
