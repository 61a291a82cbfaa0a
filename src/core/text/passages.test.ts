import {describe, expect, it} from 'vitest';
import type {Text} from '../data.ts';
import {textOf} from './documents.ts';
import {cutIntoPassages} from './passages.ts';

const listOf = ({bytes, offsets, count}: Text): string[] =>
  Array.from({length: count}, (_, i) => new TextDecoder().decode(bytes.subarray(offsets[i], offsets[i + 1])));

describe('passages', () => {
  it('end with the sentence that reaches the number of words, and a small rest joins the one before', () => {
    expect(listOf(cutIntoPassages(textOf(['One two three. Four five six. Seven eight nine ten. End.']), 5))).toEqual([
      'One two three. Four five six.',
      ' Seven eight nine ten. End.',
    ]);
    expect(listOf(cutIntoPassages(textOf(['One two three four five six. A.']), 5))).toEqual(['One two three four five six. A.']);
  });

  it('do not cross documents, and leave short ones and empty ones as they are', () => {
    const documents = ['Short one.', '', 'No end of a sentence here at all', 'A b c d e. F g h i j.'];
    expect(listOf(cutIntoPassages(textOf(documents), 5))).toEqual([
      'Short one.',
      '',
      'No end of a sentence here at all',
      'A b c d e.',
      ' F g h i j.',
    ]);
  });

  it('together are the documents', () => {
    const documents = Array.from({length: 20}, (_, i) =>
      Array.from({length: 30 * i}, (_, k) => (k % 7 === 6 ? 'word.' : 'word')).join(' '),
    );
    const {bytes, offsets, count} = cutIntoPassages(textOf(documents), 20);
    expect(new TextDecoder().decode(bytes.subarray(offsets[0], offsets[count]))).toBe(documents.join(''));
    expect([...offsets].every((end, i) => i === 0 || end >= offsets[i - 1])).toBe(true);
  });
});
