/**
 * The files that a run was made of. A run directory holds no path of the machine: it says how files lie to it where they are near, and else
 * their names; lock.json has their names, bytes and checksums, so that they are known again elsewhere.
 */
import {createHash} from 'node:crypto';
import {createReadStream, readFileSync, statSync} from 'node:fs';
import {basename, isAbsolute, join, parse as pathParts, relative, resolve, sep} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {parse} from 'yaml';
import {DataError} from '../../core/error.ts';
import {isObject} from '../../core/plain/value.ts';
import {sizeText} from '../../core/text/numbers.ts';
import type {Arm} from '../../lab/experiment/arm.ts';
import {type PlacedPath, pathsOf} from '../../run/experiment.ts';
import {findFiles} from '../read/sources.ts';
import type {DataFile} from './lock-file.ts';

/**
 * Paths of an experiment in `base` as they read in a run directory: of what it keeps a copy of, the copy; else the way there, as long as it
 * does not lead over the root of the file system; else as they stand below the experiment's own folder, or the name alone.
 */
export function placedIn(directory: string, base: string, copies: ReadonlyMap<string, string> = new Map()): PlacedPath {
  const from = resolve(directory);
  return (path) => {
    const file = resolve(base, path);
    const copy = copies.get(file);
    if (copy !== undefined) return copy;
    if (commonFolder(from, file) !== pathParts(file).root) return plain(relative(from, file));
    const own = relative(resolve(base), file);
    return plain(isAbsolute(own) || own.startsWith('..') ? basename(file) : own);
  };
}

const plain = (path: string): string => path.split(sep).join('/');

function commonFolder(a: string, b: string): string {
  const {root} = pathParts(b);
  if (pathParts(a).root !== root) return root;
  const [steps, others] = [a, b].map((path) => path.slice(root.length).split(sep));
  const differs = steps.findIndex((step, i) => step !== others[i]);
  return root + steps.slice(0, differs < 0 ? steps.length : differs).join(sep);
}

/** Every file that arms read, once: its place as `placed` has it, its bytes and their checksum. Standard input and pipes are none. */
export async function recordedFiles(arms: readonly Arm[], {base, placed}: {base: string; placed: PlacedPath}): Promise<DataFile[]> {
  const files: DataFile[] = [];
  for (const path of pathsOf(arms)) {
    for (const file of await filesAt(path, base)) {
      const {size} = statSync(file);
      // what is one file's path is kept as the experiment has it; of a folder or glob each file has its own
      files.push({path: placed(relative(base, file)), bytes: size, sha256: await checksumOf(file)});
    }
  }
  const byPath = new Map(files.map((file) => [file.path, file]));
  return [...byPath.values()];
}

async function filesAt(path: string, base: string): Promise<string[]> {
  try {
    return (await findFiles([path], {base})).filter(({once}) => once === undefined).map((file) => resolve(base, file.path));
  } catch {
    // recorded preferences have formats of their own
    const file = resolve(base, path);
    return statSync(file, {throwIfNoEntry: false})?.isFile() ? [file] : [];
  }
}

async function checksumOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** What a missing file of a run directory should say: which it is, and how the run goes on. */
export function missingOf(files: readonly DataFile[], directory: string): DataError | undefined {
  const missing = files.filter(({path}) => statSync(resolve(directory, path), {throwIfNoEntry: false}) === undefined);
  if (missing.length === 0) return undefined;
  const [{path, bytes, sha256}] = missing;
  const shown = relative(process.cwd(), directory) || '.';
  const others = missing.length === 1 ? '' : `, and ${missing.length - 1} more`;
  return new DataError(
    `the data of this run is not where its experiment.yaml looks for it: ${path} (${sizeText(bytes)}, sha256 ${sha256.slice(0, 16)}…)${others}`,
    {
      where: directory,
      next: [
        'put it there',
        `say where it is, as an absolute PATH: genloss run ${join(shown, 'experiment.yaml')} --set '${placeIn(directory, path)}' -o NEW`,
        `or run the experiment's own file, from where its data is, with -o ${shown}`,
      ].join('; '),
    },
  );
}

/** What `--set` wants for the place that names a file; of a folder's or a glob's files, the data's whole list. */
function placeIn(directory: string, path: string): string {
  const named = fieldOf(parse(readFileSync(join(directory, 'experiment.yaml'), 'utf8')), path) ?? ['data', 'files'];
  const one = /^\d+$/.test(named[named.length - 1]) || named[named.length - 1] === 'file';
  return `${named.join('.')}=${one ? 'PATH' : '[PATH]'}`;
}

/** The way to the value that is a path, in an experiment; of a list of one, to the list. */
function fieldOf(experiment: unknown, path: string): string[] | undefined {
  const find = (value: unknown, way: readonly string[]): string[] | undefined => {
    if (value === path) return [...way];
    if (!isObject(value)) return undefined;
    if (Array.isArray(value) && value.length === 1 && value[0] === path) return [...way];
    for (const [key, inner] of Object.entries(value)) {
      const found = find(inner, [...way, key]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return find(experiment, []);
}
