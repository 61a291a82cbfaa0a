/** The package that this code is part of: its folder and its version. */
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

let found: {root: string; version: string} | undefined;

/** The folder of genloss's package.json: two above this file in a checkout, one above it in the bundle. */
export function packageRoot(): string {
  return ofPackage().root;
}

export function version(): string {
  return ofPackage().version;
}

function ofPackage(): {root: string; version: string} {
  if (found === undefined) {
    const here = dirname(fileURLToPath(import.meta.url));
    const manifests = ['..', join('..', '..')].map((above) => ({root: join(here, above), ...manifestOf(join(here, above))}));
    const own = manifests.find(({name}) => name === 'genloss');
    found = {root: own?.root ?? join(here, '..'), version: own?.version ?? '0.0.0'};
  }
  return found;
}

function manifestOf(folder: string): {name?: string; version?: string} {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {name?: string; version?: string};
  } catch {
    return {};
  }
}
