import {mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {needsPosix} from '../../../test/needs.ts';
import {DataError} from '../../core/error.ts';
import {lastLines, saidByAsk} from '../../run/judgement.ts';
import {readJudgements} from './judgement-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-judgements-'));
afterAll(() => rmSync(folder, {recursive: true}));
const path = join(folder, 'judgements.jsonl');
const written = (text: string | Uint8Array) => {
  writeFileSync(path, text);
  return readJudgements(path);
};
const line = (ask: string, choice: string, annotator = 'ada', more = {}) => `${JSON.stringify({ask, choice, annotator, ...more})}\n`;

describe('judgements', () => {
  it('count by the last line of each annotator on each ask; skips, what is taken back and repeats do not', () => {
    const {lines} = written(
      [
        ...[line('x', 'first'), line('x', 'second', 'bob'), line('x', 'tie'), line('y', 'first'), line('y', 'undone')],
        ...[line('z', 'neither'), line('z', 'first', 'ada', {again: true}), line('w', 'skip'), line('v', 'first', 'eve', {again: true})],
      ].join(''),
    );
    expect(saidByAsk(lines)).toEqual({
      x: [
        {annotator: 'ada', choice: 'tie'},
        {annotator: 'bob', choice: 'second'},
      ],
      z: [{annotator: 'ada', choice: 'neither'}],
    });
    expect([...lastLines(lines, {again: true}).keys()]).toEqual(['z', 'v']);
    expect(saidByAsk([...lines].reverse()).x).toEqual([
      {annotator: 'ada', choice: 'first'},
      {annotator: 'bob', choice: 'second'},
    ]);
  });

  it('may be called as anybody likes', () => {
    const {lines} = written(line('__proto__', 'first', '__proto__'));
    expect(Object.entries(saidByAsk(lines))).toEqual([['__proto__', [{annotator: '__proto__', choice: 'first'}]]]);
  });

  it('of a last line without its end are read where it is whole, and not there yet where it is not', () => {
    expect(written(line('x', 'first').trimEnd())).toMatchObject({lines: [{ask: 'x'}], isCut: false});
    expect(written(`${line('x', 'first')}{"ask": "y", "cho`)).toMatchObject({lines: [{ask: 'x'}], isCut: true});
    expect(written('')).toEqual({lines: [], isCut: false});
    expect(readJudgements(join(folder, 'none.jsonl'))).toEqual({lines: [], isCut: false});
  });

  it.each([
    ['{"ask": "x", "choice"', /no JSON/],
    ['["first"]', /wanted an object, got \["first"\]/],
    ['{"ask": "x", "choice": "left", "annotator": "ada"}', /choice: wanted "first" \| "second" \|.*, got "left"/],
    ['{"ask": "x", "choice": "first"}', /annotator: wanted a string, got nothing/],
    ['{"ask": "x", "choice": "first", "annotator": 7}', /annotator: wanted a string, got 7/],
    ['{"ask": "", "choice": "first", "annotator": "a"}', /ask: wanted a text that is not empty, got ""/],
    ['{"ask": "x", "choice": "first", "annotator": "a", "agian": true}', /no field of a judgement: "agian", wanted ask, choice/],
    ['{"ask": "x", "choice": "first", "annotator": "a", "__proto__": {}}', /no field of a judgement: "__proto__"/],
    ['{"ask": "x", "choice": "first", "annotator": "a", "seconds": -1}', /seconds: wanted at least 0, got -1/],
    ['{"ask": "x", "choice": "first", "annotator": "a", "left": "ada"}', /left/],
    ['{"ask": "x", "choice": "first", "annotator": "a", "again": "yes"}', /again/],
    ['{"ask": "x", "choice": "skip", "annotator": "a", "reported": "yes"}', /reported/],
    ['{"ask": "x", "choice": "first", "annotator": "a", "reported": true}', /reported: only a pair that is skipped/],
  ])('that are broken are named by their line: %s', (broken, what) => {
    expect(() => written(`${line('x', 'first')}\n${broken}\n${line('y', 'first')}`)).toThrow(DataError);
    try {
      readJudgements(path);
    } catch (error) {
      expect((error as DataError).where).toBe(`${path}:3`);
      expect((error as DataError).message).toMatch(what);
      expect((error as DataError).next).toContain('Wanted: {"ask"');
    }
  });

  it('are missing where nothing has their name; what cannot be read is an error', needsPosix('links'), () => {
    symlinkSync(join(folder, 'nowhere.jsonl'), join(folder, 'broken.jsonl'));
    for (const name of ['broken.jsonl', '.', 'judgements.jsonl/inner'])
      expect(() => readJudgements(join(folder, name)), name).toThrow(/judgements cannot be read/);
  });

  it('that are no UTF-8 are named too', () => {
    expect(() => written(Buffer.concat([Buffer.from([0xff, 10]), Buffer.from(line('x', 'first'))]))).toThrow(/no UTF-8/);
  });
});
