import {describe, expect, it} from 'vitest';
import {failureOf} from '../folder.test-input.ts';
import {dataOf, refuseOnce} from './sources.ts';

const SET_ASIDE = {holdout: 0.1, reserve: 0};

describe('the sources of a forecast as data of the lab', () => {
  it('are files, read as they are said to be, a tenth of them set aside', () => {
    expect(dataOf(['a.txt', 'b.jsonl'], {})).toEqual({files: ['a.txt', 'b.jsonl'], ...SET_ASIDE});
    expect(dataOf(['a'], {format: 'csv', field: 'body', delimiter: ';', passage: 50, language: 'tr'})).toEqual({
      ...{files: ['a'], format: 'csv', field: 'body', delimiter: ';', passage: 50, language: 'tr'},
      ...SET_ASIDE,
    });
  });

  it('are the speeches that ship, all or those of some years, where they are the only source', () => {
    expect(dataOf(['corpus:speeches'], {})).toEqual({corpus: 'speeches', ...SET_ASIDE});
    expect(dataOf(['corpus:speeches/1900-1950'], {passage: 9})).toEqual({
      corpus: 'speeches',
      from: 1900,
      to: 1950,
      passage: 9,
      ...SET_ASIDE,
    });
    expect(dataOf(['corpus:speeches', 'a.txt'], {})).toMatchObject({files: ['corpus:speeches', 'a.txt']});
    expect(dataOf(['corpus:speeches/19-50'], {})).toMatchObject({files: ['corpus:speeches/19-50']});
  });

  it('may not be standard input, which is read once', async () => {
    expect(await failureOf(() => refuseOnce(['a.txt', '-'], {}))).toMatchObject({
      name: 'ConfigError',
      message: expect.stringContaining('more than once'),
    });
  });
});
