/**
 * Writing that is all or nothing: aside, flushed, then renamed into place; and what went wrong, said in words.
 */
import {randomBytes} from 'node:crypto';
import {accessSync, closeSync, constants, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {OutputError} from '../core/error.ts';

const REASONS: Record<string, [string, string]> = {
  ENOSPC: ['the disk is full', 'free some room and run the same command again: it goes on from what is written'],
  EDQUOT: ['the disk quota is used up', 'free some room and run the same command again: it goes on from what is written'],
  EACCES: ['permission denied', 'give --out a folder that you may write to'],
  EPERM: ['operation not permitted', 'give --out a folder that you may write to'],
  EROFS: ['the file system is read-only', 'give --out a folder on another file system'],
  ENOTDIR: ['a part of the path is a file, not a folder', 'give --out another folder'],
  ENOENT: ['its folder does not exist and cannot be made', 'name a place in a folder that you may write to'],
  EISDIR: ['a folder of that name is in the way', 'give another name'],
  EEXIST: ['a file of that name is in the way', 'give --out another folder'],
  EFBIG: ['the file would be too large', 'give --out a folder on another file system'],
  EIO: ['input/output error', 'check the disk'],
};

/** The OutputError for a failed write; errors that are genloss's own pass through. */
export function outputError(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  const reason = code === undefined ? undefined : REASONS[code];
  if (!reason) return error;
  return new OutputError(`cannot write: ${reason[0]}`, {where: path, next: reason[1], cause: error});
}

/** A folder, with those above it. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, {recursive: true});
  } catch (error) {
    throw outputError(error, path);
  }
}

/** Makes sure, before hours of work, that a file can be written: makes its folder and asks for permission. Throws OutputError. */
export function prepareFile(path: string): void {
  makeFolder(dirname(path));
  try {
    accessSync(dirname(path), constants.W_OK);
    if (statSync(path, {throwIfNoEntry: false})?.isDirectory()) throw Object.assign(new Error(`${path} is a folder`), {code: 'EISDIR'});
  } catch (error) {
    throw outputError(error, path);
  }
}

/** Writes one file whole and flushes it; on failure nothing stays. */
export function writeFlushed(path: string, chunks: Iterable<string | Uint8Array>): void {
  let file: number | undefined;
  try {
    file = openSync(path, 'w');
    for (const chunk of chunks) writeAll(file, typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    fsyncSync(file);
    closeSync(file);
  } catch (error) {
    if (file !== undefined) closeQuietly(file);
    rmSync(path, {force: true});
    throw outputError(error, path);
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at);
}

function closeQuietly(file: number): void {
  try {
    closeSync(file);
  } catch {
    // closed already
  }
}

/** Replaces a file, or leaves it as it was. */
export function replaceFile(path: string, chunks: Iterable<string | Uint8Array>): void {
  const aside = asideOf(path);
  writeFlushed(aside, chunks);
  rename(aside, path);
}

/** A folder of files that appears whole or not at all. A name may have folders in it. */
export function writeFolder(path: string, files: Record<string, string | Uint8Array>): void {
  const aside = asideOf(path);
  try {
    makeFolder(aside);
    for (const [name, content] of Object.entries(files)) {
      makeFolder(dirname(join(aside, name)));
      writeFlushed(join(aside, name), [content]);
    }
    flushFolder(aside);
    rename(aside, path);
  } catch (error) {
    rmSync(aside, {recursive: true, force: true});
    throw error;
  }
}

/** Names that begin so are leftovers of a run that was killed. */
export const ASIDE = '.aside-';

function asideOf(path: string): string {
  return join(dirname(path), `${ASIDE}${process.pid}-${randomBytes(6).toString('hex')}`);
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
    flushFolder(dirname(to));
  } catch (error) {
    rmSync(from, {recursive: true, force: true});
    throw outputError(error, to);
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
