/**
 * Parquet: one string column as the record. hyparquet reads what a file says of itself, further fields, and unusual columns; flat columns
 * of strings are read page by page (`parquet-pages.ts`). Values stay bytes.
 *
 * Refuses lists, and groups other than on the way to a column.
 */
import {type FileHandle, open} from 'node:fs/promises';
import {type AsyncBuffer, type FileMetaData, type ParquetScan, parquetMetadataAsync, parquetScan} from 'hyparquet';
import {DataError, GenlossError} from '../../core/error.ts';
import {BatchBuilder, type RecordBatch} from './batch.ts';
import {CHUNK_BYTES, type OnBytes, unreadable} from './chunks.ts';
import {CODECS} from './parquet-codecs.ts';
import {type TextPage, textPages, Unusual} from './parquet-pages.ts';
import {appendRows} from './parquet-rows.ts';
import {type Column, columnsOf, type Group, groupsOf} from './parquet-schema.ts';
import type {FieldRequest} from './request.ts';
import type {SourceFile} from './source-file.ts';

/** Rows rowStart .. rowEnd - 1, counted from 0. */
export interface RowRange {
  readonly rowStart: number;
  readonly rowEnd: number;
}

/**
 * Batches of a Parquet file's records; a record's line is its row, from 1. `field`: a column, or a path of groups joined by dots.
 * Null is an empty record. Memory: a page of a flat column, but a row group of a nested one and of each further field. Throws DataError.
 */
export async function* parquetBatches(
  file: SourceFile,
  request: FieldRequest,
  onBytes: OnBytes,
  range: RowRange = {rowStart: 0, rowEnd: Number.POSITIVE_INFINITY},
): AsyncGenerator<RecordBatch> {
  const handle = await opened(file);
  try {
    const reader = await RowReader.open(handle, file, request);
    const builder = new BatchBuilder(CHUNK_BYTES, request.extra.length);
    for (const group of reader.groups) {
      const rowStart = Math.max(range.rowStart, group.rowStart);
      const rowEnd = Math.min(range.rowEnd, group.rowEnd);
      if (rowStart >= rowEnd) continue;
      const extra = await reader.extra({rowStart, rowEnd});
      for await (const page of reader.texts(group, {rowStart, rowEnd})) {
        const end = Math.min(rowEnd, page.firstRow + page.count);
        const start = Math.max(rowStart, page.firstRow);
        for (let row = start; row < end; ) {
          row = appendRows(builder, {name: file.name, page, extra, extraRow: rowStart}, {from: row, to: end}, request);
          const batch = builder.length < CHUNK_BYTES ? undefined : builder.take(file.name);
          if (batch !== undefined) yield batch;
        }
        onBytes(reader.bytesTo(end) - reader.bytesTo(start));
      }
    }
    const batch = builder.take(file.name);
    if (batch !== undefined) yield batch;
  } finally {
    await handle.close();
  }
}

/** Row groups: their rows, how many bytes of the file the columns asked for take, and whether they can be read in pieces. */
export async function readRowGroups(file: SourceFile, request: FieldRequest): Promise<(RowRange & {bytes: number; flat: boolean})[]> {
  const handle = await opened(file);
  try {
    const {groups, columns} = await RowReader.open(handle, file, request);
    const tops = new Set(columns.map(({path}) => path[0]));
    return groups.map(({rowStart, rowEnd, chunks}) => {
      const wanted = chunks.filter(({path_in_schema: path}) => tops.has(path[0]));
      return {rowStart, rowEnd, flat: columns[0].flat, bytes: wanted.reduce((sum, chunk) => sum + Number(chunk.total_compressed_size), 0)};
    });
  } finally {
    await handle.close();
  }
}

function opened(file: SourceFile): Promise<FileHandle> {
  return open(file.path).catch((error) => {
    throw unreadable(file.name, error);
  });
}

/** One open file. What goes wrong in it is a DataError. */
class RowReader {
  readonly groups: readonly Group[];
  /** The text's, then those of further fields. */
  readonly columns: readonly Column[];
  private readonly file: SourceFile;
  private readonly buffer: AsyncBuffer;
  private readonly scan: ParquetScan;
  private readonly rows: number;

  private constructor(file: SourceFile, buffer: AsyncBuffer, scan: ParquetScan, columns: readonly Column[]) {
    this.file = file;
    this.buffer = buffer;
    this.scan = scan;
    this.columns = columns;
    this.groups = groupsOf(scan.metadata);
    this.rows = this.groups.at(-1)?.rowEnd ?? 0;
  }

  static async open(handle: FileHandle, file: SourceFile, request: FieldRequest): Promise<RowReader> {
    const buffer = asyncBuffer(handle, file);
    const metadata: FileMetaData = await parquetMetadataAsync(buffer).catch((cause) => {
      throw brokenParquet(file.name, cause);
    });
    const columns = columnsOf(metadata, file.name, request);
    const tops = [...new Set(columns.map(({path}) => path[0]))];
    const scan = await parquetScan({file: buffer, metadata, columns: tops, compressors: CODECS, parsers: PARSERS, utf8: false});
    return new RowReader(file, buffer, scan, columns);
  }

  /** About how many bytes of the file lie before a row. */
  bytesTo(row: number): number {
    return Math.floor((this.file.size * row) / Math.max(1, this.rows));
  }

  /** The values of each further field. */
  async extra(range: RowRange): Promise<ArrayLike<unknown>[]> {
    const values: ArrayLike<unknown>[] = [];
    for (const column of this.columns.slice(1)) values.push(await this.values(column, range));
    return values;
  }

  /** The text in pages; firstRow counts from the file's first. */
  async *texts(group: Group, {rowStart, rowEnd}: RowRange): AsyncGenerator<TextPage> {
    const [column] = this.columns;
    const meta = group.chunks.find(({path_in_schema: path}) => path.length === 1 && path[0] === column.path[0]);
    let row = rowStart;
    if (column.flat && meta !== undefined) {
      const wanted = {meta, nullable: column.nullable, from: rowStart - group.rowStart, to: rowEnd - group.rowStart};
      const read = async (start: number, end: number) => new Uint8Array(await this.buffer.slice(start, end));
      try {
        for await (const page of textPages(read, wanted)) {
          const firstRow = group.rowStart + page.firstRow;
          yield {...page, firstRow};
          row = firstRow + page.count;
        }
        return;
      } catch (cause) {
        if (!(cause instanceof Unusual)) throw brokenParquet(this.file.name, cause);
      }
    }
    yield pageOf(await this.values(column, {rowStart: row, rowEnd}), row);
  }

  private async values({path}: Column, {rowStart, rowEnd}: RowRange): Promise<ArrayLike<unknown>> {
    const values = await this.scan.readColumn({column: path[0], rowStart, rowEnd}).catch((cause) => {
      throw brokenParquet(this.file.name, cause);
    });
    if (path.length === 1) return values;
    return Array.from(values as ArrayLike<unknown>, (value) => {
      let inner = value;
      for (let i = 1; i < path.length && inner != null; i++) inner = (inner as Record<string, unknown>)[path[i]];
      return inner;
    });
  }
}

/** Values that lie here and there as one page. */
function pageOf(values: ArrayLike<unknown>, firstRow: number): TextPage {
  const count = values.length;
  const texts = values as ArrayLike<Uint8Array | null | undefined>;
  const starts = new Uint32Array(count).fill(1);
  const ends = new Uint32Array(count);
  let size = 1;
  for (let i = 0; i < count; i++) size += texts[i]?.length ?? 0;
  const bytes = new Uint8Array(size);
  for (let i = 0, at = 1; i < count; i++) {
    const text = texts[i];
    if (text === null || text === undefined) continue;
    bytes.set(text, at);
    starts[i] = at;
    ends[i] = at += text.length;
  }
  return {firstRow, count, bytes, starts, ends};
}

function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** Values stay bytes where they are text; dates and times become ISO 8601. */
const PARSERS = {
  stringFromBytes: (bytes: Uint8Array) => bytes,
  jsonFromBytes: (bytes: Uint8Array) => bytes,
  dateFromDays: (days: number) => timeText(days * 86_400_000).slice(0, 10),
  timestampFromMilliseconds: (millis: bigint) => timeText(Number(millis)),
  timestampFromMicroseconds: (micros: bigint) => timeText(Number(micros / 1000n)),
  timestampFromNanoseconds: (nanos: bigint) => timeText(Number(nanos / 1_000_000n)),
};

function brokenParquet(name: string, cause: unknown): unknown {
  if (cause instanceof GenlossError) return cause;
  return new DataError(`${name} is truncated or not a Parquet file: ${(cause as Error).message}`, {
    where: name,
    cause,
    next: 'Fetch or write the file again.',
  });
}

function asyncBuffer(handle: FileHandle, file: SourceFile): AsyncBuffer {
  return {
    byteLength: file.size,
    async slice(start: number, end: number = file.size): Promise<ArrayBuffer> {
      const bytes = Buffer.allocUnsafeSlow(end - start);
      let filled = 0;
      while (filled < bytes.length) {
        const {bytesRead} = await handle.read(bytes, filled, bytes.length - filled, start + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return filled === bytes.length ? bytes.buffer : bytes.buffer.slice(0, filled);
    },
  };
}
