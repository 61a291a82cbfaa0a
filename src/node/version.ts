/** The version of the package that this code is part of. */
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

let known: string | undefined;

export function version(): string {
  if (known === undefined) {
    const here = dirname(fileURLToPath(import.meta.url));
    const packageFile = [join(here, '..', '..', 'package.json'), join(here, '..', 'package.json')].find(
      (path) => readName(path) === 'genloss',
    );
    known = packageFile ? (JSON.parse(readFileSync(packageFile, 'utf8')) as {version: string}).version : '0.0.0';
  }
  return known;
}

function readName(path: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as {name?: string}).name;
  } catch {
    return undefined;
  }
}
