/** Which modules a call of the command line loads in its main thread: for the test that holds them few, and the bench that times the start. */
import {spawnSync} from 'node:child_process';
import {statSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

export interface Loaded {
  readonly code: number | null;
  /** Files from the root of the checkout, in the order of their loading, and `node:` modules. */
  readonly modules: readonly string[];
}

/** Told on a pipe of its own: what the command writes stays as it is. */
const TOLD = 3;
const HOOK = `import {writeSync} from 'node:fs';
import {registerHooks} from 'node:module';
registerHooks({load(url, context, next) { writeSync(${TOLD}, url + '\\n'); return next(url, context); }});`;

/** `program`: from the root, `src/cli/main.ts` or `dist/cli.js`. */
export function loadedModules(program: string, args: readonly string[]): Loaded {
  const hooked = ['--import', `data:text/javascript,${encodeURIComponent(HOOK)}`, join(root, program), ...args];
  const done = spawnSync(process.execPath, hooked, {cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe', 'pipe']});
  const urls = (done.output[TOLD] ?? '').split('\n').filter((url) => url !== '');
  return {code: done.status, modules: urls.map((url) => (url.startsWith('file:') ? relative(root, fileURLToPath(url)) : url))};
}

export const bytesOf = (modules: readonly string[]): number =>
  modules.reduce((sum, path) => sum + (path.startsWith('node:') ? 0 : statSync(join(root, path)).size), 0);
