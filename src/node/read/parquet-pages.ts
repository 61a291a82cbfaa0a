/**
 * The pages of one flat column of strings in one row group of a Parquet file, one at a time: nobody makes an object for a value, and no
 * more than a page is held, however large the row group (writers commonly put a million rows in one).
 *
 * Refuses nested columns and the delta encodings: they are 'unusual', and hyparquet reads them.
 *
 * source   github.com/apache/parquet-format: README, Encodings.md, src/main/thrift/parquet.thrift
 * checked  against hyparquet, and against files of DuckDB and pyarrow
 */
import type {ColumnMetaData} from 'hyparquet';
import {CODECS} from './parquet-codecs.ts';
import {type PageHeader, readHybrid, readPageHeader, Short} from './parquet-header.ts';

/** Value of row r, counted from the page's first: bytes[starts[r] .. ends[r]); null where ends[r] is less than starts[r]. */
export interface TextPage {
  /** In the row group. */
  readonly firstRow: number;
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

export interface TextChunk {
  readonly meta: ColumnMetaData;
  readonly nullable: boolean;
  /** Rows of the row group that are wanted. */
  readonly from: number;
  readonly to: number;
}

/** Bytes [start, end) of the file; fewer where it ends before. Fresh memory. */
export type ReadBytes = (start: number, end: number) => Promise<Uint8Array>;

/** Thrown where another reader must go on. */
export class Unusual extends Error {}

interface Values {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** The pages that hold rows [from, to), in order; the first and the last may hold others too. Throws Unusual, and Error where broken. */
export async function* textPages(read: ReadBytes, {meta, nullable, from, to}: TextChunk): AsyncGenerator<TextPage> {
  const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
  const window = new Window(read, start + Number(meta.total_compressed_size));
  let dictionary: Values | undefined;
  let row = 0;
  for (let at = start; row < to; ) {
    const {header, size} = await window.header(at);
    at += size;
    const data = () => window.bytes(at, header.compressed);
    if (header.kind === 'dictionary') {
      const bytes = unpacked(await data(), header.uncompressed, meta);
      dictionary = {bytes, ...plainValues(bytes, 0, header.values)};
    } else if (header.kind === 'data') {
      if (row + header.values > from) {
        const values = pageValues(await data(), header, {meta, nullable, dictionary});
        yield {firstRow: row, count: header.values, ...values};
      }
      row += header.values;
    }
    at += header.compressed;
  }
}

const WINDOW_BYTES = 1 << 20;

/** Reads ahead in a column chunk. */
class Window {
  private held: Uint8Array = new Uint8Array(0);
  private start = 0;
  private readonly read: ReadBytes;
  private readonly end: number;

  constructor(read: ReadBytes, end: number) {
    this.read = read;
    this.end = end;
  }

  async bytes(at: number, size: number): Promise<Uint8Array> {
    const offset = at - this.start;
    if (offset >= 0 && offset + size <= this.held.length) return this.held.subarray(offset, offset + size);
    if (at + size > this.end) throw new Error('a page goes on beyond its column');
    this.held = await this.read(at, Math.min(this.end, at + Math.max(size, WINDOW_BYTES)));
    this.start = at;
    if (this.held.length < size) throw new Error('the file ends within a page');
    return this.held.subarray(0, size);
  }

  /** A header says its size only when it is read; with statistics of long values it may be large. */
  async header(at: number): Promise<{header: PageHeader; size: number}> {
    for (let room = 256; ; room *= 8) {
      const size = Math.min(room, this.end - at);
      if (size <= 0) throw new Error('the column ends before its rows do');
      try {
        return readPageHeader(await this.bytes(at, size));
      } catch (error) {
        if (!(error instanceof Short) || size < room) throw error;
      }
    }
  }
}

function unpacked(bytes: Uint8Array, length: number, {codec}: ColumnMetaData): Uint8Array {
  if (codec === 'UNCOMPRESSED') return bytes;
  const decompress = CODECS[codec];
  if (decompress === undefined) throw new Unusual(`codec ${codec}`);
  const page = decompress(bytes, length);
  if (page.length !== length) throw new Error(`a page has ${page.length} bytes, wanted ${length}`);
  return page;
}

interface Context {
  readonly meta: ColumnMetaData;
  readonly nullable: boolean;
  readonly dictionary?: Values;
}

function pageValues(data: Uint8Array, header: PageHeader, {meta, nullable, dictionary}: Context): Values {
  const {values: count, levels} = header;
  let present: Uint32Array | undefined;
  let bytes: Uint8Array;
  let at = 0;
  if (levels === undefined) {
    bytes = unpacked(data, header.uncompressed, meta);
    if (nullable) {
      if (header.levelEncoding !== RLE) throw new Unusual('bit-packed levels');
      at = 4 + viewOf(bytes).getUint32(0, true);
      present = readHybrid(bytes.subarray(4, at), 1, count);
    }
  } else {
    const size = levels.repetition + levels.definition;
    if (nullable) present = readHybrid(data.subarray(levels.repetition, size), 1, count);
    const rest = data.subarray(size);
    bytes = levels.compressed ? unpacked(rest, header.uncompressed - size, meta) : rest;
  }
  let kept = count;
  if (present !== undefined) {
    kept = 0;
    for (let i = 0; i < count; i++) kept += present[i];
  }
  const values = encoded(bytes, at, kept, header.encoding, dictionary);
  return kept === count || present === undefined ? values : spread(values, present);
}

const PLAIN = 0;
const PLAIN_DICTIONARY = 2;
const RLE = 3;
const RLE_DICTIONARY = 8;

function encoded(bytes: Uint8Array, at: number, count: number, encoding: number, dictionary: Values | undefined): Values {
  if (encoding === PLAIN) return {bytes, ...plainValues(bytes, at, count)};
  if (encoding !== PLAIN_DICTIONARY && encoding !== RLE_DICTIONARY) throw new Unusual(`encoding ${encoding}`);
  if (dictionary === undefined) throw new Error('a page without its dictionary');
  const width = count === 0 ? 0 : bytes[at];
  if (width > 24) throw new Unusual(`dictionary indices of ${width} bits`);
  const indices = readHybrid(bytes.subarray(at + 1), width, count);
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const index = indices[i];
    if (index >= dictionary.starts.length) throw new Error(`value ${index} of a dictionary of ${dictionary.starts.length}`);
    starts[i] = dictionary.starts[index];
    ends[i] = dictionary.ends[index];
  }
  return {bytes: dictionary.bytes, starts, ends};
}

/** Each value after its length in 4 bytes. */
function plainValues(bytes: Uint8Array, from: number, count: number): {starts: Uint32Array; ends: Uint32Array} {
  const view = viewOf(bytes);
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  let at = from;
  for (let i = 0; i < count; i++) {
    const length = view.getUint32(at, true);
    at += 4;
    starts[i] = at;
    at += length;
    if (at > bytes.length) throw new Error('a value goes on beyond its page');
    ends[i] = at;
  }
  return {starts, ends};
}

/** Values at the rows that have one, null at the others. */
function spread({bytes, starts, ends}: Values, present: Uint32Array): Values {
  const count = present.length;
  const spaced = {bytes, starts: new Uint32Array(count).fill(1), ends: new Uint32Array(count)};
  for (let i = 0, next = 0; i < count; i++) {
    if (present[i] === 0) continue;
    spaced.starts[i] = starts[next];
    spaced.ends[i] = ends[next++];
  }
  return spaced;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
