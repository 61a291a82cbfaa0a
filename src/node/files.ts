/**
 * Writing that is all or nothing, in folders that are genloss's own: aside, flushed, then renamed into place. Never through a link, and
 * never over what is no file. Files that a user names are `output-file.ts`'s.
 */
import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {OutputError} from '../core/error.ts';
import {outputError} from './system-error.ts';
import {writeAll} from './write-all.ts';

export {outputError} from './system-error.ts';

export type Chunks = Iterable<string | Uint8Array>;

/** A folder, with those above it. */
export function makeFolder(path: string): void {
  try {
    makeEach(resolve(path));
  } catch (error) {
    throw outputError(error, path);
  }
}

/** One folder after another: Node's own `recursive` never ends where a file system lets none be made (/proc). */
function makeEach(path: string): void {
  if (statSync(path, {throwIfNoEntry: false})?.isDirectory()) return;
  const above = dirname(path);
  if (above !== path) makeEach(above);
  try {
    mkdirSync(path);
  } catch (error) {
    // another run may have been quicker
    if (!statSync(path, {throwIfNoEntry: false})?.isDirectory()) throw error;
  }
}

/** Bytes of all files of a folder and of those below it. */
export function bytesBelow(folder: string): number {
  const entries = readdirSync(folder, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
  return entries.reduce((sum, {parentPath, name}) => sum + (lstatSync(join(parentPath, name), {throwIfNoEntry: false})?.size ?? 0), 0);
}

/**
 * Replaces a file of a folder of genloss's own, or leaves it as it was. `mode`: of one that was not there. Throws OutputError, also where a
 * link, a pipe or a folder has its name.
 */
export function replaceFile(path: string, chunks: Chunks, {mode}: {readonly mode?: number} = {}): void {
  const old = statsOf(path);
  if (old !== undefined && !old.isFile()) throw inTheWay(path, old);
  const aside = asideOf(path);
  writeFlushed(aside, chunks, {shown: path, old, mode});
  rename(aside, path, path);
}

/**
 * Opens a file of a folder of genloss's own to read it and to add to its end; one that is not there is made. Throws OutputError, also where a
 * link, a pipe or a folder has its name.
 */
export function openToAppend(path: string): number {
  const old = statsOf(path);
  if (old !== undefined && !old.isFile()) throw inTheWay(path, old);
  const {O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0} = constants;
  let file: number;
  try {
    file = openSync(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    // it may have come since
    const now = statsOf(path);
    throw now !== undefined && !now.isFile() ? inTheWay(path, now) : outputError(error, path);
  }
  const stats = fstatSync(file);
  if (stats.isFile()) return file;
  closeQuietly(file);
  throw inTheWay(path, stats);
}

function inTheWay(path: string, found: Stats): OutputError {
  const what = found.isSymbolicLink() ? 'a link' : found.isDirectory() ? 'a folder' : 'a pipe or device';
  return new OutputError(`cannot write: ${what} of that name is in the way`, {where: path, next: 'remove it, or name another folder'});
}

/** What is at a path itself, links not followed; undefined where nothing is. */
function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path, {throwIfNoEntry: false});
  } catch (error) {
    throw outputError(error, path);
  }
}

/** Puts a file in the place of `old`, whose mode and owner it takes. `shown`: its name for messages. */
export function replaceWith(path: string, chunks: Chunks, old: Stats | undefined, shown = path): void {
  const aside = asideOf(path);
  writeFlushed(aside, chunks, {shown, old});
  rename(aside, path, shown);
}

interface Writing {
  readonly shown: string;
  readonly old?: Stats;
  readonly mode?: number;
}

/** Writes one new file whole and flushes it; on failure nothing stays. */
function writeFlushed(path: string, chunks: Chunks, {shown, old, mode = 0o666}: Writing): void {
  let file: number | undefined;
  try {
    file = openSync(path, 'wx', old === undefined ? mode : 0o600);
    if (old !== undefined) takeAccess(file, old);
    writeChunks(file, chunks);
    fsyncSync(file);
    closeSync(file);
  } catch (error) {
    if (file !== undefined) closeQuietly(file);
    removeQuietly(path);
    throw outputError(error, shown);
  }
}

function takeAccess(file: number, {mode, uid, gid}: Stats): void {
  try {
    fchownSync(file, uid, gid);
  } catch {
    // only root may give files away: what stays the writer's own keeps its mode all the same
  }
  fchmodSync(file, mode & 0o777);
}

export function writeChunks(file: number, chunks: Chunks): void {
  for (const chunk of chunks) writeAll(file, typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
}

function closeQuietly(file: number): void {
  try {
    closeSync(file);
  } catch {
    // closed already
  }
}

/** For what is left of a failure, which is worth more than another one. */
export function removeQuietly(path: string): void {
  try {
    rmSync(path, {recursive: true, force: true});
  } catch {
    // it cannot be there, or cannot be removed
  }
}

/** A folder of files that appears whole or not at all. A name may have folders in it. */
export function writeFolder(path: string, files: Record<string, string | Uint8Array>): void {
  const aside = asideOf(path);
  try {
    makeFolder(dirname(path));
    mkdirSync(aside);
    for (const [name, content] of Object.entries(files)) {
      makeEach(dirname(join(aside, name)));
      writeFlushed(join(aside, name), [content], {shown: join(path, name)});
    }
    flushFolder(aside);
    rename(aside, path, path);
  } catch (error) {
    removeQuietly(aside);
    throw outputError(error, path);
  }
}

/** Names that begin so are leftovers of a run that was killed. */
export const ASIDE = '.aside-';

/** Removes them from a folder that nobody else writes into now. */
export function sweepAside(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) if (name.startsWith(ASIDE)) removeQuietly(join(folder, name));
}

function asideOf(path: string): string {
  return join(dirname(path), `${ASIDE}${process.pid}-${Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString('hex')}`);
}

function rename(from: string, to: string, shown: string): void {
  try {
    renameSync(from, to);
    flushFolder(dirname(to));
  } catch (error) {
    removeQuietly(from);
    throw outputError(error, shown);
  }
}

function flushFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // Some file systems do not flush folders; the rename is still atomic.
  }
}
