import {expect, test} from 'vitest';
import {fileName} from './file-name.ts';

test('the name of a file is what stands after its last separator', () => {
  for (const [path, name] of [
    ['/home/ann/corpus.jsonl', 'corpus.jsonl'],
    ['C:\\data\\a b.txt', 'a b.txt'],
    ['texts/*.txt', '*.txt'],
    ['texts/', 'texts'],
    ['plain', 'plain'],
    ['-', '-'],
    ['/', '/'],
    ['', ''],
  ])
    expect(fileName(path)).toBe(name);
});
