/**
 * Batches of records as bytes and offsets, and the one place where bytes are appended to them. Text stays bytes: nothing here decodes.
 */
import {DataError} from '../core/error.ts';
import {grown} from '../core/grown.ts';
import {native} from './native.ts';

/** One further field of some records. The value of record i is bytes[offsets[i] .. offsets[i + 1]), UTF-8, empty where there is none. */
export interface ExtraField {
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
}

/**
 * Some consecutive records of one file. Record i is bytes[offsets[i] .. offsets[i + 1]), valid UTF-8, never only white space.
 * offsets: (count + 1,). lines: (count,), from 1: the line on which a record starts, in a Parquet file its row.
 * extra: the further fields, in the order asked for; absent where none were. raw: the JSON object of each record as it is written, where
 * that was asked for and there is one.
 */
export interface RecordBatch {
  readonly file: string;
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
  readonly lines: Uint32Array;
  readonly extra?: readonly ExtraField[];
  readonly raw?: ExtraField;
}

/** ASCII white space: space, tab, line feed, vertical tab, form feed, carriage return. */
export function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

/** Whether bytes[start, end) hold nothing but ASCII white space. */
export function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (!isSpace(bytes[i])) return false;
  return true;
}

/** Bytes of a record, and so of a line or a file that is one record: a small compressed file may claim any size. */
export const LONGEST_RECORD = 256 << 20;

/** As much is allocated for a batch before it is known how long it gets. */
const MOST_AHEAD = 2 << 20;

/** What offsets in 32 bits reach. */
const LARGEST = 0xffffffff;

const NO_BYTES = new Uint8Array(0);

/** Bytes that grow at their end. */
export class GrowingBytes {
  bytes: Uint8Array = NO_BYTES;
  length = 0;
  /** The least that is allocated: nothing is before there is something to hold. */
  protected capacity: number;
  private readonly spare?: SpareMemory;

  /** spare: where memory is taken from. */
  constructor(capacity: number, spare?: SpareMemory) {
    this.capacity = capacity;
    this.spare = spare;
  }

  /** Makes room for `extra` bytes more. */
  reserve(extra: number): void {
    const wanted = this.length + extra;
    if (wanted <= this.bytes.length) return;
    if (wanted > LARGEST) throw new DataError('a batch of records is longer than 4 GiB', {next: 'Read smaller records.'});
    const size = Math.max(wanted, this.capacity, this.bytes.length * 2);
    const grown = this.spare?.take(size) ?? native.allocate(size);
    if (this.length > 0) grown.set(this.bytes.subarray(0, this.length));
    this.giveBack();
    this.bytes = grown;
  }

  /** What is held is of no use any more. */
  release(): void {
    this.giveBack();
    this.bytes = NO_BYTES;
    this.length = 0;
  }

  private giveBack(): void {
    this.spare?.give(this.bytes);
  }

  append(from: Uint8Array, start: number, end: number): void {
    const size = end - start;
    if (this.length + size > this.bytes.length) this.reserve(size);
    if (size < 24) {
      const {bytes, length} = this;
      for (let i = 0; i < size; i++) bytes[length + i] = from[start + i];
    } else {
      this.bytes.set(size === from.length ? from : from.subarray(start, end), this.length);
    }
    this.length += size;
  }

  /** Text as UTF-8; a lone surrogate is U+FFFD. */
  appendText(text: string): void {
    if (text.length > LONG_TEXT) {
      const bytes = encoder.encode(text);
      this.append(bytes, 0, bytes.length);
      return;
    }
    this.reserve(3 * text.length);
    this.length += encoder.encodeInto(text, this.bytes.subarray(this.length)).written;
  }
}

const encoder = new TextEncoder();

/** Longer texts are worth memory of their own more than room for three bytes a letter. */
const LONG_TEXT = 1 << 16;

/** One further field under construction: `value` is the open row's, given to every record that the row is cut into. */
class ExtraColumn {
  readonly value = new GrowingBytes(256);
  private column = new GrowingBytes(4096);
  private offsets = new Uint32Array(256);

  close(count: number): void {
    const {value, column} = this;
    column.append(value.bytes, 0, value.length);
    if (count + 2 > this.offsets.length) this.offsets = grown(this.offsets, 2 * this.offsets.length);
    this.offsets[count + 1] = column.length;
  }

  rewind(count: number): void {
    this.column.length = this.offsets[count];
  }

  take(count: number): ExtraField {
    const {column, offsets} = this;
    this.column = new GrowingBytes(Math.max(4096, column.length));
    this.offsets = new Uint32Array(offsets.length);
    return {bytes: column.bytes.subarray(0, column.length), offsets: offsets.slice(0, count + 1)};
  }
}

/** What is not small is had by so many bytes at a time, so that what was taken for one thing does for the next, which is about as large. */
const SPARE_UNIT = 1 << 18;
/** Of what is longer, and of more pieces, nothing is kept. */
const LONGEST_SPARE = 4 << 20;
const MOST_SPARE = 6;

/** Memory of a thread that is taken in turn for chunks, lines and batches, and comes back when nobody looks at it any more. */
export class SpareMemory {
  private readonly free: Uint8Array[] = [];
  /** What was taken from here, and so may come back. */
  private readonly taken = new WeakSet<ArrayBufferLike>();

  /** At least so many bytes, whatever they hold. */
  take(size: number): Uint8Array {
    const {free} = this;
    let best = -1;
    for (let i = 0; i < free.length; i++) if (free[i].length >= size && (best < 0 || free[i].length < free[best].length)) best = i;
    const wanted = size < SPARE_UNIT / 4 ? size : Math.ceil(size / SPARE_UNIT) * SPARE_UNIT;
    const bytes = best < 0 ? native.allocate(wanted) : free.splice(best, 1)[0];
    this.taken.add(bytes.buffer);
    return bytes;
  }

  /** Nobody looks at these any more. Memory that is not from here, or is back already, is left alone. */
  give({buffer}: Uint8Array): void {
    if (!this.taken.delete(buffer) || buffer.byteLength > LONGEST_SPARE) return;
    this.free.push(new Uint8Array(buffer));
    if (this.free.length > MOST_SPARE) this.free.sort((a, b) => a.length - b.length).shift();
  }
}

/** Collects records. Bytes appended since the last `end` are the open record; `take` hands out the ended ones and keeps the open one. */
export class BatchBuilder extends GrowingBytes {
  count = 0;
  private offsets = new Uint32Array(256);
  private lines = new Uint32Array(256);
  private readonly columns?: readonly ExtraColumn[];

  /** extra: how many further fields each record has. spare: where memory is taken from. */
  constructor(capacity = 65536, extra = 0, spare?: SpareMemory) {
    super(capacity, spare);
    if (extra > 0) this.columns = Array.from({length: extra}, () => new ExtraColumn());
  }

  /** Empties the k-th further field of the row at hand, to be appended to; it holds for all records that end before the next call. */
  extraValue(k: number): GrowingBytes {
    const {value} = this.columns![k];
    value.length = 0;
    return value;
  }

  /** Bytes of the open record. */
  get openLength(): number {
    return this.length - this.offsets[this.count];
  }

  /** Ends the open record, which started on `line`. A blank one is dropped; says whether it was kept. */
  end(line: number): boolean {
    if (isBlank(this.bytes, this.offsets[this.count], this.length)) {
      this.discard();
      return false;
    }
    if (this.count + 2 > this.offsets.length) {
      this.offsets = grown(this.offsets, 2 * this.offsets.length);
      this.lines = grown(this.lines, 2 * this.lines.length);
    }
    if (this.columns !== undefined) for (const column of this.columns) column.close(this.count);
    this.lines[this.count] = line;
    this.offsets[++this.count] = this.length;
    return true;
  }

  /** Forgets all records from number `count` on, and the open one. */
  rewind(count: number): void {
    this.count = count;
    this.length = this.offsets[count];
    if (this.columns !== undefined) for (const column of this.columns) column.rewind(count);
  }

  /** Forgets the open record. */
  discard(): void {
    this.length = this.offsets[this.count];
  }

  /** The ended records, or undefined where there are none. The builder goes on with fresh memory and the open record. */
  take(file: string): RecordBatch | undefined {
    const {bytes, count, offsets, lines, length} = this;
    if (count === 0) return undefined;
    const closed = offsets[count];
    // the next batch is about as large
    this.capacity = Math.max(this.capacity, Math.min(closed, MOST_AHEAD));
    this.bytes = NO_BYTES;
    this.length = 0;
    this.count = 0;
    this.append(bytes, closed, length);
    const batch = {file, count, bytes: bytes.subarray(0, closed), offsets: offsets.slice(0, count + 1), lines: lines.slice(0, count)};
    return this.columns === undefined ? batch : {...batch, extra: this.columns.map((column) => column.take(count))};
  }
}
