/** Test files that look for a program, for data or for root: those that import test/tools.ts, themselves or by what they import. */
import {existsSync, globSync, readFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';

const root = join(import.meta.dirname, '..');
const TOOLS = join(root, 'test/tools.ts');

/** Files of the checkout that a file names in an import, at any depth, itself among them. */
function reachedFrom(file: string, reached: Set<string> = new Set()): Set<string> {
  if (reached.has(file) || !existsSync(file)) return reached;
  reached.add(file);
  for (const [, target] of readFileSync(file, 'utf8').matchAll(/\bfrom '(\.[^'\n]+\.ts)'/g))
    reachedFrom(resolve(dirname(file), target), reached);
  return reached;
}

/** By path from the root, in alphabetical order. */
export const lookingFiles = (): string[] =>
  globSync(['src/**/*.test.ts', 'test/**/*.test.ts'], {cwd: root})
    .filter((file) => reachedFrom(join(root, file)).has(TOOLS))
    .sort();
