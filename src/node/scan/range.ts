/**
 * The whole lines, or the whole paragraphs, that begin in a range of a file's bytes. The ranges of a file, put one after the other, give
 * the file: every range ends where the next one begins, whatever lies at the cuts, without a look at its neighbours.
 *
 *   cut(p) = for lines the first start of a line at or after p; for paragraphs the end of the first blank line that starts there
 *   a range's content is the bytes from cut(start) to cut(end); cut(0) = 0
 *
 * cost  one pass; bytes before the cut are looked through, at most to the range's end, so that one endless line is not read many times
 */
import {closeSync, openSync, readSync} from 'node:fs';
import {open} from 'node:fs/promises';
import {isSpace} from '../../read/batch.ts';
import type {Origin} from '../../read/request.ts';
import {CHUNK_BYTES, type OnBytes, readAhead, unreadable} from '../read/chunks.ts';
import type {SourceFile} from '../read/source-file.ts';

export interface ByteRange {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
  /** Line feeds in each range of the file, -1 where not counted yet; shared between threads. This range's is number `slot`. */
  readonly lineFeeds: Int32Array;
  readonly slot: number;
  /** Where each range of the file starts. */
  readonly starts: readonly number[];
}

const LF = 10;

/** Finds the cut of a position, fed the bytes from the one before that position. */
class CutFinder {
  /** Where the line that is being looked at starts; -1 before the first. */
  lineStart = -1;
  private blank = true;
  private readonly paragraphs: boolean;

  constructor(paragraphs: boolean) {
    this.paragraphs = paragraphs;
  }

  /** The place in `bytes`, which lie at `position` of the file, just after which the cut is; -1 where it comes later. */
  find(bytes: Buffer, position: number): number {
    let at = 0;
    if (this.lineStart < 0) {
      const found = bytes.indexOf(LF);
      if (found < 0) return -1;
      at = found + 1;
      this.lineStart = position + at;
      if (!this.paragraphs) return at;
    }
    while (at < bytes.length) {
      while (this.blank && at < bytes.length && bytes[at] !== LF) this.blank = isSpace(bytes[at++]);
      const found = this.blank && at < bytes.length ? at : bytes.indexOf(LF, at);
      if (found < 0 || at === bytes.length) return -1;
      at = found + 1;
      if (this.blank) return at;
      this.lineStart = position + at;
      this.blank = true;
    }
    return -1;
  }

  /** Whether the cut is that of `end` too, as far as is known: nothing begins before it. Bytes up to `position` were looked through. */
  passed(end: number, position: number): boolean {
    if (this.lineStart < 0) return position >= end;
    return this.lineStart >= end || (!this.blank && position >= end);
  }
}

/** The content of a range, in chunks. `origin` learns where it begins. */
export async function* rangeChunks(range: ByteRange, paragraphs: boolean, origin: RangeOrigin, onBytes: OnBytes): AsyncGenerator<Buffer> {
  const {start, end} = range;
  const head = new CutFinder(paragraphs);
  const tail = new CutFinder(paragraphs);
  let begun = start === 0;
  let tailFrom = end - 1;
  for await (const {chunk, position} of chunksFrom(range, onBytes)) {
    let bytes = chunk;
    let at = position;
    if (!begun) {
      const cut = head.find(bytes, at);
      if (cut < 0 ? head.passed(end, at + bytes.length) : head.lineStart >= end) return;
      if (cut < 0) continue;
      bytes = bytes.subarray(cut);
      at += cut;
      origin.start = at;
      begun = true;
      if (at >= end) tail.lineStart = tailFrom = at;
    }
    const from = Math.max(0, tailFrom - at);
    const cut = from < bytes.length ? tail.find(bytes.subarray(from), at + from) : -1;
    if (cut < 0) {
      if (bytes.length > 0) yield bytes;
      continue;
    }
    yield bytes.subarray(0, from + cut);
    return;
  }
}

/** From one byte before the range on. Each chunk is fresh memory. onBytes hears of those within the range. */
async function* chunksFrom(range: ByteRange, onBytes: OnBytes): AsyncGenerator<{chunk: Buffer; position: number}> {
  const {file, start, end} = range;
  const handle = await open(file.path).catch((error) => {
    throw unreadable(file.name, error);
  });
  try {
    let from = Math.max(0, start - 1);
    let position = from;
    const read = async (): Promise<Buffer> => {
      const chunk = Buffer.allocUnsafeSlow(Math.max(1, Math.min(CHUNK_BYTES, file.size - from + 1)));
      const {bytesRead} = await handle.read(chunk, 0, chunk.length, from).catch((error) => {
        throw unreadable(file.name, error);
      });
      from += bytesRead;
      return chunk.subarray(0, bytesRead);
    };
    for await (const chunk of readAhead(read)) {
      onBytes(Math.max(0, Math.min(end, position + chunk.length) - Math.max(start, position)));
      yield {chunk, position};
      position += chunk.length;
    }
  } finally {
    await handle.close();
  }
}

/** From counts within a range to those of the file. Lines before the range are counted when somebody asks for the first time. */
export class RangeOrigin implements Origin {
  readonly first: boolean;
  /** Where the content begins. */
  start: number;
  private readonly range: ByteRange;
  private linesBefore?: number;
  private markBytes?: number;

  constructor(range: ByteRange) {
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
      const head = Buffer.alloc(3);
      return readSync(descriptor, head, 0, 3, 0) === 3 && head.equals(MARK) ? 3 : 0;
    });
    return this.start - this.markBytes + relative;
  }
}

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

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
function linesBefore(descriptor: number, {lineFeeds, starts, slot}: ByteRange, position: number): number {
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
