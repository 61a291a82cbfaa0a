import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {genloss, temporaryFolder} from './command.ts';

const folder = temporaryFolder();

/** Native libraries that a command loads, in any of its threads. */
function loadedBy(...args: string[]): {code: number | null; libraries: string[]} {
  const told = join(folder, 'told.cjs');
  writeFileSync(
    told,
    `const {dlopen} = process;
process.dlopen = function (module, file, ...rest) {
  require('node:fs').writeSync(2, 'LOADED ' + file + '\\n');
  return dlopen.call(this, module, file, ...rest);
};\n`,
  );
  const done = genloss(args, {env: {NODE_OPTIONS: `--require ${told}`}});
  return {code: done.code, libraries: [...done.err.matchAll(/^LOADED (.*)$/gm)].map(([, file]) => file)};
}

const toy = ['--generations', '1', '--seeds', '1', '--quiet', '--workers', '1'];

describe('ONNX Runtime', () => {
  it('is loaded by an experiment with a neural model', () => {
    const small = ['sample.size=300', 'data.from=2015', 'model.epochs=0.05', 'model.width=8', 'model.layers=1', 'model.heads=1'];
    const done = loadedBy('run', 'gerstgrasser', '--out', join(folder, 'neural'), ...toy, ...small.flatMap((set) => ['--set', set]));
    expect(done.code).toBe(0);
    expect(done.libraries.some((file) => file.includes('onnxruntime'))).toBe(true);
  });

  it.each([
    ['the main job', ['run', 'speeches', '--out', join(folder, 'words'), ...toy, '--set', 'sample.size=2000']],
    ['an experiment without one', ['run', 'gaussian', '--out', join(folder, 'gaussian'), ...toy]],
    ['a check', ['check', 'corpus:speeches/2000-2010', '--reference', 'corpus:speeches/1990-1999']],
    ['the help', ['--help']],
  ])('is not loaded by %s', (_, args) => {
    const {code, libraries} = loadedBy(...args);
    expect([0, 2]).toContain(code);
    expect(libraries.filter((file) => file.includes('onnxruntime'))).toEqual([]);
  });
});

/** Modules of packages that a command loads in its main thread. */
function packagesOf(...args: string[]): {code: number | null; packages: ReadonlySet<string>} {
  const told = join(folder, 'told.mjs');
  writeFileSync(
    told,
    `import {writeSync} from 'node:fs';
import {registerHooks} from 'node:module';
registerHooks({load(url, context, next) {
  const name = /node_modules\\/(@[^/]+\\/[^/]+|[^/]+)/.exec(url);
  if (name) writeSync(2, 'LOADED ' + name[1] + '\\n');
  return next(url, context);
}});\n`,
  );
  const done = genloss(args, {env: {NODE_OPTIONS: `--import ${told}`}});
  return {code: done.code, packages: new Set([...done.err.matchAll(/^LOADED (.*)$/gm)].map(([, name]) => name))};
}

describe('packages', () => {
  const lines = join(folder, 'lines.txt');
  const profile = join(folder, 'lines.profile');
  const other = join(folder, 'other.profile');
  writeFileSync(lines, 'One line of a few words.\n'.repeat(40));

  it('that validate are loaded by an experiment', () => {
    const {packages} = packagesOf('show', 'gaussian');
    expect(packages).toContain('commander');
    expect(packagesOf('run', 'gaussian', '--out', join(folder, 'validated'), ...toy).packages).toContain('zod');
  });

  it.each([
    ['a profile', ['profile', lines, '--unit', 'line', '-o', profile]],
    ['a merge', ['merge', profile, '-o', other]],
    ['a check of profiles', ['check', profile, '--reference', other]],
    ['a check of data', ['check', lines, '--unit', 'line', '--reference', lines]],
    ['the help of check', ['check', '--help']],
    ['the help of curate', ['curate', '--help']],
  ])('besides the command line’s own are not loaded by %s', (_, args) => {
    const {code, packages} = packagesOf(...args);
    expect([0, 2]).toContain(code);
    expect([...packages].filter((name) => name !== 'commander')).toEqual([]);
  });
});
