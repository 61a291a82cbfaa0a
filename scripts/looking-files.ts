/** Test files that look for a program, for data or for root: those that import test/tools.ts, themselves or by what they import. */
import {existsSync, globSync, readFileSync} from 'node:fs';
import {dirname, join, relative, resolve} from 'node:path';

const root = join(import.meta.dirname, '..');

/** The files of the checkout that a file names in its imports. */
const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/\bfrom '(\.[^'\n]+\.ts)'/g)]
    .map(([, target]) => resolve(dirname(file), target))
    .filter((path) => existsSync(path));

/** By path from the root, in alphabetical order. */
export function lookingFiles(): string[] {
  const tests = globSync(['src/**/*.test.ts', 'test/**/*.test.ts'], {cwd: root}).map((file) => join(root, file));
  const importers = new Map<string, string[]>();
  const known = new Set(tests);
  for (const file of known) {
    for (const target of importsOf(file)) {
      importers.set(target, [...(importers.get(target) ?? []), file]);
      known.add(target);
    }
  }
  const looking = new Set([join(root, 'test/tools.ts')]);
  for (const file of looking) for (const importer of importers.get(file) ?? []) looking.add(importer);
  return tests
    .filter((file) => looking.has(file))
    .map((file) => relative(root, file))
    .sort();
}
