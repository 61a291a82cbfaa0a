/** From one file to its record batches: which reader reads it. Readers that need packages are loaded when they are needed. */
import {DataError} from '../../core/error.ts';
import type {RecordBatch} from '../../read/batch.ts';
import {foreignBytes} from '../../read/foreign.ts';
import {jsonlBatches} from '../../read/jsonl.ts';
import type {FieldRequest} from '../../read/request.ts';
import {textBatches} from '../../read/text.ts';
import {decompressed, type OnBytes, peeked, rawChunks} from './chunks.ts';
import type {Compression, Format, SourceFile} from './source-file.ts';

/** All batches of one file, its further fields looked after. Throws DataError and ConfigError. */
export async function* fileBatches(file: SourceFile, request: FieldRequest, onBytes: OnBytes): AsyncGenerator<RecordBatch> {
  yield* await opened(file, request, onBytes);
  const problem = request.seen.problem(file.name);
  if (problem !== undefined) throw problem;
}

async function opened(file: SourceFile, request: FieldRequest, onBytes: OnBytes): Promise<AsyncIterable<RecordBatch>> {
  const {name} = file;
  if (file.format === 'parquet') {
    if (file.size > 0) return (await import('../../read/parquet.ts')).parquetBatches(file, request, onBytes);
    throw new DataError(`${name}: Parquet needs a whole file that can be read from its end`, {where: name, next: 'Name a Parquet file.'});
  }
  const named = file.size > 0 || file.compression !== undefined;
  if (named) {
    const chunks = decompressed(rawChunks(file, onBytes), file.compression, name);
    return batchesOf(chunks, file.format, name, request);
  }
  const {chunks, format} = await sniffed(file, onBytes);
  return batchesOf(chunks, format, name, request);
}

/** The batches of a stream of known format. */
export async function batchesOf(
  chunks: AsyncIterable<Buffer>,
  format: Format | undefined,
  name: string,
  request: FieldRequest,
): Promise<AsyncIterable<RecordBatch>> {
  if (format === 'text') return textBatches(chunks, name, request);
  if (format === 'jsonl') return jsonlBatches(chunks, name, request);
  if (format === 'json') {
    const {head, chunks: whole} = await peeked(chunks);
    return beginsArray(head)
      ? (await import('../../read/json-array.ts')).jsonArrayBatches(whole, name, request)
      : jsonlBatches(whole, name, request);
  }
  if (format === 'csv' || format === 'tsv') return (await import('../../read/csv.ts')).csvBatches(chunks, name, format, request);
  throw new DataError(`${name}: Parquet cannot be read from a stream`, {where: name, next: 'Name the Parquet file itself.'});
}

/** Whether JSON that begins with these bytes is an array; else it is one object on each line. */
export function beginsArray(head: Buffer): boolean {
  return beginning(head).startsWith('[');
}

/** The text that a stream begins with, without mark and white space, its bytes as characters. */
function beginning(head: Buffer): string {
  return head
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
}

interface Sniffed {
  readonly chunks: AsyncIterable<Buffer>;
  readonly format: Format;
}

/** A stream without a name: gzip and Zstandard by their magic numbers, JSON by its first brackets, else text. */
async function sniffed(file: SourceFile, onBytes: OnBytes): Promise<Sniffed> {
  const raw = await peeked(rawChunks(file, onBytes));
  const compression = compressionOf(raw.head);
  const plain = compression === undefined ? raw : await peeked(decompressed(raw.chunks, compression, file.name));
  return {chunks: plain.chunks, format: file.format ?? formatOf(beginning(plain.head), file.name)};
}

function formatOf(start: string, name: string): Format {
  if (start.startsWith('{')) return 'jsonl';
  if (/^\[\s*[{\]]/.test(start)) return 'json';
  if (start.startsWith('[')) {
    throw new DataError(`${name} begins like a JSON array, and not like one of records`, {
      where: name,
      next: 'Say what it is: --input-format json, or --input-format text.',
    });
  }
  return 'text';
}

function compressionOf(head: Buffer): Compression | undefined {
  const name = foreignBytes(head)?.name;
  return name === 'gzip' ? 'gz' : name === 'Zstandard' ? 'zst' : undefined;
}
