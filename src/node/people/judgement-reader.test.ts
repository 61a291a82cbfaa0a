import {appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it, vi} from 'vitest';
import * as file from './judgement-file.ts';
import {JudgementReader} from './judgement-reader.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-reader-'));
afterAll(() => rmSync(folder, {recursive: true}));
let count = 0;
const path = () => join(folder, `${count++}.jsonl`);
const line = (ask: string, choice = 'first') => `${JSON.stringify({ask, choice, annotator: 'ada'})}\n`;

describe('a file of judgements that is read again and again', () => {
  it('reads as if it were read anew, whatever becomes of it', () => {
    const own = path();
    const reader = new JudgementReader(own);
    const steps: readonly (() => void)[] = [
      () => {},
      () => writeFileSync(own, ''),
      () => writeFileSync(own, line('a')),
      () => appendFileSync(own, `\n${line('b')}${line('c', 'tie')}`),
      () => appendFileSync(own, line('d').slice(0, 9)),
      () => appendFileSync(own, line('d').slice(9, -1)),
      () => appendFileSync(own, '\n'),
      () => appendFileSync(own, '{"ask": "\u00e9\u{1f600}"'),
      () => truncateSync(own, line('a').length),
      () => writeFileSync(own, line('z') + line('y')),
      () => appendFileSync(own, line('x')),
      () => writeFileSync(own, `${line('w')}${line('y')}${line('x')}${line('v')}`),
      () => rmSync(own),
      () => writeFileSync(own, line('u')),
    ];
    for (const [i, step] of steps.entries()) {
      step();
      expect(reader.read(), `step ${i}`).toEqual(file.readJudgements(own));
      expect(reader.read()).toBe(reader.read());
    }
  });

  it('names a broken line by its number in the file, each time, and reads on when it is mended', () => {
    const own = path();
    const reader = new JudgementReader(own);
    writeFileSync(own, `${line('a')}\n${line('b')}`);
    reader.read();
    appendFileSync(own, `{"ask": 7}\n${line('c')}`);
    for (let times = 0; times < 2; times++)
      expect(() => reader.read()).toThrow(
        expect.objectContaining({where: `${own}:4`, message: expect.stringContaining('not a judgement')}),
      );
    const text = readFileSync(own, 'utf8');
    writeFileSync(own, text.replace('{"ask": 7}\n', ''));
    expect(reader.read().lines.map(({ask}) => ask)).toEqual(['a', 'b', 'c']);
  });

  it('sees that a text of the same length and time is another', () => {
    const own = path();
    const reader = new JudgementReader(own);
    writeFileSync(own, line('a'));
    const {atime, mtime} = statSync(own);
    expect(reader.read().lines[0].ask).toBe('a');
    writeFileSync(own, line('b'));
    utimesSync(own, atime, mtime);
    expect(reader.read().lines[0].ask).toBe('b');
  });

  it('parses what was added alone: the lines before stay the same objects', () => {
    const own = path();
    const reader = new JudgementReader(own);
    writeFileSync(own, Array.from({length: 50}, (_, i) => line(`${i}`)).join(''));
    const before = reader.read().lines;
    const parse = vi.spyOn(JSON, 'parse');
    appendFileSync(own, line('new'));
    const after = reader.read().lines;
    const parsed = parse.mock.calls.length;
    parse.mockRestore();
    expect([parsed, after.length]).toEqual([1, 51]);
    expect(before.every((one, i) => one === after[i])).toBe(true);
  });

  it('is an error where a link leads nowhere', () => {
    const own = path();
    symlinkSync(join(folder, 'nowhere'), own);
    expect(() => new JudgementReader(own).read()).toThrow('judgements cannot be read');
  });
});
