/**
 * Corpora: from sources to record batches, as a stream (`readBatches`) or whole in memory (`readCorpus`).
 *
 * Refuses to clean, deduplicate or decode: records are the bytes of the field. May be called by the commands and by workers.
 */
import type {Text} from '../../core/data.ts';
import {ConfigError, DataError} from '../../core/error.ts';
import type {RecordBatch} from './batch.ts';
import {decompressed, peeked, rawChunks} from './chunks.ts';
import {csvBatches} from './csv.ts';
import {type FieldRequest, jsonlBatches} from './jsonl.ts';
import {parquetBatches} from './parquet.ts';
import type {Compression, Format, SourceFile} from './source-file.ts';
import {findFiles, type SourceOptions} from './sources.ts';
import {type Skipped, Tally} from './tally.ts';
import {textBatches, type Unit} from './text.ts';

/** How far the reading is. Bytes are as on the disk (compressed); totalBytes counts 0 for standard input and pipes. */
export interface Progress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly records: number;
  readonly file: string;
}

export interface ReadOptions extends SourceOptions {
  /** The field or column that holds the text, in JSONL and Parquet also a path (`a.b`). Default 'text'. */
  readonly field?: string;
  /** What one record is. Default: a text file is one record; in the other formats each field is one, which 'file' says too. */
  readonly unit?: Unit;
  /** How many broken records may be passed over. Default 0. */
  readonly maxBad?: number;
  readonly onProgress?: (progress: Progress) => void;
  /** Hears of every record that is left out: broken ones (at most maxBad) and empty ones. */
  readonly onSkip?: (skipped: Skipped) => void;
}

/**
 * The records of all sources in order, in batches of about a mebibyte; each batch is of one file. Reads as fast as it is consumed.
 * Throws DataError (missing, unreadable, broken, no records at all) and ConfigError (options).
 */
export async function* readBatches(sources: readonly string[], options: ReadOptions = {}): AsyncGenerator<RecordBatch> {
  const request = requestOf(options);
  const files = await findFiles(sources, options);
  const totalBytes = files.reduce((sum, file) => sum + file.size, 0);
  let bytes = 0;
  let records = 0;
  for (const file of files) {
    const report = (read: number): void => {
      bytes += read;
      options.onProgress?.({bytes, totalBytes, records, file: file.name});
    };
    for await (const batch of await fileBatches(file, request, report)) {
      records += batch.count;
      yield batch;
    }
  }
  if (records === 0) throw noRecords(files, request.tally);
}

function requestOf({field = 'text', unit = 'file', maxBad = 0, onSkip}: ReadOptions): FieldRequest {
  if (!(Number.isInteger(maxBad) && maxBad >= 0)) throw new ConfigError(`maxBad is ${maxBad}, wanted a whole number from 0`);
  if (field === '') throw new ConfigError('the field has an empty name', {next: 'Name the field that holds the text.'});
  if (!['file', 'paragraph', 'line'].includes(unit)) throw new ConfigError(`unit is ${unit}, wanted file, paragraph or line`);
  return {field, unit, tally: new Tally(maxBad, onSkip)};
}

async function fileBatches(file: SourceFile, request: FieldRequest, report: (bytes: number) => void): Promise<AsyncIterable<RecordBatch>> {
  const {name} = file;
  if (file.format === 'parquet') {
    if (file.size > 0) return parquetBatches(file, request, report);
    throw new DataError(`${name}: Parquet needs a whole file that can be read from its end`, {where: name, next: 'Name a Parquet file.'});
  }
  const named = file.size > 0 || file.compression !== undefined;
  const opened = named ? {chunks: decompressed(rawChunks(file, report), file.compression, name)} : await sniffed(file, report);
  const format = file.format ?? (opened as Sniffed).format;
  if (format === 'text') return textBatches(opened.chunks, name, request.unit, request.tally);
  if (format === 'jsonl') return jsonlBatches(opened.chunks, name, request);
  if (format !== 'parquet') return csvBatches(opened.chunks, name, format === 'csv' ? ',' : '\t', request);
  throw new DataError(`${name}: Parquet cannot be read from a stream`, {where: name, next: 'Name the Parquet file itself.'});
}

interface Sniffed {
  readonly chunks: AsyncIterable<Buffer>;
  readonly format: Format;
}

/** A stream without a name: gzip and Zstandard by their magic numbers, JSONL by a first `{`, else text. */
async function sniffed(file: SourceFile, report: (bytes: number) => void): Promise<Sniffed> {
  const raw = await peeked(rawChunks(file, report));
  const compression = compressionOf(raw.head);
  const plain = compression === undefined ? raw : await peeked(decompressed(raw.chunks, compression, file.name));
  const start = plain.head
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  const format = start.startsWith('{') ? 'jsonl' : start.startsWith('PAR1') ? 'parquet' : 'text';
  return {chunks: plain.chunks, format};
}

function compressionOf(head: Buffer): Compression | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gz';
  return head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528 ? 'zst' : undefined;
}

function noRecords(files: readonly SourceFile[], tally: Tally): DataError {
  const names =
    files
      .slice(0, 3)
      .map((file) => file.name)
      .join(', ') + (files.length > 3 ? ` and ${files.length - 3} more` : '');
  const left = [tally.empty > 0 ? `${tally.empty} empty` : '', tally.broken > 0 ? `${tally.broken} broken` : ''].filter(Boolean).join(', ');
  return new DataError(`no records in ${names}${left === '' ? '' : ` (${left})`}`, {
    where: files[0]?.name,
    next: 'Give data with at least one record that is not empty.',
  });
}

/** Records of one file in a corpus: they are firstRecord .. firstRecord + records - 1. */
export interface CorpusFile {
  readonly file: string;
  readonly firstRecord: number;
  readonly records: number;
}

/** A corpus in memory, with where each record came from. lines: (count,), from 1, as in RecordBatch. */
export interface Corpus extends Text {
  readonly files: readonly CorpusFile[];
  readonly lines: Uint32Array;
  /** Records that were left out because they were broken, at most maxBad, and how many because they were empty. */
  readonly broken: readonly Skipped[];
  readonly empty: number;
}

/** All records of all sources in memory. At most 4 GiB of text. Throws as readBatches does. */
export async function readCorpus(sources: readonly string[], options: ReadOptions = {}): Promise<Corpus> {
  const batches: RecordBatch[] = [];
  const broken: Skipped[] = [];
  let empty = 0;
  let size = 0;
  const onSkip = (skipped: Skipped): void => {
    if (skipped.kind === 'broken') broken.push(skipped);
    else empty++;
    options.onSkip?.(skipped);
  };
  for await (const batch of readBatches(sources, {...options, onSkip})) {
    batches.push(batch);
    size += batch.bytes.length;
    if (size <= 0xffffffff) continue;
    throw new DataError(`the corpus is larger than 4 GiB at ${batch.file}`, {where: batch.file, next: 'Read a part of it.'});
  }
  return {...joined(batches, size), broken, empty};
}

/** One corpus of all batches; the list is emptied on the way, so that memory is not held twice for long. */
function joined(batches: RecordBatch[], size: number): Omit<Corpus, 'broken' | 'empty'> {
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  const bytes = new Uint8Array(size);
  const offsets = new Uint32Array(count + 1);
  const lines = new Uint32Array(count);
  const files: {file: string; firstRecord: number; records: number}[] = [];
  let record = 0;
  for (const batch of batches) {
    const base = offsets[record];
    bytes.set(batch.bytes, base);
    lines.set(batch.lines, record);
    if (files.at(-1)?.file !== batch.file) files.push({file: batch.file, firstRecord: record, records: 0});
    files[files.length - 1].records += batch.count;
    for (let i = 1; i <= batch.count; i++) offsets[++record] = base + batch.offsets[i];
  }
  return {kind: 'text', count, bytes, offsets, files, lines};
}

/** Where record i of a corpus came from, as `file:line`. */
export function whereIs(corpus: Corpus, record: number): string {
  let low = 0;
  let high = corpus.files.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (corpus.files[middle].firstRecord <= record) low = middle;
    else high = middle - 1;
  }
  return `${corpus.files[low].file}:${corpus.lines[record]}`;
}
