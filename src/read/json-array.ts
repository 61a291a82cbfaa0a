/**
 * The elements of a JSON array, found in chunks as they come: memory is a chunk and the longest element.
 *
 * Refuses to judge what an element holds: strings and brackets are all that is looked at, and what stands between the elements.
 *
 * source  RFC 8259, sections 2, 5 and 7
 */
import {DataError} from '../core/error.ts';
import {LONGEST_RECORD, type RecordBatch} from './batch.ts';
import {decodeText, joinBytes} from './bytes.ts';
import {RecordReader} from './json-record.ts';
import {textChunks} from './lines.ts';
import type {FieldRequest} from './request.ts';
import {Stops} from './stops.ts';
import {breakLine} from './text.ts';
import {isText} from './utf8.ts';

/** Elements that follow each other: the k-th is bytes[spans[2k], spans[2k + 1]), begins on line lines[k] and is number first + k, from 1. */
export interface Elements {
  readonly bytes: Uint8Array;
  readonly spans: readonly number[];
  readonly lines: readonly number[];
  readonly first: number;
  /** Where the bytes begin in the text, counted from its first byte. */
  readonly position: number;
}

/** Batches of the records of a JSON array. Throws DataError. */
export async function* jsonArrayBatches(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  request: FieldRequest,
): AsyncGenerator<RecordBatch> {
  const reader = new RecordReader(name, request);
  const builder = reader.builder();
  for await (const {bytes, spans, lines, first, position} of arrayElements(chunks, name)) {
    const suspect = !isText(bytes);
    builder.reserve(bytes.length);
    for (let k = 0; k < lines.length; k++) {
      const [start, end, line] = [spans[2 * k], spans[2 * k + 1], lines[k]];
      reader.ordinal = first + k;
      if (suspect && breakLine({bytes, firstLine: 1, position}, {start, end, line}, name, request)) continue;
      reader.read(builder, bytes, start, end, line);
    }
    const batch = reader.batch(builder);
    if (batch !== undefined) yield batch;
  }
}

/** Throws DataError where the array is broken between its elements, is not closed, or an element is too long. */
export async function* arrayElements(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Elements> {
  const walker = new ArrayWalker(name);
  let held: Uint8Array[] = [];
  let position = 0;
  let first = 1;
  for await (const chunk of textChunks(chunks, name)) {
    const from = walker.walked;
    walker.walk(chunk);
    const {spans, lines} = walker.take();
    if (lines.length === 0) {
      if (walker.isWithin) held.push(chunk);
      else {
        // white space alone, as far as it goes
        position += walker.walked;
        walker.forget(walker.walked);
        held = [];
      }
      continue;
    }
    const cut = spans[spans.length - 1];
    held.push(chunk.subarray(0, cut - from));
    yield {bytes: joinBytes(held), spans, lines, first, position};
    held = [chunk.subarray(cut - from)];
    first += lines.length;
    position += cut;
    walker.forget(cut);
  }
  walker.end();
}

const [QUOTE, BACKSLASH, LF, COMMA, OPEN, CLOSE] = [34, 92, 10, 44, 91, 93];
const SPACE = new Uint8Array(256);
for (const byte of [32, 9, 13, LF]) SPACE[byte] = 1;
/** What a string does not pass over. */
const STOPS = new Stops([QUOTE, BACKSLASH, LF]);

/** What is expected next. */
type Place = 'array' | 'first' | 'element' | 'within' | 'after' | 'end';

/** Positions count from the last `forget`. */
class ArrayWalker {
  walked = 0;
  private place: Place = 'array';
  private depth = 0;
  private inString = false;
  /** Whether the byte before was a backslash of a string. */
  private escaped = false;
  private start = 0;
  private startLine = 1;
  private line = 1;
  private spans: number[] = [];
  private lines: number[] = [];
  private readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  get isWithin(): boolean {
    return this.place === 'within';
  }

  walk(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; ) i = this.place === 'within' ? this.within(bytes, i) : this.between(bytes, i);
    this.walked += bytes.length;
    if (this.place === 'within' && this.walked - this.start > LONGEST_RECORD)
      throw this.broken(this.startLine, 'holds a record longer than 256 MiB', 'Check the quotes and brackets of that record.');
  }

  /** The elements that ended since the last call. */
  take(): {spans: number[]; lines: number[]} {
    const {spans, lines} = this;
    this.spans = [];
    this.lines = [];
    return {spans, lines};
  }

  forget(bytes: number): void {
    this.walked -= bytes;
    this.start -= bytes;
  }

  end(): void {
    if (this.place === 'end') return;
    const within = this.place === 'within';
    const what =
      this.place === 'array' ? 'holds no array' : within ? 'begins a record that does not end' : 'ends before its array is closed';
    throw this.broken(
      within ? this.startLine : this.line,
      what,
      'Fetch or write the file again; its end is missing, or a quote or bracket is.',
    );
  }

  /** One byte that is in no element. */
  private between(bytes: Uint8Array, at: number): number {
    const byte = bytes[at];
    if (SPACE[byte] === 1) {
      if (byte === LF) this.line++;
      return at + 1;
    }
    const {place} = this;
    if (place === 'array' && byte === OPEN) this.place = 'first';
    else if (byte === CLOSE && (place === 'first' || place === 'after')) this.place = 'end';
    else if (byte === COMMA && place === 'after') this.place = 'element';
    else if ((place === 'first' || place === 'element') && byte !== COMMA && byte !== CLOSE) {
      this.place = 'within';
      this.start = this.walked + at;
      this.startLine = this.line;
      return at;
    } else throw this.unexpected(bytes, at);
    return at + 1;
  }

  private unexpected(bytes: Uint8Array, at: number): DataError {
    const seen = JSON.stringify(decodeText(bytes, at, at + 12).slice(0, 8));
    if (this.place === 'end') return this.broken(this.line, `goes on with ${seen} after its array is closed`, 'One file holds one array.');
    const wanted = {array: 'an array', first: 'a record', element: 'a record', after: 'a comma or a bracket that closes', within: ''}[
      this.place
    ];
    return this.broken(
      this.line,
      `holds ${seen} where ${wanted} was wanted`,
      'Check the record before it; its quotes and brackets have to match.',
    );
  }

  /** From a byte of an element to the end of what there is of it. */
  private within(bytes: Uint8Array, from: number): number {
    let i = from;
    while (i < bytes.length) {
      if (this.inString) {
        i = this.string(bytes, i);
        continue;
      }
      const byte = bytes[i];
      if (byte === QUOTE) this.inString = true;
      else if (byte === 123 || byte === OPEN) this.depth++;
      else if (byte === LF) this.line++;
      else if (byte === 125 || byte === CLOSE) {
        if (this.depth === 0) return this.close(bytes, i);
        if (--this.depth === 0) return this.close(bytes, i + 1);
      } else if (byte === COMMA && this.depth === 0) return this.close(bytes, i);
      i++;
    }
    return i;
  }

  private string(bytes: Uint8Array, from: number): number {
    let i = from;
    if (this.escaped) {
      this.escaped = false;
      i++;
    }
    for (i = STOPS.find(bytes, i, bytes.length); i < bytes.length; i = STOPS.find(bytes, i + 1, bytes.length)) {
      const byte = bytes[i];
      if (byte === QUOTE) {
        this.inString = false;
        return i + 1;
      }
      if (byte === LF) this.line++;
      else if (++i === bytes.length) this.escaped = true;
    }
    return bytes.length;
  }

  private close(bytes: Uint8Array, at: number): number {
    let end = at;
    while (this.walked + end > this.start + 1 && end > 0 && SPACE[bytes[end - 1]] === 1) end--;
    this.spans.push(this.start, this.walked + end);
    this.lines.push(this.startLine);
    this.place = 'after';
    return at;
  }

  private broken(line: number, what: string, next: string): DataError {
    const where = `${this.name}:${line}`;
    return new DataError(`${where} ${what}`, {where, next});
  }
}
