/** Where a range of a file lies in it, for messages: lines before the range are counted when somebody asks, by one thread for all. */
import {closeSync, openSync, readSync} from 'node:fs';
import {equalBytes} from '../../read/bytes.ts';
import type {ByteRange} from '../../read/range.ts';
import type {Origin} from '../../read/request.ts';
import {CHUNK_BYTES} from '../../read/source.ts';
import {unreadable} from '../read/open.ts';
import type {SourceFile} from '../read/source-file.ts';

export interface FileRange extends ByteRange {
  readonly file: SourceFile;
  /** Line feeds in each range of the file, -1 where not counted yet; shared between threads. This range's is number `slot`. */
  readonly lineFeeds: Int32Array;
  readonly slot: number;
  /** Where each range of the file starts. */
  readonly starts: readonly number[];
}

/** From counts within a range to those of the file. Lines before the range are counted when somebody asks for the first time. */
export class RangeOrigin implements Origin {
  readonly first: boolean;
  /** Where the content begins. */
  start: number;
  private readonly range: FileRange;
  private linesBefore?: number;
  private markBytes?: number;

  constructor(range: FileRange) {
    this.range = range;
    this.start = range.start;
    this.first = range.start === 0;
  }

  line(relative: number): number {
    if (this.first) return relative;
    this.linesBefore ??= withFile(this.range.file, (descriptor) => linesBefore(descriptor, this.range, this.start));
    return this.linesBefore + relative;
  }

  byte(relative: number): number {
    if (this.first) return relative;
    this.markBytes ??= withFile(this.range.file, (descriptor) => {
      const head = new Uint8Array(3);
      return readSync(descriptor, head, 0, 3, 0) === 3 && equalBytes(head, MARK) ? 3 : 0;
    });
    return this.start - this.markBytes + relative;
  }
}

const MARK = Uint8Array.of(0xef, 0xbb, 0xbf);
const LF = 10;

function withFile<T>(file: SourceFile, use: (descriptor: number) => T): T {
  let descriptor: number;
  try {
    descriptor = openSync(file.path, 'r');
  } catch (error) {
    throw unreadable(file.name, error);
  }
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Line feeds before `position`, which lies in or after the range. Ranges that were counted before, by any thread, are not read again. */
function linesBefore(descriptor: number, {lineFeeds, starts, slot}: FileRange, position: number): number {
  let lines = 0;
  for (let i = 0; i < slot; i++) {
    const counted = Atomics.load(lineFeeds, i);
    const count = counted < 0 ? countLineFeeds(descriptor, starts[i], starts[i + 1]) : counted;
    if (counted < 0) Atomics.store(lineFeeds, i, count);
    lines += count;
  }
  return lines + countLineFeeds(descriptor, starts[slot], position);
}

function countLineFeeds(descriptor: number, start: number, end: number): number {
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, end - start));
  let lines = 0;
  for (let at = start; at < end; ) {
    const read = readSync(descriptor, buffer, 0, Math.min(buffer.length, end - at), at);
    if (read === 0) break;
    for (let i = 0; i < read; i++) if (buffer[i] === LF) lines++;
    at += read;
  }
  return lines;
}
