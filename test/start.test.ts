/**
 * What the start of a command loads: a module more costs every call of it. Bounds are a little above what there is; whoever passes one looks
 * first whether the new module can be imported where it is used.
 */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {loadedModules} from '../scripts/loaded-modules.ts';
import {COMMANDS} from '../src/cli/commands.ts';
import {genloss, temporaryFolder} from './command.ts';

const folder = temporaryFolder();
const [lines, profile, other] = ['lines.txt', 'a.profile', 'b.profile'].map((name) => join(folder, name));

/** Files of ours, from `src`, that a call loads. */
function loaded(...args: string[]): readonly string[] {
  const {code, modules} = loadedModules('src/cli/main.ts', args);
  expect([0, 1, 2]).toContain(code);
  return modules.filter((path) => path.startsWith('src/')).map((path) => path.slice('src/'.length));
}

/** Those below some of these folders. */
const below = (files: readonly string[], ...folders: string[]): readonly string[] =>
  files.filter((file) => folders.some((one) => file.startsWith(`${one}/`)));

beforeAll(() => {
  writeFileSync(lines, 'One line of a few words.\n'.repeat(40));
  for (const [made, unit] of [
    [profile, 'line'],
    [other, 'paragraph'],
  ])
    expect(genloss(['profile', lines, '--unit', unit, '-o', made]).code).toBe(0);
});

describe('the start of a command', () => {
  it('is told of by the hook, which sees what is loaded when it is called too', () => {
    const files = loaded('profile', lines);
    expect(files).toContain('cli/main.ts');
    expect(files).toContain('core/sketch/wasm-kernel.ts');
  });

  it('loads next to nothing for the version', () => {
    const {code, modules} = loadedModules('src/cli/main.ts', ['--version']);
    expect(code).toBe(0);
    expect(genloss(['--version']).out).toBe(genloss(['help', '--version']).out);
    expect(modules.filter((path) => path.startsWith('node_modules/'))).toEqual([]);
    expect(modules.filter((path) => path.startsWith('src/')).length).toBeLessThanOrEqual(12);
  });

  it('loads the command line alone for the help', () => {
    const files = loaded('--help');
    expect(files.length).toBeLessThanOrEqual(26);
    expect(below(files, 'cli/commands', 'guard', 'lab', 'models', 'quality', 'read', 'run', 'report')).toEqual([]);
  });

  it.each(COMMANDS.map(({name}) => name))('loads what %s may be given for its help, and none of its work', (name) => {
    const files = loaded(name, '--help');
    expect(files.length).toBeLessThanOrEqual(50);
    expect(below(files, 'lab', 'models', 'tensor', 'run', 'node/read', 'node/run', 'node/watch', 'core/sketch', 'core/math')).toEqual(
      name === 'label' ? ['run/annotator-name.ts'] : [],
    );
  });

  it('loads no reader and no scanner for a check of two profiles', () => {
    const files = loaded('check', profile, '--reference', other);
    expect(files).toContain('guard/check/check.ts');
    const format = ['read/jsonl.ts', 'read/csv.ts', 'read/parquet.ts', 'read/text.ts', 'read/corpus.ts', 'read/lines.ts'];
    expect(files.filter((file) => format.includes(file))).toEqual([]);
    expect(below(files, 'node/read', 'node/scan', 'lab', 'models', 'tensor', 'run', 'forecast')).toEqual([]);
    expect(files.length).toBeLessThanOrEqual(140);
  });

  it('loads no lab and no model for a profile', () => {
    const files = loaded('profile', lines, '--unit', 'line');
    expect(below(files, 'lab', 'models', 'tensor', 'run', 'forecast', 'guard/check', 'guard/curate', 'guard/share')).toEqual([]);
  });

  it('loads no guard and no reader for a run of points', () => {
    const files = loaded('run', 'gaussian', '-o', join(folder, 'run'), '--generations', '1', '--seeds', '1', '--quiet', '--workers', '1');
    expect(below(files, 'lab')).not.toEqual([]);
    expect(below(files, 'guard', 'forecast', 'node/curate', 'node/watch', 'node/profile')).toEqual([]);
  });
});
