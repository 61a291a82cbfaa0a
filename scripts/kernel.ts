/**
 * Builds what is WebAssembly (kernel/ holds its sources), unless it is newer than they are. Without the compiler it says so and does
 * nothing: genloss then works with the same passes in plain TypeScript.
 */
import {existsSync, readdirSync, renameSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const sources = join(root, 'kernel');

/** From where each is built to what. */
export const KERNELS = [
  {entry: 'kernel/index.ts', target: 'src/core/sketch/kernel.wasm'},
  {entry: 'kernel/attention/index.ts', target: 'src/tensor/attention.wasm'},
  {entry: 'kernel/normal/index.ts', target: 'src/core/random/normal.wasm'},
  {entry: 'kernel/mixture/index.ts', target: 'src/models/mixture/plane.wasm'},
] as const;

export const OPTIONS = ['-O3', '--runtime', 'stub', '--enable', 'simd', '--enable', 'bulk-memory', '--noAssert'];

/** Builds the kernels that are older than the sources. Returns whether all are up to date. */
export async function buildKernels(): Promise<boolean> {
  const there = KERNELS.every(({target}) => existsSync(join(root, target)));
  if (!existsSync(sources)) return there;
  const newest = newestSource();
  if (KERNELS.every(({target}) => existsSync(join(root, target)) && statSync(join(root, target)).mtimeMs > newest)) return true;
  const compiler = await findCompiler();
  if (compiler === undefined) {
    process.stderr.write('kernel: assemblyscript is not installed, so the fast kernels are not built; the plain ones do their work\n');
    return false;
  }
  for (const {entry, target} of KERNELS) {
    const aside = target.replace('.wasm', `.${process.pid}.wasm`);
    const {error, stderr} = await compiler.main([entry, '--outFile', aside, ...OPTIONS, '--baseDir', root]);
    if (error !== null) throw new Error(`kernel: ${entry} does not compile\n${stderr.toString()}`, {cause: error});
    renameSync(join(root, aside), join(root, target));
  }
  return true;
}

function newestSource(): number {
  const files = readdirSync(sources, {recursive: true}) as string[];
  return Math.max(...[fileURLToPath(import.meta.url), ...files.map((name) => join(sources, name))].map((file) => statSync(file).mtimeMs));
}

async function findCompiler(): Promise<typeof import('assemblyscript/asc') | undefined> {
  try {
    return await import('assemblyscript/asc');
  } catch (error) {
    if ((error as {code?: string}).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
