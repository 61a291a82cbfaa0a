/**
 * Reading below folders that somebody may have been sent: only files that are there themselves. A link, in the name or on the way, is never
 * followed, whatever it leads to; what is no file is not opened.
 */
import {closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readFileSync, realpathSync, type Stats} from 'node:fs';
import {join} from 'node:path';

const {O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0} = constants;

/** A descriptor of the file at a path whose folders are real. Throws Error without a path in its words. */
export function openOwn(path: string): number {
  let file: number;
  try {
    file = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    throw new Error('it cannot be opened', {cause: error});
  }
  const opened = fstatSync(file);
  const there = statsOfOwn(path);
  if (opened.isFile() && there?.ino === opened.ino && there.dev === opened.dev && realpathSync(path) === path) return file;
  closeSync(file);
  throw new Error('it is not a file of this folder');
}

/** Throws Error where there is none of at most so many bytes. */
export function readOwn(path: string, mostBytes: number): Buffer {
  const file = openOwn(path);
  try {
    if (fstatSync(file).size > mostBytes) throw new Error('it is larger than such a file can be');
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** Of what is at a path itself; undefined where nothing is. */
export function statsOfOwn(path: string): Stats | undefined {
  try {
    return lstatSync(path, {throwIfNoEntry: false});
  } catch {
    return undefined;
  }
}

/** The same as long as what lies there is the same, whatever times it was given: what was read of it may be kept under that. */
export function stampOfOwn(path: string): string {
  const stats = statsOfOwn(path);
  return stats ? `${stats.ino}/${stats.size}/${stats.mtimeMs}/${stats.ctimeMs}` : '-';
}

export const isOwnFile = (path: string): boolean => statsOfOwn(path)?.isFile() === true;

/** Names of real folders in a folder; none where it is none itself. */
export function ownFolders(path: string): string[] {
  return entriesOf(path)
    .filter((entry) => entry.isDirectory())
    .map(({name}) => name);
}

/** Names of real files in a folder; none where it is none itself. */
export function ownFileNames(path: string): string[] {
  return entriesOf(path)
    .filter((entry) => entry.isFile())
    .map(({name}) => name);
}

/** Both, read once. */
export function ownEntries(path: string): {readonly folders: readonly string[]; readonly files: readonly string[]} {
  const entries = entriesOf(path);
  const names = (is: (entry: (typeof entries)[number]) => boolean) => entries.filter(is).map(({name}) => name);
  return {folders: names((entry) => entry.isDirectory()), files: names((entry) => entry.isFile())};
}

/** Whether a folder, or one of those in it, holds a link. */
export const holdsLinks = (path: string): boolean =>
  statsOfOwn(path)?.isSymbolicLink() === true ||
  entriesOf(path).some((entry) => entry.isSymbolicLink() || (entry.isDirectory() && holdsLinks(join(path, entry.name))));

function entriesOf(path: string) {
  if (statsOfOwn(path)?.isDirectory() !== true) return [];
  try {
    return readdirSync(path, {withFileTypes: true});
  } catch {
    return [];
  }
}
