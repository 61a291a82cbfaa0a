import {mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {ASIDE_JUDGEMENTS, appendJudgement} from './append.ts';
import {readJudgements} from './judgement-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-append-'));
afterAll(() => rmSync(folder, {recursive: true}));
const path = join(folder, 'judgements.jsonl');
const line = (ask: string) => ({ask, choice: 'first' as const, annotator: 'ada'});
const text = (ask: string) => `${JSON.stringify(line(ask))}\n`;

describe('a judgement', () => {
  it('is added behind whatever is there', async () => {
    writeFileSync(path, text('x'));
    expect(await appendJudgement(folder, line('y'))).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toBe(text('x') + text('y'));
  });

  it('sets an unfinished last line aside, and ends one that is whole', async () => {
    writeFileSync(path, `${text('x')}{"ask": "y", "ch`);
    expect(await appendJudgement(folder, line('z'))).toBe('{"ask": "y", "ch');
    expect(readFileSync(path, 'utf8')).toBe(text('x') + text('z'));
    expect(readFileSync(join(folder, ASIDE_JUDGEMENTS), 'utf8')).toBe('{"ask": "y", "ch\n');
    writeFileSync(path, text('x').trimEnd());
    expect(await appendJudgement(folder, line('y'))).toBeUndefined();
    expect(readFileSync(path, 'utf8')).toBe(text('x') + text('y'));
  });

  it('of many writers at once are all there, each whole', async () => {
    writeFileSync(path, '');
    await Promise.all(Array.from({length: 40}, (_, i) => appendJudgement(folder, line(`${i}`))));
    expect(
      readJudgements(path)
        .lines.map(({ask}) => Number(ask))
        .sort((a, b) => a - b),
    ).toEqual(Array.from({length: 40}, (_, i) => i));
  });

  it('is not held back by the lock of a writer that is gone', async () => {
    const lock = join(folder, 'judgements.jsonl.lock');
    writeFileSync(lock, '');
    utimesSync(lock, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
    writeFileSync(path, '');
    await appendJudgement(folder, line('x'));
    expect(readFileSync(path, 'utf8')).toBe(text('x'));
  });
});
