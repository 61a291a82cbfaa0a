/**
 * Builds src/core/sketch/kernel.wasm from kernel/*.ts, unless it is newer than they are. Without the compiler it says so and does nothing:
 * genloss then works with the plain TypeScript kernel.
 */
import {existsSync, readdirSync, renameSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const sources = join(root, 'kernel');
const target = join(root, 'src/core/sketch/kernel.wasm');

const OPTIONS = ['-O3', '--runtime', 'stub', '--enable', 'simd', '--enable', 'bulk-memory', '--noAssert'];

/** Builds the kernel where it is older than its sources. Returns whether there is one that is up to date. */
export async function buildKernel(): Promise<boolean> {
  if (!existsSync(sources)) return existsSync(target);
  if (existsSync(target) && statSync(target).mtimeMs > newestSource()) return true;
  const compiler = await findCompiler();
  if (compiler === undefined) {
    process.stderr.write('kernel: assemblyscript is not installed, so the fast kernel is not built; the plain one does its work\n');
    return false;
  }
  const aside = join('src/core/sketch', `kernel.${process.pid}.wasm`);
  const {error, stderr} = await compiler.main(['kernel/index.ts', '--outFile', aside, ...OPTIONS, '--baseDir', root]);
  if (error !== null) throw new Error(`kernel: does not compile\n${stderr.toString()}`, {cause: error});
  renameSync(join(root, aside), target);
  return true;
}

function newestSource(): number {
  const files = [fileURLToPath(import.meta.url), ...readdirSync(sources).map((name) => join(sources, name))];
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}

async function findCompiler(): Promise<typeof import('assemblyscript/asc') | undefined> {
  try {
    return await import('assemblyscript/asc');
  } catch (error) {
    if ((error as {code?: string}).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernel();
