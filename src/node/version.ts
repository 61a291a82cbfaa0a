/** The package that this code is part of: its folder, its version, and what it works with where that is installed besides. */
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

interface Package {
  readonly root: string;
  readonly version: string;
  readonly peers: Readonly<Record<string, string>>;
}

let found: Package | undefined;

/** The folder of genloss's package.json: two above this file in a checkout, one above it in the bundle. */
export function packageRoot(): string {
  return ofPackage().root;
}

export function version(): string {
  return ofPackage().version;
}

/** The command that gets a package which genloss works with and does not bring: the version that it was tried with, and no script of it. */
export function peerInstall(name: string): string {
  const wanted = ofPackage().peers[name];
  return `npm install --ignore-scripts ${name}${wanted === undefined ? '' : `@${wanted}`}`;
}

function ofPackage(): Package {
  if (found === undefined) {
    const here = dirname(fileURLToPath(import.meta.url));
    const manifests = ['..', join('..', '..')].map((above) => ({root: join(here, above), ...manifestOf(join(here, above))}));
    const own = manifests.find(({name}) => name === 'genloss');
    found = {root: own?.root ?? join(here, '..'), version: own?.version ?? '0.0.0', peers: own?.peerDependencies ?? {}};
  }
  return found;
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

function manifestOf(folder: string): Manifest {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch {
    return {};
  }
}
