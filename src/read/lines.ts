/** Cuts chunks into blocks of whole lines, and blocks into lines. A line ends with LF or CRLF. */
import {DataError} from '../core/error.ts';
import {GrowingBytes, LONGEST_RECORD, type SpareMemory} from './batch.ts';
import {joinBytes} from './bytes.ts';
import {foreignBytes} from './foreign.ts';
import {native} from './native.ts';
import {CHUNK_BYTES} from './source.ts';

/** Some bytes of a text, and where they are. firstLine counts from 1, position from the first byte; both from where the reading began. */
export interface Stretch {
  readonly bytes: Uint8Array;
  readonly firstLine: number;
  readonly position: number;
}

/** Whole lines; the last block of a file may lack the final LF. */
class LineBlock implements Stretch {
  readonly bytes: Uint8Array;
  readonly firstLine: number;
  readonly position: number;
  private counted?: number;

  constructor(bytes: Uint8Array, firstLine: number, position: number) {
    this.bytes = bytes;
    this.firstLine = firstLine;
    this.position = position;
  }

  /** Calls visit with each line. */
  forEach(visit: VisitLine): void {
    this.counted = forEachLine(this.bytes, this.firstLine, visit);
  }

  /** How many line feeds there are: known already where the lines were visited. */
  get lineFeeds(): number {
    return (this.counted ??= countLines(this.bytes));
  }
}

/** Where a line lies, without its LF or CRLF, and which it is. */
type VisitLine = (start: number, end: number, line: number) => void;

const LF = 10;
/** More than that is given back after a long line. */
const MOST_HELD = 4 * CHUNK_BYTES;

/** Chunks without a UTF-8 byte order mark at their start. */
export async function* withoutMark(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head = head.length === 0 ? chunk : joinBytes([head, chunk]);
    if (head.length < 3) continue;
    yield unmarked(head);
    head = undefined;
  }
  if (head !== undefined && head.length > 0) yield unmarked(head);
}

function unmarked(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** As much of a stream as its first bytes are told by. */
const HEAD_BYTES = 64;

/** The same of a stream that has to be text. Throws DataError where its first bytes are something else. */
export async function* textChunks(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  const checked = (bytes: Uint8Array): Uint8Array => {
    const foreign = foreignBytes(bytes);
    if (foreign === undefined) return unmarked(bytes);
    throw new DataError(`${name} is not UTF-8 text: this is ${foreign.name}`, {where: name, next: foreign.next});
  };
  for await (const chunk of chunks) {
    if (head === undefined) yield chunk;
    else {
      head = head.length === 0 ? chunk : joinBytes([head, chunk]);
      if (head.length < HEAD_BYTES) continue;
      yield checked(head);
      head = undefined;
    }
  }
  if (head !== undefined && head.length > 0) yield checked(head);
}

interface BlockOptions {
  /** Whether the chunks begin where the text does, maybe with a mark. Default true. */
  readonly marked?: boolean;
  /** Where memory for the beginnings of lines comes from. */
  readonly spare?: SpareMemory;
}

/**
 * Blocks of whole lines; a line longer than a chunk makes a longer block. The bytes of a block are good until the next one is asked for, those of
 * a chunk until the next one comes. Memory: a chunk and the longest line.
 */
export async function* lineBlocks(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  {marked = true, spare}: BlockOptions = {},
): AsyncGenerator<LineBlock> {
  /** The beginning of a line whose end has not come. */
  const held = new GrowingBytes(0, spare);
  let firstLine = 1;
  let position = 0;
  for await (const chunk of marked ? textChunks(chunks, name) : chunks) {
    const end = chunk.lastIndexOf(LF) + 1;
    if (end > 0) {
      if (held.length > 0) held.append(chunk, 0, end);
      const block = new LineBlock(held.length > 0 ? held.bytes.subarray(0, held.length) : chunk.subarray(0, end), firstLine, position);
      yield block;
      firstLine += block.lineFeeds;
      position += block.bytes.length;
      if (held.bytes.length > MOST_HELD) held.release();
      held.length = 0;
    }
    held.append(chunk, end, chunk.length);
    if (held.length > LONGEST_RECORD) throw tooLong(name, firstLine);
  }
  if (held.length > 0) yield new LineBlock(held.bytes.subarray(0, held.length), firstLine, position);
  held.release();
}

function tooLong(name: string, line: number): DataError {
  const where = `${name}:${line}`;
  return new DataError(`${where} or a line after it is longer than 256 MiB`, {
    where,
    next: 'Write smaller records, or look whether line ends are missing.',
  });
}

/** Line feeds in bytes[0, end). */
export function countLines(bytes: Uint8Array, end = bytes.length): number {
  let lines = 0;
  for (let i = native.indexOf(bytes, LF, 0); i >= 0 && i < end; i = native.indexOf(bytes, LF, i + 1)) lines++;
  return lines;
}

/** Calls visit with each line; `line` counts from firstLine. How many line feeds there are. */
export function forEachLine(bytes: Uint8Array, firstLine: number, visit: VisitLine): number {
  let line = firstLine;
  for (let start = 0; start < bytes.length; ) {
    const found = native.indexOf(bytes, LF, start);
    const stop = found < 0 ? bytes.length : found;
    visit(start, stop > start && bytes[stop - 1] === 13 ? stop - 1 : stop, line);
    if (found >= 0) line++;
    start = stop + 1;
  }
  return line - firstLine;
}
