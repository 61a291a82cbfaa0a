import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {needsPosix} from '../../../test/needs.ts';
import {DataError} from '../../core/error.ts';
import {ASIDE_JUDGEMENTS, appendJudgement, appendJudgements} from './append.ts';
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

  it('that could not be read again is not written', async () => {
    writeFileSync(path, text('x'));
    for (const broken of [
      {...line('y'), annotator: ''},
      {...line('y'), seconds: Number.NaN},
      {...line(''), choice: 'tie' as const},
    ])
      await expect(appendJudgement(folder, broken)).rejects.toThrow('not written, since it is not a judgement');
    for (const broken of [`${text('y')}${text('z')}`, '', '{"ask"'])
      await expect(appendJudgements(folder, () => [text('y').trim(), broken])).rejects.toBeInstanceOf(DataError);
    expect(readFileSync(path, 'utf8')).toBe(text('x'));
  });

  it('is written through no link, and into nothing but a file', needsPosix('links'), async () => {
    const own = join(folder, 'links');
    const victim = join(folder, 'victim');
    const refused = (what: string) =>
      expect(appendJudgement(own, line('x'))).rejects.toMatchObject({
        message: `cannot write: ${what} of that name is in the way`,
        next: expect.stringContaining('remove it'),
      });
    for (const name of ['judgements.jsonl', ASIDE_JUDGEMENTS]) {
      mkdirSync(own);
      const taken = join(own, name);
      if (name === ASIDE_JUDGEMENTS) writeFileSync(join(own, 'judgements.jsonl'), `${text('x')}{"ask": "y`);
      symlinkSync(victim, taken);
      await refused('a link');
      expect(existsSync(victim)).toBe(false);
      writeFileSync(victim, 'mine\n');
      await refused('a link');
      expect(readFileSync(victim, 'utf8')).toBe('mine\n');
      rmSync(taken);
      mkdirSync(taken);
      await refused('a folder');
      rmSync(own, {recursive: true});
      rmSync(victim);
    }
    mkdirSync(own);
    execFileSync('mkfifo', [join(own, 'judgements.jsonl')]);
    await refused('a pipe or device');
  });
});
