/**
 * npm run bare: the tests that look for a program, for data or for root, once more where there is none of them: as a user who is not root, on a
 * copy of the checkout that is theirs, with `GENLOSS_TOOLS=none` and without `GENLOSS_TEST_DATA`. They pass there, or are skipped and say why.
 * Wants root and setpriv (util-linux); without them it says so, and is done.
 */
import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {isRoot, setprivPath} from '../test/tools.ts';
import {lookingFiles} from './looking-files.ts';

const root = join(import.meta.dirname, '..');
const PACKAGES = join(root, 'node_modules');
/** Nobody, on every Linux. */
const USER = '65534';

const setpriv = isRoot ? setprivPath() : undefined;
if (setpriv === undefined)
  console.warn(`SKIPPED: no ${isRoot ? 'setpriv' : 'root, who may become another user,'} here, so the tests are not run on a bare machine`);
else process.exitCode = runBare(setpriv);

/** The exit status of the tests. */
function runBare(setpriv: string): number {
  const begun = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'genloss-bare-'));
  try {
    const copy = join(folder, 'genloss');
    copyCheckout(copy);
    for (const name of ['home', 'tmp']) mkdirSync(join(folder, name));
    chmodSync(folder, 0o755);
    execFileSync('chown', ['-Rh', `${USER}:${USER}`, folder]);
    const asNobody = (command: readonly string[]): number | null =>
      spawnSync(setpriv, [`--reuid=${USER}`, `--regid=${USER}`, '--clear-groups', ...command], {
        cwd: copy,
        stdio: 'inherit',
        env: {PATH: process.env.PATH, HOME: join(folder, 'home'), TMPDIR: join(folder, 'tmp'), GENLOSS_TOOLS: 'none'},
      }).status;
    if (asNobody(['test', '-r', 'node_modules/vitest/package.json']) !== 0) {
      rmSync(join(copy, 'node_modules'), {recursive: true});
      cpSync(PACKAGES, join(copy, 'node_modules'), {recursive: true, verbatimSymlinks: true});
    }
    const files = lookingFiles();
    const status = asNobody(['node_modules/.bin/node', 'node_modules/vitest/vitest.mjs', 'run', ...files]);
    console.log(`${files.length} files of tests on a bare machine, ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    return status ?? 1;
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** What git knows and what it would not ignore; a folder of packages to write in, each of them a link. */
function copyCheckout(to: string): void {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {cwd: root, encoding: 'utf8'});
  for (const file of listed.split('\0').filter((name) => name !== '' && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(to, file)), {recursive: true});
    copyFileSync(join(root, file), join(to, file));
  }
  mkdirSync(join(to, 'node_modules'));
  for (const name of readdirSync(PACKAGES).filter((one) => !one.startsWith('.vite')))
    symlinkSync(join(PACKAGES, name), join(to, 'node_modules', name));
}
