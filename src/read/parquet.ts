/**
 * Parquet: one string column as the record, or the turns of one that is in lists. hyparquet reads what a file says of itself and decodes
 * further fields; pages are found and checked here, and strings stay bytes.
 *
 * Refuses to believe what a file says of itself: offsets and sizes are held against the file, rows against the pages.
 */
import {type AsyncBuffer, type ColumnMetaData, type FileMetaData, parquetMetadataAsync} from 'hyparquet';
import {DataError, GenlossError} from '../core/error.ts';
import {BatchBuilder, type RecordBatch} from './batch.ts';
import {ExtraColumn} from './parquet-extra.ts';
import {type ChunkRequest, Damaged, type ReadBytes} from './parquet-pages.ts';
import {appendRows} from './parquet-rows.ts';
import {type Columns, columnsOf, type Group, groupsOf, type Leaf} from './parquet-schema.ts';
import {textSteps} from './parquet-texts.ts';
import {conversationPages, type TextPage} from './parquet-turns.ts';
import type {FieldRequest} from './request.ts';
import {type ByteSource, CHUNK_BYTES, type OnBytes} from './source.ts';

/** Rows rowStart .. rowEnd - 1, counted from 0. */
export interface RowRange {
  readonly rowStart: number;
  readonly rowEnd: number;
}

/**
 * Batches of a Parquet file's records; a record's line is its row, from 1. `field`: a column, or a path joined by dots.
 * Null is an empty record. Memory: two pages of each column, and a row. Throws DataError.
 */
export async function* parquetBatches(
  source: ByteSource,
  request: FieldRequest,
  onBytes: OnBytes,
  range: RowRange = {rowStart: 0, rowEnd: Number.POSITIVE_INFINITY},
): AsyncGenerator<RecordBatch> {
  const {name} = source;
  const reader = await RowReader.open(source, request);
  const builder = new BatchBuilder(CHUNK_BYTES, request.extra.length, request.spare);
  for (const group of reader.groups) {
    const rowStart = Math.max(range.rowStart, group.rowStart);
    const rowEnd = Math.min(range.rowEnd, group.rowEnd);
    if (rowStart >= rowEnd) continue;
    for await (const {page, extra} of reader.rows(group, {rowStart, rowEnd})) {
      const start = Math.max(rowStart, page.firstRow);
      const end = Math.min(rowEnd, page.firstRow + page.count);
      for (let row = start; row < end; ) {
        row = appendRows(builder, {name, page, extra, extraRow: start}, {from: row, to: end}, request);
        const batch = builder.length < CHUNK_BYTES ? undefined : builder.take(name);
        if (batch !== undefined) yield batch;
      }
      onBytes(reader.bytesTo(end) - reader.bytesTo(start));
    }
  }
  const batch = builder.take(name);
  if (batch !== undefined) yield batch;
}

/** Row groups: their rows, how many bytes of the file the columns asked for take, and whether they can be read in pieces. */
export async function readRowGroups(
  source: ByteSource,
  request: FieldRequest,
): Promise<(RowRange & {readonly bytes: number; readonly flat: boolean})[]> {
  const {groups, columns} = await RowReader.open(source, request);
  const {leaf, roles} = columns.text;
  const wanted = new Set([leaf, roles, ...columns.extra].map((one) => one && pathOf(one.path)));
  return groups.map(({rowStart, rowEnd, chunks}) => {
    const own = chunks.filter(({path_in_schema: path}) => wanted.has(pathOf(path)));
    const bytes = own.reduce((sum, chunk) => sum + Number(chunk.total_compressed_size), 0);
    return {rowStart, rowEnd, flat: (leaf?.repetition ?? 0) === 0, bytes};
  });
}

/** Rows of a page that count from the file's first, and their further fields from the first one wanted. */
interface ReadRows {
  readonly page: TextPage;
  readonly extra: readonly ArrayLike<unknown>[];
}

/** Rows of a row group. */
type Wanted = Pick<ChunkRequest, 'from' | 'to'>;

const ALL: Wanted = {from: 0, to: Number.POSITIVE_INFINITY};

const pathOf = (path: readonly string[]): string => JSON.stringify(path);

/** Rows of a column that is null everywhere that are told at once. */
const NULLS = 1 << 16;

/** One file. What goes wrong in it is a DataError. */
class RowReader {
  readonly groups: readonly Group[];
  readonly columns: Columns;
  private readonly name: string;
  private readonly size: number;
  private readonly read: ReadBytes;
  private readonly request: FieldRequest;
  private readonly totalRows: number;

  private constructor({name, size, read}: Sized, metadata: FileMetaData, request: FieldRequest) {
    this.name = name;
    this.size = size;
    this.read = read;
    this.request = request;
    this.columns = columnsOf(metadata, name, request);
    this.groups = groupsOf(metadata);
    this.totalRows = this.groups.at(-1)?.rowEnd ?? 0;
  }

  static async open(source: ByteSource, request: FieldRequest): Promise<RowReader> {
    const sized = sizedOf(source);
    try {
      return new RowReader(sized, await parquetMetadataAsync(asyncBuffer(sized)), request);
    } catch (cause) {
      throw brokenParquet(source.name, cause);
    }
  }

  /** About how many bytes of the file lie before a row. */
  bytesTo(row: number): number {
    return Math.floor((this.size * row) / Math.max(1, this.totalRows));
  }

  async *rows(group: Group, {rowStart, rowEnd}: RowRange): AsyncGenerator<ReadRows> {
    const from = rowStart - group.rowStart;
    const to = rowEnd - group.rowStart;
    try {
      const extra = this.columns.extra.map((leaf) => leaf && new ExtraColumn(this.read, this.chunkOf(leaf, group, {from, to})));
      let row = from;
      for await (const page of this.texts(group, {from, to})) {
        const [start, end] = [Math.max(from, page.firstRow), Math.min(to, page.firstRow + page.count)];
        if (start >= end) continue;
        const values: ArrayLike<unknown>[] = [];
        for (const column of extra) values.push(column === undefined ? [] : await column.rows(start, end));
        yield {page: {...page, firstRow: group.rowStart + page.firstRow}, extra: values};
        row = end;
        if (row >= to) return;
      }
      if (row < to) throw new Error('the column ends before its rows do');
    } catch (cause) {
      throw brokenParquet(this.name, cause);
    }
  }

  /** The text in pages, from the row group's first row or a page that holds row `from`. */
  private async *texts(group: Group, {from, to}: Wanted): AsyncGenerator<TextPage> {
    const {leaf, turns, roles} = this.columns.text;
    if (leaf === undefined) {
      for (let firstRow = from; firstRow < group.rowEnd - group.rowStart; firstRow += NULLS) {
        const count = Math.min(NULLS, group.rowEnd - group.rowStart - firstRow);
        yield {firstRow, count, bytes: new Uint8Array(1), starts: new Uint32Array(count).fill(1), ends: new Uint32Array(count)};
      }
    } else if (leaf.repetition === 0) {
      for await (const {firstEntry: firstRow, ...step} of textSteps(this.read, this.chunkOf(leaf, group, {from, to})))
        yield {...step, firstRow};
    } else {
      const {seen, roles: kept} = this.request;
      const speakers = roles && kept && {chunk: this.chunkOf(roles, group), roles: kept, seen};
      yield* conversationPages(this.read, {content: this.chunkOf(leaf, group), turns, ...(speakers && {speakers})});
    }
  }

  /** The chunk of a column, its place held against the file. Throws Error. */
  private chunkOf(leaf: Leaf, group: Group, {from, to}: Wanted = ALL): ChunkRequest {
    const meta = group.chunks.find(({path_in_schema: path}) => pathOf(path) === pathOf(leaf.path));
    if (meta === undefined) throw new Error(`a row group without the column ${leaf.path.join('.')}`);
    this.checkChunk(meta, leaf, group);
    return {meta, leaf, from, to};
  }

  private checkChunk(meta: ColumnMetaData, leaf: Leaf, group: Group): void {
    const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
    const size = Number(meta.total_compressed_size);
    const values = Number(meta.num_values);
    const rows = group.rowEnd - group.rowStart;
    if (!(start >= 4 && size > 0 && start + size <= this.size)) throw new Error(`a column of ${size} bytes at ${start}`);
    if (!Number.isSafeInteger(values) || (leaf.repetition === 0 ? values !== rows : values < rows))
      throw new Error(`a column of ${values} values for ${rows} rows`);
  }
}

function brokenParquet(name: string, cause: unknown): unknown {
  if (cause instanceof GenlossError) return cause;
  const what = cause instanceof Damaged ? 'is damaged' : 'is truncated or not a Parquet file';
  return new DataError(`${name} ${what}: ${(cause as Error).message}`, {where: name, cause, next: 'Fetch or write the file again.'});
}

/** A source whose end is known, read within its bounds alone. */
interface Sized {
  readonly name: string;
  readonly size: number;
  readonly read: ReadBytes;
}

function sizedOf(source: ByteSource): Sized {
  const {name, size} = source;
  if (size === undefined)
    throw new DataError(`${name}: Parquet needs a whole file that can be read from its end`, {where: name, next: 'Name a Parquet file.'});
  return {
    name,
    size,
    read: async (start, end) => {
      if (!(start >= 0 && start <= end && end <= size)) throw new Error(`bytes ${start} to ${end} of ${size}`);
      return source.read(start, end);
    },
  };
}

function asyncBuffer({size, read}: Sized): AsyncBuffer {
  return {
    byteLength: size,
    async slice(start: number, end: number = size): Promise<ArrayBuffer> {
      const bytes = await read(start, end);
      const {buffer, byteOffset, byteLength} = bytes;
      return (byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength)) as ArrayBuffer;
    },
  };
}
