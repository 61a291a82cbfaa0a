/**
 * Parts of a corpus that can be read on their own, by as many threads as there are: whole files, ranges of bytes of plain JSONL and of
 * text by line or paragraph, rows of Parquet. A record belongs to the part in which it starts; the parts' records, one part after
 * the other, are those of `readBatches`.
 *
 * Not cut, so read by one thread: JSON arrays, CSV (a quoted value may hold line ends), compressed files, text by file, streams.
 */
import type {RecordBatch} from '../../read/batch.ts';
import {batchesOf, beginsArray} from '../../read/input-batches.ts';
import type {RowRange, readRowGroups} from '../../read/parquet.ts';
import {rangeChunks} from '../../read/range.ts';
import {type FieldOptions, type FieldRequest, requestOf} from '../../read/request.ts';
import type {ByteSource, OnBytes} from '../../read/source.ts';
import {fileBatches} from '../read/file-batches.ts';
import {openSource} from '../read/open.ts';
import type {SourceFile} from '../read/source-file.ts';
import {headOf} from '../read/sources.ts';
import {type FileRange, RangeOrigin} from './range-origin.ts';

/** `index`: its place among all parts. `last`: whether it is the last of its file. */
export type FilePart = {readonly file: SourceFile; readonly index: number; readonly last: boolean} & (
  | {readonly kind: 'whole'}
  | ({readonly kind: 'bytes'} & FileRange)
  | ({readonly kind: 'rows'} & RowRange)
);

interface PlanOptions extends FieldOptions {
  /** About how many bytes of a file one part has. Default: a sixteenth of a worker's share, within 4 and 16 MiB, and more of what is very large. */
  readonly partBytes?: number;
  /** How many threads will read. Default 1. */
  readonly workers?: number;
}

const MEBIBYTE = 1 << 20;
/** As much of a file as a part has where what is read is neither small nor very large. */
export const SMALL_PART = 16 * MEBIBYTE;
const LEAST_PART = 4 * MEBIBYTE;
const MOST_PARTS = 8192;

/** The parts of files, in order. Opens Parquet files, to learn of their row groups. Throws DataError and ConfigError. */
export async function planParts(files: readonly SourceFile[], options: PlanOptions = {}): Promise<FilePart[]> {
  const request = requestOf(options);
  const {workers = 1} = options;
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const partBytes =
    options.partBytes ?? Math.max(LEAST_PART, Math.ceil(total / MOST_PARTS), Math.min(SMALL_PART, Math.ceil(total / (16 * workers))));
  const parts: FilePart[] = [];
  for (const file of files) {
    const cut: Cut[] = await cutsOf(file, request, partBytes);
    cut.forEach((piece, i) => void parts.push({...piece, file, index: parts.length, last: i === cut.length - 1}));
  }
  return parts;
}

type Cut = {readonly kind: 'whole'} | ({readonly kind: 'bytes'} & FileRange) | ({readonly kind: 'rows'} & RowRange);

const WHOLE_FILE: readonly Cut[] = [{kind: 'whole'}];

async function cutsOf(file: SourceFile, request: FieldRequest, partBytes: number): Promise<Cut[]> {
  if (file.compression !== undefined || file.size <= partBytes) return [...WHOLE_FILE];
  if (file.format === 'parquet') return rowCuts(file, request, partBytes);
  if (file.format === 'json') return beginsArray(await headOf(file.path, file.name)) ? [...WHOLE_FILE] : byteCuts(file, partBytes);
  const splits = file.format === 'jsonl' || (file.format === 'text' && request.unit !== 'file');
  return splits ? byteCuts(file, partBytes) : [...WHOLE_FILE];
}

function byteCuts(file: SourceFile, partBytes: number): Cut[] {
  const count = Math.ceil(file.size / partBytes);
  const starts = Array.from({length: count}, (_, i) => Math.floor((file.size * i) / count));
  const lineFeeds = new Int32Array(new SharedArrayBuffer(4 * count)).fill(-1);
  return starts.map((start, slot) => ({kind: 'bytes', file, start, end: starts[slot + 1] ?? file.size, lineFeeds, slot, starts}));
}

/** A file that cannot be understood stays whole: its reader says why, when its turn comes. */
async function rowCuts(file: SourceFile, request: FieldRequest, partBytes: number): Promise<Cut[]> {
  const groups = await rowGroups(file, request).catch(() => []);
  const cuts: Cut[] = [];
  let rowStart = 0;
  let bytes = 0;
  groups.forEach((group, i) => {
    bytes += group.bytes;
    if (bytes < partBytes && i < groups.length - 1) return;
    const pieces = group.flat ? Math.max(1, Math.floor(bytes / partBytes)) : 1;
    const rows = group.rowEnd - rowStart;
    for (let piece = 0; piece < pieces; piece++) {
      const cut = (k: number) => rowStart + Math.floor((rows * k) / pieces);
      if (cut(piece + 1) > cut(piece)) cuts.push({kind: 'rows', rowStart: cut(piece), rowEnd: cut(piece + 1)});
    }
    rowStart = group.rowEnd;
    bytes = 0;
  });
  return cuts.length > 1 ? cuts : [...WHOLE_FILE];
}

async function rowGroups(file: SourceFile, request: FieldRequest): ReturnType<typeof readRowGroups> {
  const parquet = await import('../../read/parquet.ts');
  const source = await openSource(file);
  try {
    return await parquet.readRowGroups(source, request);
  } finally {
    await source.close();
  }
}

interface PartOptions {
  readonly onBytes?: OnBytes;
  /** Whether `lines` of the batches count from the file's start; else, in a part that starts within a file, from somewhere. */
  readonly lines?: boolean;
}

/**
 * The records of one part. Errors name lines of the file. Whether further fields are in the file is for the caller to judge, of all its
 * parts' `request.seen`, unless the part is whole. Throws as readBatches does.
 */
export async function* readPart(
  part: FilePart,
  request: FieldRequest,
  {onBytes = () => {}, lines}: PartOptions = {},
): AsyncGenerator<RecordBatch> {
  if (part.kind === 'whole') {
    yield* fileBatches(part.file, request, onBytes);
    return;
  }
  const source = await openSource(part.file);
  try {
    if (part.kind === 'rows') yield* (await import('../../read/parquet.ts')).parquetBatches(source, request, onBytes, part);
    else yield* rangeBatches(source, part, request, {onBytes, lines});
  } finally {
    await source.close();
  }
}

async function* rangeBatches(
  source: ByteSource,
  range: FileRange,
  request: FieldRequest,
  {onBytes, lines}: Required<Pick<PartOptions, 'onBytes'>> & PartOptions,
): AsyncGenerator<RecordBatch> {
  const {file} = range;
  const origin = new RangeOrigin(range);
  const paragraphs = file.format === 'text' && request.unit === 'paragraph';
  const onBegin = (position: number): void => void (origin.start = position);
  const chunks = rangeChunks(source, range, {paragraphs, onBegin, onBytes, spare: request.spare});
  const format = file.format === 'json' ? 'jsonl' : file.format;
  for await (const batch of await batchesOf(chunks, format, file.name, {...request, origin})) {
    if (lines) for (let i = 0; i < batch.count; i++) batch.lines[i] = origin.line(batch.lines[i]);
    yield batch;
  }
}
