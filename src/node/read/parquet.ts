/** Parquet: one string column as the record, row group by row group; hyparquet reads the format, values stay bytes. */
import {type FileHandle, open} from 'node:fs/promises';
import {type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetScan, parquetSchema, type SchemaTree} from 'hyparquet';
import {compressors} from 'hyparquet-compressors';
import {DataError} from '../../core/error.ts';
import {BatchBuilder, type RecordBatch} from './batch.ts';
import {CHUNK_BYTES, type OnBytes, unreadable} from './chunks.ts';
import {appendRecord} from './csv.ts';
import {type FieldRequest, missingField} from './jsonl.ts';
import type {SourceFile} from './source-file.ts';
import {notText} from './text.ts';

/**
 * Batches of a Parquet file's records; a record's line is its row, from 1. `field`: a column, or a path of groups joined by dots.
 * Null is an empty record. Memory: one row group's pages of the column. Throws DataError.
 */
export async function* parquetBatches(file: SourceFile, request: FieldRequest, onBytes: OnBytes): AsyncGenerator<RecordBatch> {
  const handle = await open(file.path).catch((error) => {
    throw unreadable(file.name, error);
  });
  try {
    yield* rowGroups(asyncBuffer(handle, file), file, request, onBytes);
  } finally {
    await handle.close();
  }
}

async function* rowGroups(buffer: AsyncBuffer, file: SourceFile, request: FieldRequest, onBytes: OnBytes): AsyncGenerator<RecordBatch> {
  const {name} = file;
  const metadata = await parquetMetadataAsync(buffer).catch((cause) => {
    throw brokenParquet(name, cause);
  });
  const path = columnPath(metadata, name, request.field);
  const scan = await parquetScan({file: buffer, metadata, columns: [path[0]], compressors, parsers: {stringFromBytes}, utf8: false});
  const builder = new BatchBuilder(CHUNK_BYTES);
  for (const {rowStart, rowEnd} of scan.ranges) {
    const values = await scan.readColumn({column: path[0], rowStart, rowEnd}).catch((cause) => {
      throw brokenParquet(name, cause);
    });
    onBytes(Math.floor((file.size * (rowEnd - rowStart)) / Math.max(1, Number(metadata.num_rows))));
    for (let i = 0; i < values.length; i++) {
      appendValue(builder, within(values[i], path), name, rowStart + i + 1, request);
      if (builder.length < CHUNK_BYTES) continue;
      const batch = builder.take(name);
      if (batch !== undefined) yield batch;
    }
  }
  const batch = builder.take(name);
  if (batch !== undefined) yield batch;
}

function stringFromBytes(bytes: Uint8Array): Uint8Array {
  return bytes;
}

function within(value: unknown, path: readonly string[]): unknown {
  let inner = value;
  for (let i = 1; i < path.length && inner != null; i++) inner = (inner as Record<string, unknown>)[path[i]];
  return inner;
}

function appendValue(builder: BatchBuilder, value: unknown, name: string, row: number, request: FieldRequest): void {
  if (value === null || value === undefined) {
    request.tally.skipEmpty(name, row);
    return;
  }
  const bytes = value as Uint8Array;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const error = notText({bytes: buffer, firstLine: row, position: 0}, `${name}, row ${row}:`);
  if (error === undefined) {
    appendRecord(builder, buffer, name, row, request);
    return;
  }
  const where = `${name}:${row}`;
  request.tally.break(new DataError(`${where} holds a value that is not UTF-8 text`, {where, cause: error, next: error.next}), name, row);
}

/** The path of the column in the schema. Throws DataError where there is none or it holds no strings. */
function columnPath(metadata: FileMetaData, name: string, field: string): string[] {
  const root = parquetSchema(metadata);
  const literal = root.children.find((child) => child.element.name === field);
  const path = literal ? [field] : field.split('.');
  let node: SchemaTree | undefined = root;
  for (const key of path) node = node?.children.find((child) => child.element.name === key);
  if (node === undefined) throw missingField(name, field, columnNames(root));
  const {type, converted_type: converted, repetition_type: repetition} = node.element;
  if (type === 'BYTE_ARRAY' && (converted === undefined || converted === 'UTF8' || converted === 'ENUM') && repetition !== 'REPEATED')
    return path;
  throw new DataError(`${name}: column ${JSON.stringify(field)} holds ${converted ?? type ?? 'a group'}, wanted strings`, {
    where: name,
    next: `Its columns: ${columnNames(root).join(', ')}.`,
  });
}

function columnNames(root: SchemaTree): string[] {
  return root.children.flatMap((child) => [
    child.element.name,
    ...(child.element.converted_type === undefined ? child.children.map((inner) => `${child.element.name}.${inner.element.name}`) : []),
  ]);
}

function brokenParquet(name: string, cause: unknown): unknown {
  if (cause instanceof DataError) return cause;
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
      const bytes = new Uint8Array(end - start);
      let filled = 0;
      while (filled < bytes.length) {
        const {bytesRead} = await handle.read(bytes, filled, bytes.length - filled, start + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.buffer.slice(0, filled);
    },
  };
}
