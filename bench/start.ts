/**
 * How long each command takes on next to nothing, beside a Node that does nothing: what its start costs. In a checkout by `bin/genloss.js`, and by
 * the bundle of the package where `npm run build` has made one.
 */
import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {bytesOf, loadedModules} from '../scripts/loaded-modules.ts';
import {type Case, contest} from './case.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Calls of one run: one alone is about as long as what disturbs it. */
const CALLS = 5;

export function startCases(): Case[] {
  const folder = mkdtempSync(join(tmpdir(), 'genloss-bench-start-'));
  try {
    const programs = existsSync(join(root, 'dist/cli.js')) ? ['dist/cli.js', 'bin/genloss.js'] : ['bin/genloss.js'];
    return programs.flatMap((program) => commandsIn(folder).flatMap((args) => startOf(program, args, folder)));
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** A line of text, its profile twice, and an experiment of one generation. */
function commandsIn(folder: string): readonly (readonly string[])[] {
  const [line, profile, other] = ['line.txt', 'a.profile', 'b.profile'].map((name) => join(folder, name));
  writeFileSync(line, 'The quick brown fox jumps over the lazy dog.\n');
  for (const made of [profile, other]) call('bin/genloss.js', ['profile', line, '-o', made]);
  const toy = ['--seeds', '1', '--generations', '1', '--workers', '1', '--quiet'];
  return [
    ['--version'],
    ['--help'],
    ['check', '--help'],
    ['profile', line],
    ['check', profile, '--reference', other],
    ['merge', profile, other, '-o', join(folder, 'merged.profile')],
    ['run', 'gaussian', ...toy, '-o', join(folder, 'run')],
  ];
}

function startOf(program: string, args: readonly string[], folder: string): Case[] {
  const fresh = () => rmSync(join(folder, 'run'), {recursive: true, force: true});
  const {modules} = loadedModules(program, args);
  const files = modules.filter((path) => !path.startsWith('node:'));
  const shown = args.map((word) => word.replace(`${folder}/`, '')).join(' ');
  return contest({
    name: `${program} ${shown} (${files.length} modules, ${(bytesOf(files) / 1000).toFixed(0)} kB)`,
    unit: 'ms, less is better',
    ours: () =>
      milliseconds(() => {
        fresh();
        call(program, args);
      }),
    peers: [{name: 'node -e 0', run: () => milliseconds(() => node('-e', '0'))}],
  });
}

function milliseconds(once: () => void): number {
  const start = performance.now();
  for (let i = 0; i < CALLS; i++) once();
  return (performance.now() - start) / CALLS;
}

const node = (...args: readonly string[]) => spawnSync(process.execPath, args, {cwd: root, encoding: 'utf8'});

/** Throws where the command fails: a verdict is none. */
function call(program: string, args: readonly string[]): void {
  const {status, stderr} = node(program, ...args);
  if (status === null || status > 2) throw new Error(`${program} ${args.join(' ')} ends with ${status}: ${stderr}`);
}
