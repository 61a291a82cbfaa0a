import {linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {needsPosix} from '../../../test/needs.ts';
import {ConfigError} from '../../core/error.ts';
import {refuseOwnFile, refuseOwnFolder} from './own-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-own-'));
afterAll(() => rmSync(folder, {recursive: true}));
const run = join(folder, 'run');
mkdirSync(join(run, 'lineages', 'plain'), {recursive: true});
writeFileSync(join(run, 'asks.jsonl'), '');
writeFileSync(join(run, 'lineages', 'plain', 'packed-1.units'), '');

const refused = (path: string) => {
  try {
    refuseOwnFile(run, {flag: '--output', path});
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    const {where, next, message} = error as ConfigError;
    expect([where, typeof next, message.includes(path)]).toEqual(['--output', 'string', true]);
    return true;
  }
  return false;
};

describe("what is the run's own", () => {
  it.each([
    ...['experiment.yaml', 'lock.json', 'results.jsonl', 'summary.json', 'report.html', 'asks.jsonl', 'judgements.jsonl'],
    ...['judgements.unfinished.txt', 'running.lock', 'judgements.jsonl.lock', 'running.lock.12.0123abcd'],
    ...['lineages/plain/packed-1.units', 'lineages/new', 'recorded/j.jsonl', 'samples/a/b.zst', './lineages/../asks.jsonl'],
  ])('is no place for an output, there or not, however it is named: %s', (name) => {
    expect(refused(`${run}/${name}`)).toBe(true);
    expect(refused(relative(process.cwd(), `${run}/${name}`))).toBe(true);
    expect(refused(join(folder, 'elsewhere', name.replaceAll('/', '-')))).toBe(false);
  });

  it('is nothing else in the directory, and nothing of the same name outside', () => {
    for (const name of ['pairs.jsonl', 'pairs-ada.jsonl', 'notes/asks.jsonl', 'judgements.csv', 'lineages.txt'])
      expect(refused(join(run, name)), name).toBe(false);
    for (const name of ['asks.jsonl', 'run-judgements.jsonl', 'lineages/x']) expect(refused(join(folder, name)), name).toBe(false);
    expect(refused('/dev/null')).toBe(false);
  });

  it('is found behind links of the output, of the directory and of its folders', needsPosix('links'), () => {
    symlinkSync(run, join(folder, 'linked'));
    symlinkSync(join(run, 'judgements.jsonl'), join(folder, 'to-judgements'));
    symlinkSync(join(run, 'lineages'), join(folder, 'to-lineages'));
    linkSync(join(run, 'asks.jsonl'), join(folder, 'same-asks'));
    mkdirSync(join(folder, 'far'));
    symlinkSync(join(folder, 'far'), join(run, 'samples'));
    for (const path of ['linked/summary.json', 'to-judgements', 'to-lineages/new.units', 'same-asks', 'far/a.zst'])
      expect(refused(join(folder, path)), path).toBe(true);
    expect(() => refuseOwnFile(join(folder, 'linked'), {flag: '-o', path: join(run, 'lock.json')})).toThrow(ConfigError);
  });

  it('is no place for a folder either', () => {
    expect(() => refuseOwnFolder(run, {flag: '--output', path: join(run, 'lineages', 'model')})).toThrow("the run's own");
    expect(() => refuseOwnFolder(run, {flag: '--output', path: join(run, 'recorded')})).toThrow(ConfigError);
    refuseOwnFolder(run, {flag: '--output', path: join(run, 'model')});
  });
});
