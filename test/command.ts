/** Runs the command line as a user does, for the tests of this folder. */
import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll} from 'vitest';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const main = join(root, 'src/cli/main.ts');

export interface Done {
  code: number | null;
  out: string;
  err: string;
}

export function genloss(
  args: readonly string[],
  {cwd = root, env = {}, input}: {cwd?: string; env?: Record<string, string>; input?: Uint8Array} = {},
): Done {
  const done = spawnSync(process.execPath, [main, ...args], {
    cwd,
    encoding: 'utf8',
    env: {...process.env, ...env},
    maxBuffer: 1 << 28,
    input,
  });
  return {code: done.status, out: done.stdout, err: done.stderr};
}

/** Starts the command in a process group of its own, so that it can be killed with its workers. */
export function startGenloss(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [main, ...args], {cwd: root, stdio: ['ignore', 'ignore', 'pipe'], detached: true});
}

/** A folder that goes when the tests of the file have ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'genloss-test-'));
  afterAll(() => rmSync(folder, {recursive: true, force: true}));
  return folder;
}
