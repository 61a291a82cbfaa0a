/**
 * The pages of one column in one row group of a Parquet file, one at a time: no more than a page is held, however large the row group
 * (writers commonly put a million rows in one).
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
  /** Of a column that is in no list: rows of the row group before this one are not wanted. */
  readonly from: number;
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

/** Data pages in order, to the last of the column; the first one wanted may hold rows before `from`. Throws Error where something is broken. */
export async function* columnPages(read: ReadBytes, {meta, leaf, from}: ChunkRequest): AsyncGenerator<ColumnPage> {
  const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
  const total = Number(meta.num_values);
  const window = new Window(read, start, start + Number(meta.total_compressed_size));
  let dictionary: Dictionary | undefined;
  let firstEntry = 0;
  for (let at = start; firstEntry < total; ) {
    const {header, size} = await window.header(at);
    at += size;
    const next = firstEntry + (header.kind === 'data' ? header.values : 0);
    if (next > total) throw new Error(`a column of ${next} values that says it has ${total}`);
    const wanted = header.kind !== 'other' && (header.kind === 'dictionary' || leaf.repetition > 0 || firstEntry + header.values > from);
    if (wanted) {
      const data = await window.bytes(at, header.compressed);
      if (header.crc !== undefined && (native.crc32(data) | 0) !== header.crc)
        throw new Damaged('a page does not match its checksum (CRC-32)');
      if (header.kind === 'dictionary') dictionary = {bytes: unpacked(data, header.uncompressed, meta), count: header.values};
      else yield {firstEntry, entries: header.values, encoding: header.encoding, dictionary, ...opened(data, header, meta, leaf)};
    }
    firstEntry = next;
    at += header.compressed;
  }
}

const WINDOW_BYTES = 1 << 20;

/** Reads ahead in a column chunk. */
class Window {
  private held: Uint8Array = new Uint8Array(0);
  private start: number;
  private readonly read: ReadBytes;
  private readonly end: number;

  constructor(read: ReadBytes, start: number, end: number) {
    this.read = read;
    this.start = start;
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
  const decompress = native.codecs[codec] ?? compressors[codec];
  if (decompress === undefined) throw new Error(`its codec ${codec} is not known`);
  if (length > LARGEST_PAGE) throw new Error(`a page of ${length} bytes, of which ${LARGEST_PAGE} are read at most`);
  const page = decompress(bytes, length);
  if (page.length !== length) throw new Error(`a page has ${page.length} bytes, wanted ${length}`);
  return page;
}

const RLE = 3;

function opened(
  data: Uint8Array,
  header: PageHeader,
  meta: ColumnMetaData,
  leaf: Leaf,
): Pick<ColumnPage, 'repetition' | 'definition' | 'bytes'> {
  const {levels} = header;
  const widths = {repetition: widthOf(leaf.repetition), definition: widthOf(leaf.definition)};
  if (levels !== undefined) {
    const size = levels.repetition + levels.definition;
    if (size > data.length || size > header.uncompressed) throw new Error('a page shorter than its levels');
    const rest = data.subarray(size);
    return {
      ...(leaf.repetition > 0 && {repetition: new Hybrid(data.subarray(0, levels.repetition), widths.repetition)}),
      ...(leaf.definition > 0 && {definition: new Hybrid(data.subarray(levels.repetition, size), widths.definition)}),
      bytes: levels.compressed ? unpacked(rest, header.uncompressed - size, meta) : rest,
    };
  }
  const bytes = unpacked(data, header.uncompressed, meta);
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
  const [definitionEncoding, repetitionEncoding] = header.levelEncodings;
  const repetition = level(leaf.repetition, widths.repetition, repetitionEncoding);
  const definition = level(leaf.definition, widths.definition, definitionEncoding);
  return {...(repetition && {repetition}), ...(definition && {definition}), bytes: bytes.subarray(at)};
}

/** Bits of the levels 0 .. most. */
const widthOf = (most: number): number => 32 - Math.clz32(most);
