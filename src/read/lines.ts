/** Cuts chunks into blocks of whole lines, and blocks into lines. A line ends with LF or CRLF. */
import {DataError} from '../core/error.ts';
import {LONGEST_RECORD} from './batch.ts';
import {foreignBytes} from './foreign.ts';

/**
 * Whole lines; the last block of a file may lack the final LF. firstLine counts from 1, position from the first byte of the text; both
 * from where the reading began.
 */
export interface LineBlock {
  readonly bytes: Buffer;
  readonly firstLine: number;
  readonly position: number;
}

const LF = 10;

/** Chunks without a UTF-8 byte order mark at their start. */
export async function* withoutMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    if (head.length < 3) continue;
    yield unmarked(head);
    head = undefined;
  }
  if (head !== undefined && head.length > 0) yield unmarked(head);
}

function unmarked(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** As much of a stream as its first bytes are told by. */
const HEAD_BYTES = 64;

/** The same of a stream that has to be text. Throws DataError where its first bytes are something else. */
export async function* textChunks(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  const checked = (bytes: Buffer): Buffer => {
    const foreign = foreignBytes(bytes);
    if (foreign === undefined) return unmarked(bytes);
    throw new DataError(`${name} is not UTF-8 text: this is ${foreign.name}`, {where: name, next: foreign.next});
  };
  for await (const chunk of chunks) {
    if (head === undefined) yield chunk;
    else {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      if (head.length < HEAD_BYTES) continue;
      yield checked(head);
      head = undefined;
    }
  }
  if (head !== undefined && head.length > 0) yield checked(head);
}

/** Blocks of whole lines; a line longer than a chunk makes a longer block. Memory: a chunk and the longest line. */
export async function* lineBlocks(chunks: AsyncIterable<Buffer>, name: string, marked = true): AsyncGenerator<LineBlock> {
  let held: Buffer[] = [];
  let size = 0;
  let firstLine = 1;
  let position = 0;
  for await (const chunk of marked ? textChunks(chunks, name) : chunks) {
    const last = chunk.lastIndexOf(LF);
    if (last < 0) {
      held.push(chunk);
      size += chunk.length;
      if (size > LONGEST_RECORD) throw tooLong(name, firstLine);
      continue;
    }
    held.push(chunk.subarray(0, last + 1));
    const bytes = held.length === 1 ? held[0] : Buffer.concat(held);
    held = last + 1 < chunk.length ? [chunk.subarray(last + 1)] : [];
    size = chunk.length - last - 1;
    yield {bytes, firstLine, position};
    firstLine += countLines(bytes);
    position += bytes.length;
  }
  if (held.length > 0) yield {bytes: Buffer.concat(held), firstLine, position};
}

function tooLong(name: string, line: number): DataError {
  const where = `${name}:${line}`;
  return new DataError(`${where} or a line after it is longer than 256 MiB`, {
    where,
    next: 'Write smaller records, or look whether line ends are missing.',
  });
}

/** Line feeds in bytes[0, end). */
export function countLines(bytes: Buffer, end = bytes.length): number {
  let lines = 0;
  for (let i = bytes.indexOf(LF); i >= 0 && i < end; i = bytes.indexOf(LF, i + 1)) lines++;
  return lines;
}

/** Calls visit with each line of bytes[from, to), without its LF or CRLF; `line` counts from firstLine. */
export function forEachLine(bytes: Buffer, firstLine: number, visit: (start: number, end: number, line: number) => void): void {
  let line = firstLine;
  for (let start = 0; start < bytes.length; line++) {
    const found = bytes.indexOf(LF, start);
    const stop = found < 0 ? bytes.length : found;
    visit(start, stop > start && bytes[stop - 1] === 13 ? stop - 1 : stop, line);
    start = stop + 1;
  }
}
