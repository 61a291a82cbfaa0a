import {existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {failureOf, testFolder} from '../folder.test-input.ts';
import {takeLock} from '../run/lock.ts';
import {withScratch} from './scratch.ts';

const {path: temporary, at} = testFolder();
const before = process.env.TMPDIR;
beforeAll(() => {
  process.env.TMPDIR = temporary;
});
afterAll(() => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
});

const OLD = new Date(Date.now() - 2 * 3_600_000);

function left(name: string, {old = false} = {}): string {
  const folder = at(`genloss-forecast-${name}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'results.jsonl'), '');
  if (old) utimesSync(folder, OLD, OLD);
  return folder;
}

describe('a folder for work that is thrown away', () => {
  it('is there while the work runs, and gone after it, whatever it came to', async () => {
    const folders: string[] = [];
    const work = async (folder: string): Promise<number> => {
      folders.push(folder);
      writeFileSync(join(folder, 'work'), 'x');
      expect(readdirSync(temporary)).toContain(folder.slice(temporary.length + 1));
      return 7;
    };
    expect(await withScratch(work)).toBe(7);
    const failing = async (folder: string) => {
      await work(folder);
      throw new Error('no');
    };
    expect((await failureOf(() => withScratch(failing))).message).toBe('no');
    expect(folders.length).toBe(2);
    expect(folders.filter((folder) => existsSync(folder))).toEqual([]);
    expect(process.listeners('exit').filter(({name}) => name === 'removeAtExit')).toEqual([]);
  });

  it('of a process that was killed goes: an old one, or one whose lock nobody holds', async () => {
    const old = left('old', {old: true});
    const young = left('young');
    const dead = left('dead');
    writeFileSync(join(dead, 'running.lock'), JSON.stringify({pid: 2 ** 22 + 1, started: 'never', host: 'h', space: 's'}));
    utimesSync(join(dead, 'running.lock'), OLD, OLD);
    const held = left('held', {old: true});
    const release = takeLock(held);
    utimesSync(held, OLD, OLD);
    await withScratch(async () => {});
    expect([old, young, dead, held].map((folder) => existsSync(folder))).toEqual([false, true, false, true]);
    release();
  });

  it('of another name, a file or a link is left alone', async () => {
    const others = [at('genloss-other'), at('elsewhere')];
    for (const folder of others) mkdirSync(folder);
    const file = at('genloss-forecast-file');
    writeFileSync(file, '');
    const link = at('genloss-forecast-link');
    symlinkSync(at('elsewhere'), link);
    for (const path of [...others, file]) utimesSync(path, OLD, OLD);
    await withScratch(async () => {});
    expect([...others, file, link].map((path) => existsSync(path))).toEqual([true, true, true, true]);
  });

  it('that cannot be made is an error of the output', async () => {
    process.env.TMPDIR = at('nowhere');
    expect(await failureOf(() => withScratch(async () => {}))).toMatchObject({name: 'OutputError', where: at('nowhere')});
    process.env.TMPDIR = temporary;
  });
});
