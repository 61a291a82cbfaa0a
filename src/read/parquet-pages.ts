/**
 * The pages of one column in one row group of a Parquet file, one at a time: no more than a page is held and, unless pages are large, the
 * next one made ready, however large the row group (writers commonly put a million rows in one).
 *
 * Refuses to believe: sizes are held against the column and a bound, checksums against the bytes.
 *
 * source   github.com/apache/parquet-format: README, Encodings.md, src/main/thrift/parquet.thrift
 * checked  against hyparquet, and against files of DuckDB and pyarrow
 */
import type {ColumnMetaData} from 'hyparquet';
import {compressors} from 'hyparquet-compressors';
import {native} from './native.ts';
import {type PageHeader, readPageHeader, Short} from './parquet-header.ts';
import {Hybrid} from './parquet-runs.ts';
import type {Leaf} from './parquet-schema.ts';

/** A page that a compressed one may become, in bytes. DuckDB writes pages of up to 100 MB. */
export const LARGEST_PAGE = 512 << 20;

/** What was damaged since it was written. */
export class Damaged extends Error {}

export interface ChunkRequest {
  readonly meta: ColumnMetaData;
  readonly leaf: Leaf;
  /** Of a column that is in no list: rows of the row group before `from` are not wanted, nor are those from `to` on. */
  readonly from: number;
  readonly to: number;
}

/** `entries`: values, with nulls and empty lists; in a column that is in no list, rows. Levels are absent where there is but one. */
export interface ColumnPage {
  readonly firstEntry: number;
  readonly entries: number;
  readonly repetition?: Hybrid;
  readonly definition?: Hybrid;
  readonly encoding: number;
  /** The page without its levels, and the dictionary of the column as it is stored, if it has one. */
  readonly bytes: Uint8Array;
  readonly dictionary?: Dictionary;
}

export interface Dictionary {
  readonly bytes: Uint8Array;
  readonly count: number;
}

/** Bytes [start, end) of the file; fewer where it ends before. Fresh memory. */
export type ReadBytes = (start: number, end: number) => Promise<Uint8Array>;

/** The page behind one of so many bytes is begun before it is asked for: of smaller ones it is made as soon, larger ones take memory. */
const AHEAD = {from: 1 << 16, to: 16 << 20};

/** Data pages in order, to the last of the column; the first one wanted may hold rows before `from`. Throws Error where something is broken. */
export async function* columnPages(read: ReadBytes, request: ChunkRequest): AsyncGenerator<ColumnPage> {
  const pages = new Pages(read, request);
  let ahead: Promise<ColumnPage | undefined> | undefined;
  try {
    for (let page = await pages.next(); page !== undefined; page = await (ahead ?? pages.next())) {
      const {length} = page.bytes;
      ahead = length < AHEAD.from || length > AHEAD.to ? undefined : pages.next();
      ahead?.catch(() => {});
      yield page;
    }
  } finally {
    await ahead?.catch(() => {});
  }
}

class Pages {
  private readonly window: Window;
  private readonly request: ChunkRequest;
  private readonly total: number;
  private at: number;
  private firstEntry = 0;
  private dictionary?: Dictionary;

  constructor(read: ReadBytes, request: ChunkRequest) {
    const {meta} = request;
    const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
    this.request = request;
    this.total = Number(meta.num_values);
    this.window = new Window(read, start, start + Number(meta.total_compressed_size));
    this.at = start;
  }

  /** The next data page that is wanted, or undefined where there is none. */
  async next(): Promise<ColumnPage | undefined> {
    const {window, total, request} = this;
    const {leaf, meta, from, to} = request;
    const last = leaf.repetition > 0 ? total : Math.min(total, to);
    while (this.firstEntry < last) {
      const {header, size} = await window.header(this.at);
      const {firstEntry} = this;
      const at = this.at + size;
      this.at = at + header.compressed;
      this.firstEntry += header.kind === 'data' ? header.values : 0;
      if (this.firstEntry > total) throw new Error(`a column of ${this.firstEntry} values that says it has ${total}`);
      if (header.kind === 'other' || (header.kind === 'data' && leaf.repetition === 0 && this.firstEntry <= from)) continue;
      const data = await window.bytes(at, header.compressed);
      if (header.crc !== undefined && (native.crc32(data) | 0) !== header.crc)
        throw new Damaged('a page does not match its checksum (CRC-32)');
      const made = unpackedOf(data, header, meta);
      const bytes = made instanceof Promise ? await made : made;
      const {dictionary} = this;
      if (header.kind === 'data')
        return {firstEntry, entries: header.values, encoding: header.encoding, dictionary, ...opened({data, bytes}, header, leaf)};
      this.dictionary = {bytes, count: header.values};
    }
    return undefined;
  }
}

/** Read at once, where pages are smaller by far; of larger ones the header, and then the page. */
const WINDOW_BYTES = 1 << 20;
const HEADER_BYTES = 4096;

const isLarge = (page: number): boolean => page > WINDOW_BYTES / 4;

/** Reads ahead in a column chunk. */
class Window {
  private held: Uint8Array = new Uint8Array(0);
  private start: number;
  /** Bytes of the page of which the header was read last. */
  private page = 0;
  private readonly read: ReadBytes;
  private readonly end: number;

  constructor(read: ReadBytes, start: number, end: number) {
    this.read = read;
    this.start = start;
    this.end = end;
  }

  bytes(at: number, size: number): Promise<Uint8Array> {
    return this.through(at, size, isLarge(size) ? 0 : WINDOW_BYTES);
  }

  /** A header says its size only when it is read; with statistics of long values it may be large. */
  async header(at: number): Promise<{header: PageHeader; size: number}> {
    const ahead = isLarge(this.page) ? HEADER_BYTES : WINDOW_BYTES;
    for (let room = 256; ; room *= 8) {
      const size = Math.min(room, this.end - at);
      if (size <= 0) throw new Error('the column ends before its rows do');
      try {
        const read = readPageHeader(await this.through(at, size, ahead));
        this.page = read.header.compressed;
        return read;
      } catch (error) {
        if (!(error instanceof Short) || size < room) throw error;
      }
    }
  }

  /** Bytes of the file; where they are not there yet, they are read, and what follows as far as `ahead`. */
  private async through(at: number, size: number, ahead: number): Promise<Uint8Array> {
    const offset = at - this.start;
    if (offset >= 0 && offset + size <= this.held.length) return this.held.subarray(offset, offset + size);
    if (at + size > this.end) throw new Error('a page goes on beyond its column');
    this.held = await this.read(at, Math.min(this.end, at + Math.max(size, ahead)));
    this.start = at;
    if (this.held.length < size) throw new Error('the file ends within a page');
    return this.held.subarray(0, size);
  }
}

type Made = Uint8Array | Promise<Uint8Array>;

function unpacked(bytes: Uint8Array, length: number, {codec}: ColumnMetaData): Made {
  if (codec === 'UNCOMPRESSED') return bytes;
  const decompress = native.codecs[codec] ?? compressors[codec];
  if (decompress === undefined) throw new Error(`its codec ${codec} is not known`);
  if (length > LARGEST_PAGE) throw new Error(`a page of ${length} bytes, of which ${LARGEST_PAGE} are read at most`);
  const whole = (page: Uint8Array): Uint8Array => {
    if (page.length !== length) throw new Error(`a page has ${page.length} bytes, wanted ${length}`);
    return page;
  };
  const page = decompress(bytes, length);
  return page instanceof Promise ? page.then(whole) : whole(page);
}

/** What is packed of a page: all of it, or in version 2 what stands behind its levels. */
function unpackedOf(data: Uint8Array, {levels, uncompressed}: PageHeader, meta: ColumnMetaData): Made {
  if (levels === undefined) return unpacked(data, uncompressed, meta);
  const size = levels.repetition + levels.definition;
  if (size > data.length || size > uncompressed) throw new Error('a page shorter than its levels');
  const rest = data.subarray(size);
  return levels.compressed ? unpacked(rest, uncompressed - size, meta) : rest;
}

const RLE = 3;

/** `data` as it is stored, and `bytes`, what was packed of it. */
function opened(
  {data, bytes}: {data: Uint8Array; bytes: Uint8Array},
  {levels, levelEncodings}: PageHeader,
  leaf: Leaf,
): Pick<ColumnPage, 'repetition' | 'definition' | 'bytes'> {
  const widths = {repetition: widthOf(leaf.repetition), definition: widthOf(leaf.definition)};
  if (levels !== undefined) {
    const size = levels.repetition + levels.definition;
    return {
      ...(leaf.repetition > 0 && {repetition: new Hybrid(data.subarray(0, levels.repetition), widths.repetition)}),
      ...(leaf.definition > 0 && {definition: new Hybrid(data.subarray(levels.repetition, size), widths.definition)}),
      bytes,
    };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const level = (most: number, width: number, encoding: number): Hybrid | undefined => {
    if (most === 0) return undefined;
    if (encoding !== RLE) throw new Error('levels of an encoding that is not read');
    const end = at + 4 + view.getUint32(at, true);
    if (end > bytes.length) throw new Error('a page shorter than its levels');
    const runs = new Hybrid(bytes.subarray(at + 4, end), width);
    at = end;
    return runs;
  };
  const [definitionEncoding, repetitionEncoding] = levelEncodings;
  const repetition = level(leaf.repetition, widths.repetition, repetitionEncoding);
  const definition = level(leaf.definition, widths.definition, definitionEncoding);
  return {...(repetition && {repetition}), ...(definition && {definition}), bytes: bytes.subarray(at)};
}

/** Bits of the levels 0 .. most. */
const widthOf = (most: number): number => 32 - Math.clz32(most);
