/** From one input to its record batches: which reader reads it. Readers that need packages are loaded when they are needed. */
import {DataError} from '../core/error.ts';
import type {Format} from '../core/reading.ts';
import {isSpace, type RecordBatch} from './batch.ts';
import {foreignBytes} from './foreign.ts';
import {type Compression, type Inflate, inflated} from './inflate.ts';
import {jsonlBatches} from './jsonl.ts';
import type {FieldRequest} from './request.ts';
import {type ByteSource, type ByteStream, chunksOf, heard, type OnBytes, peeked} from './source.ts';
import {textBatches} from './text.ts';

/** What is known of an input besides its bytes, by its name or because it was said. */
export interface InputKind {
  readonly format?: Format;
  readonly compression?: Compression;
}

/** What is to be read. Of what is not known the first bytes tell; `name` is for messages. */
export type Input = InputKind & ({readonly source: ByteSource} | {readonly name: string; readonly stream: ByteStream});

export const inputName = (input: Input): string => ('source' in input ? input.source.name : input.name);

/** What reading an input needs besides. */
interface Reads {
  readonly inflate: Inflate;
  readonly onBytes?: OnBytes;
}

/** All batches of one input, its further fields looked after. Throws DataError and ConfigError. */
export async function* inputBatches(input: Input, request: FieldRequest, reads: Reads): AsyncGenerator<RecordBatch> {
  yield* await opened(input, request, reads);
  const problem = request.mayLack ? undefined : request.seen.problem(inputName(input));
  if (problem !== undefined) throw problem;
}

async function opened(input: Input, request: FieldRequest, {inflate, onBytes = () => {}}: Reads): Promise<AsyncIterable<RecordBatch>> {
  const name = inputName(input);
  const {format, compression} = input;
  if (format === 'parquet') {
    if ('source' in input) return (await import('./parquet.ts')).parquetBatches(input.source, request, onBytes);
    throw new DataError(`${name}: Parquet needs a whole file that can be read from its end`, {where: name, next: 'Name a Parquet file.'});
  }
  const byLine = compression === undefined && (format === 'jsonl' || (format === 'text' && request.unit !== 'file'));
  const chunks = 'source' in input ? chunksOf(input.source, onBytes, {reuse: byLine, spare: request.spare}) : heard(input.stream, onBytes);
  if (compression !== undefined) return batchesOf(inflated(chunks, compression, {name, inflate}), format, name, request);
  if ('source' in input && format !== undefined) return batchesOf(chunks, format, name, request);
  const told = await sniffed(chunks, name, inflate);
  return batchesOf(told.chunks, format ?? formatOf(told.start, name), name, request);
}

/** The batches of a stream of known format. */
export async function batchesOf(
  chunks: ByteStream,
  format: Format | undefined,
  name: string,
  request: FieldRequest,
): Promise<AsyncIterable<RecordBatch>> {
  if (format === 'text') return textBatches(chunks, name, request);
  if (format === 'jsonl') return jsonlBatches(chunks, name, request);
  if (format === 'json') {
    const {head, chunks: whole} = await peeked(chunks);
    return beginsArray(head)
      ? (await import('./json-array.ts')).jsonArrayBatches(whole, name, request)
      : jsonlBatches(whole, name, request);
  }
  if (format === 'csv' || format === 'tsv') return (await import('./csv.ts')).csvBatches(chunks, name, format, request);
  throw new DataError(`${name}: Parquet cannot be read from a stream`, {where: name, next: 'Name the Parquet file itself.'});
}

/** Whether JSON that begins with these bytes is an array; else it is one object on each line. */
export function beginsArray(head: Uint8Array): boolean {
  return beginning(head)[0] === OPEN_BRACKET;
}

const [OPEN_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [123, 91, 93];

/** The first two bytes of a text, its mark and white space passed over; fewer where there are not so many. */
function beginning(head: Uint8Array): number[] {
  const first: number[] = [];
  const marked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  for (let i = marked ? 3 : 0; i < head.length && first.length < 2; i++) if (!isSpace(head[i])) first.push(head[i]);
  return first;
}

/** What a stream without a name begins with (`beginning`); gzip and Zstandard are told by their magic numbers, and decompressed. */
async function sniffed(
  chunks: ByteStream,
  name: string,
  inflate: Inflate,
): Promise<{readonly chunks: ByteStream; readonly start: readonly number[]}> {
  const raw = await peeked(chunks);
  const compression = compressionOf(raw.head);
  const plain = compression === undefined ? raw : await peeked(inflated(raw.chunks, compression, {name, inflate}));
  return {chunks: plain.chunks, start: beginning(plain.head)};
}

/** JSON by its first brackets, else text. */
function formatOf([first, second]: readonly number[], name: string): Format {
  if (first === OPEN_BRACE) return 'jsonl';
  if (first !== OPEN_BRACKET) return 'text';
  if (second === OPEN_BRACE || second === CLOSE_BRACKET) return 'json';
  throw new DataError(`${name} begins like a JSON array, and not like one of records`, {
    where: name,
    next: 'Say what it is: --input-format json, or --input-format text.',
  });
}

function compressionOf(head: Uint8Array): Compression | undefined {
  const name = foreignBytes(head)?.name;
  return name === 'gzip' ? 'gz' : name === 'Zstandard' ? 'zst' : undefined;
}
