/**
 * Files that a user names for output (`-o`, `--html`). A file is replaced whole or stays as it was, and keeps its mode; a link is
 * followed; a pipe, a device or an open descriptor (`/dev/stdout`, `>(...)`) is written in place.
 */
import {accessSync, closeSync, constants, existsSync, openSync, readlinkSync, realpathSync, type Stats, statSync} from 'node:fs';
import {basename, dirname, join, relative, resolve} from 'node:path';
import {ConfigError, OutputError} from '../core/error.ts';
import {type Chunks, makeFolder, replaceWith, writeChunks} from './files.ts';
import {outputError} from './system-error.ts';

type Place =
  | {readonly kind: 'file'; readonly path: string; readonly old?: Stats}
  | {readonly kind: 'stream'; readonly path: string}
  | {readonly kind: 'descriptor'; readonly file: number};

/** Writes what a user asked for where they asked for it. Throws OutputError. */
export function writeOutput(path: string, chunks: Chunks): void {
  const place = placeOf(path);
  if (place.kind === 'file') replaceWith(place.path, chunks, place.old, path);
  else writeInPlace(place, chunks, path);
}

function writeInPlace(place: Exclude<Place, {kind: 'file'}>, chunks: Chunks, shown: string): void {
  let opened: number | undefined;
  try {
    if (place.kind === 'stream') opened = openSync(place.path, constants.O_WRONLY);
    writeChunks(opened ?? (place as {file: number}).file, chunks);
  } catch (error) {
    throw outputError(error, shown);
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

/** Makes sure, before hours of work, that a file can be written: makes its folder and asks for permission. Throws OutputError. */
export function prepareOutput(path: string): void {
  const place = placeOf(path);
  if (place.kind === 'descriptor') return;
  const asked = place.kind === 'file' ? dirname(place.path) : place.path;
  if (place.kind === 'file') makeFolder(asked);
  try {
    accessSync(asked, constants.W_OK);
  } catch (error) {
    throw outputError(error, path);
  }
}

const DESCRIPTOR = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/;
const STANDARD: Readonly<Record<string, number>> = {'/dev/stdout': 1, '/dev/stderr': 2};
const MOST_LINKS = 40;

function placeOf(given: string): Place {
  let path = resolve(given);
  for (let links = 0; links < MOST_LINKS; links++) {
    const file = STANDARD[path] ?? DESCRIPTOR.exec(path)?.[1];
    if (file !== undefined) return {kind: 'descriptor', file: Number(file)};
    const stats = statsOf(path, given);
    const target = linkOf(path);
    if (target !== undefined && (stats === undefined || stats.isFile())) {
      path = resolve(dirname(path), target);
      continue;
    }
    if (stats === undefined || stats.isFile()) return {kind: 'file', path, old: stats};
    if (!stats.isDirectory()) return {kind: 'stream', path};
    throw outputError(Object.assign(new Error(`${path} is a folder`), {code: 'EISDIR', syscall: 'open'}), given);
  }
  throw new OutputError('cannot write: its links lead in a circle', {where: given, next: 'name the place itself'});
}

/** Of what a path leads to; undefined where nothing is there. */
function statsOf(path: string, shown: string): Stats | undefined {
  try {
    return statSync(path, {throwIfNoEntry: false});
  } catch (error) {
    throw outputError(error, shown);
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** A file that is written, by the flag that names it. */
export interface NamedOutput {
  readonly flag: string;
  readonly path: string;
}

/**
 * Throws ConfigError where an output is one of the inputs, or two outputs are one file. `inputs`: paths of files that will be read; only
 * asked for where an output exists already.
 */
export async function refuseOverwriting(outputs: readonly NamedOutput[], inputs: () => Promise<readonly string[]>): Promise<void> {
  const places = new Map<string, NamedOutput>();
  for (const output of outputs) {
    const key = identityOf(output.path);
    const other = key === undefined ? undefined : places.get(key);
    if (other !== undefined)
      throw new ConfigError(`${other.flag} and ${output.flag} name the same file, ${output.path}`, {next: 'Give each a file of its own.'});
    if (key !== undefined) places.set(key, output);
  }
  if (![...places.values()].some(({path}) => existsSync(path))) return;
  for (const input of await inputs()) {
    const stats = statSync(input, {throwIfNoEntry: false});
    const output = stats?.isFile() ? places.get(keyOf(stats)) : undefined;
    if (output !== undefined)
      throw new ConfigError(`${output.flag} ${output.path} would write over ${input}, which is read`, {
        next: 'Name another file for the output.',
      });
  }
}

/** A folder that is not for the files of a user. */
export interface OwnFolder {
  readonly path: string;
  /** What it holds. */
  readonly what: string;
}

/** Throws ConfigError where an output lies in one of the folders, whether they are there or not. */
export function refuseInside(outputs: readonly NamedOutput[], folders: readonly OwnFolder[]): void {
  for (const {flag, path} of outputs)
    for (const folder of folders) {
      const place = placeOf(path);
      if (place.kind !== 'file' || relative(realPlace(folder.path), realPlace(place.path)).startsWith('..')) continue;
      throw new ConfigError(`${flag} ${path} lies in ${folder.path}, which is for ${folder.what}`, {next: 'Name a file outside of it.'});
    }
}

/** Where a file is written, without links; undefined of what is no file. Throws OutputError. */
export function outputFileOf(path: string): string | undefined {
  const place = placeOf(path);
  return place.kind === 'file' ? realPlace(place.path) : undefined;
}

/** Without links as far as the path is there. */
export function realPlace(path: string): string {
  const whole = resolve(path);
  try {
    return realpathSync(whole);
  } catch {
    const above = dirname(whole);
    return above === whole ? whole : join(realPlace(above), basename(whole));
  }
}

/** The same for all names of one file, links among them; undefined for what is no file and cannot be written over. */
function identityOf(path: string): string | undefined {
  const place = placeOf(path);
  if (place.kind !== 'file') return undefined;
  if (place.old) return keyOf(place.old);
  try {
    return join(realpathSync(dirname(place.path)), basename(place.path));
  } catch {
    return place.path;
  }
}

const keyOf = ({dev, ino}: Stats): string => `${dev}:${ino}`;
