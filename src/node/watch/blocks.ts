/**
 * Growing files: what of a file is as it was, told by digests of its parts.
 *
 * A file of lines is cut at multiples of BLOCK_BYTES, wherever lines end; a record belongs to the block in which it begins. So what is kept of
 * a file depends on its bytes alone, not on the calls in which it grew.
 *
 * cost     one pass at the speed of a digest
 */
import {createHash} from 'node:crypto';
import {type FileHandle, open} from 'node:fs/promises';
import {unreadable} from '../read/open.ts';
import type {SourceFile} from '../read/source-file.ts';

export const BLOCK_BYTES = 8 << 20;

/** Whether a file is lines that can be read from the middle on. */
export const hasBlocks = ({format, compression, once}: SourceFile): boolean =>
  format === 'jsonl' && compression === undefined && once === undefined;

export interface Digests {
  /** Of each block, the last one as far as the file goes. */
  readonly now: readonly string[];
  /** Of the bytes before `before` in the block in which it lies; absent where it is at a block's end. */
  readonly cut?: string;
  /** Of each block where the line begins that its first byte is of. */
  readonly lines: readonly number[];
  /** The same of the byte at `before`; 0 where there is no such size. */
  readonly lineAtCut: number;
}

const CHUNK = 1 << 20;
const LF = 10;

/** Of a file that has no blocks; undefined where it can be read but once. Throws DataError. */
export async function wholeDigest(file: SourceFile): Promise<string | undefined> {
  if (file.once !== undefined || file.size === 0) return undefined;
  const {now} = await digestsOf(file, {block: file.size});
  return now[0];
}

/** `before`: an earlier size of the file. Throws DataError. */
export async function digestsOf(
  {path, name, size}: SourceFile,
  {before, block}: {readonly before?: number; readonly block: number},
): Promise<Digests> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path);
    return await digests(handle, {size, block, ...(before !== undefined && {before})});
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? unreadable(name, error) : error;
  } finally {
    await handle?.close();
  }
}

interface Extent {
  readonly size: number;
  readonly before?: number;
  readonly block: number;
}

async function digests(handle: FileHandle, {size, before, block}: Extent): Promise<Digests> {
  const now: string[] = [];
  let cut: string | undefined;
  const lines: number[] = [];
  let line = 0;
  let lineAtCut = 0;
  const buffer = Buffer.allocUnsafe(CHUNK);
  for (let start = 0; start < size; start += block) {
    const end = Math.min(size, start + block);
    let hash = createHash('sha256');
    lines.push(line);
    for (let at = start; at < end; ) {
      // never across `before`, so that the hash can be taken there
      const to = Math.min(end, at + CHUNK, before !== undefined && at < before ? before : end);
      const {bytesRead} = await handle.read(buffer, 0, to - at, at);
      if (bytesRead === 0) break;
      const bytes = buffer.subarray(0, bytesRead);
      hash.update(bytes);
      const found = bytes.lastIndexOf(LF);
      if (found >= 0) line = at + found + 1;
      at += bytesRead;
      if (before !== undefined && at <= before) lineAtCut = line;
      if (at === before && at < end) {
        cut = hash.copy().digest('hex');
        hash = hash.copy();
      }
    }
    now.push(hash.digest('hex'));
  }
  return {now, lines, lineAtCut, ...(cut !== undefined && {cut})};
}
