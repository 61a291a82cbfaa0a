/**
 * Corpora: from inputs to record batches, as a stream (`readInputs`), and from batches to one corpus in memory (`collected`).
 *
 * Refuses to clean, deduplicate or decode: records are the bytes of the field.
 */
import type {Text} from '../core/data.ts';
import {DataError} from '../core/error.ts';
import type {ExtraField, RecordBatch} from './batch.ts';
import type {Inflate} from './inflate.ts';
import {type Input, inputBatches, inputName} from './input-batches.ts';
import {type FieldOptions, FieldsSeen, quoted, requestOf} from './request.ts';
import type {Skipped} from './tally.ts';

/** How far the reading is. Bytes are as they are stored (compressed); totalBytes counts 0 for streams. */
export interface ReadProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly records: number;
  readonly file: string;
}

interface InputOptions extends FieldOptions {
  readonly inflate: Inflate;
  /** Of all inputs together, for `onProgress`. */
  readonly totalBytes?: number;
  readonly onProgress?: (progress: ReadProgress) => void;
}

/**
 * The records of inputs in order, in batches of about a mebibyte; each batch is of one input. Reads as fast as it is consumed; the next
 * input is asked for when the one before it is read. Throws DataError (unreadable, broken, no records at all) and ConfigError (options).
 */
export async function* readInputs(inputs: AsyncIterable<Input> | Iterable<Input>, options: InputOptions): AsyncGenerator<RecordBatch> {
  const request = requestOf(options);
  const {inflate, totalBytes = 0} = options;
  const names: {name: string}[] = [];
  let bytes = 0;
  let records = 0;
  for await (const input of inputs) {
    const name = inputName(input);
    names.push({name});
    const onBytes = (read: number): void => {
      bytes += read;
      options.onProgress?.({bytes, totalBytes, records, file: name});
    };
    const seen = new FieldsSeen(request.extra);
    for await (const batch of inputBatches(input, {...request, seen}, {inflate, onBytes})) {
      records += batch.count;
      yield batch;
    }
    request.seen.add({seen: [], roles: seen.roles});
  }
  if (records === 0) throw noRecords(names, {...request.tally, roles: request.seen.roles});
}

/** What was left out; `roles`: those that turns had, where some were asked for. */
interface LeftOut {
  readonly empty: number;
  readonly broken: number;
  readonly roles: ReadonlySet<string>;
}

/** The error where nothing at all was read. */
export function noRecords(files: readonly {readonly name: string}[], tally: LeftOut): DataError {
  const names =
    files
      .slice(0, 3)
      .map((file) => file.name)
      .join(', ') + (files.length > 3 ? ` and ${files.length - 3} more` : '');
  const left = [tally.empty > 0 ? `${tally.empty} empty` : '', tally.broken > 0 ? `${tally.broken} broken` : ''].filter(Boolean).join(', ');
  return new DataError(`no records in ${names}${left === '' ? '' : ` (${left})`}`, {
    where: files[0]?.name,
    next:
      tally.roles.size > 0
        ? `Name roles that turns have: ${[...tally.roles].map(quoted).join(', ')}.`
        : 'Give data with at least one record that is not empty.',
  });
}

/** Records of one file in a corpus: they are firstRecord .. firstRecord + records - 1. */
interface CorpusFile {
  readonly file: string;
  readonly firstRecord: number;
  readonly records: number;
}

/** A corpus in memory, with where each record came from. lines: (count,), from 1, as in RecordBatch. */
export interface LocatedCorpus extends Text {
  readonly files: readonly CorpusFile[];
  readonly lines: Uint32Array;
  /** Records that were left out because they were broken, at most maxBad, and how many because they were empty. */
  readonly broken: readonly Skipped[];
  readonly empty: number;
  /** The further fields, in the order asked for; absent where none were. */
  readonly extra?: readonly ExtraField[];
}

/** All records in memory. `read` tells of what it leaves out. At most 4 GiB of text, and as much of further fields. Throws DataError. */
export async function collected(
  read: (onSkip: (skipped: Skipped) => void) => AsyncIterable<RecordBatch>,
  onSkip?: (skipped: Skipped) => void,
): Promise<LocatedCorpus> {
  const batches: RecordBatch[] = [];
  const broken: Skipped[] = [];
  let empty = 0;
  let size = 0;
  let extraSize = 0;
  const hear = (skipped: Skipped): void => {
    if (skipped.kind === 'broken') broken.push(skipped);
    else empty++;
    onSkip?.(skipped);
  };
  for await (const batch of read(hear)) {
    batches.push(batch);
    size += batch.bytes.length;
    extraSize += (batch.extra ?? []).reduce((sum, {bytes}) => sum + bytes.length, 0);
    if (Math.max(size, extraSize) <= 0xffffffff) continue;
    throw new DataError(`the corpus is larger than 4 GiB at ${batch.file}`, {where: batch.file, next: 'Read a part of it.'});
  }
  return {...joined(batches, size), broken, empty};
}

/** One corpus of all batches. */
function joined(batches: RecordBatch[], size: number): Omit<LocatedCorpus, 'broken' | 'empty'> {
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
  const whole = {kind: 'text', count, bytes, offsets, files, lines} as const;
  const extra = batches[0]?.extra?.map((_, k) => joinedExtra(batches, count, k));
  return extra === undefined ? whole : {...whole, extra};
}

function joinedExtra(batches: readonly RecordBatch[], count: number, k: number): ExtraField {
  const fields = batches.map((batch) => batch.extra![k]);
  const bytes = new Uint8Array(fields.reduce((sum, field) => sum + field.bytes.length, 0));
  const offsets = new Uint32Array(count + 1);
  let record = 0;
  for (const field of fields) {
    const base = offsets[record];
    bytes.set(field.bytes, base);
    for (let i = 1; i < field.offsets.length; i++) offsets[++record] = base + field.offsets[i];
  }
  return {bytes, offsets};
}

/** Where record i of a corpus came from, as `file:line`. */
export function whereIs(corpus: LocatedCorpus, record: number): string {
  let low = 0;
  let high = corpus.files.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (corpus.files[middle].firstRecord <= record) low = middle;
    else high = middle - 1;
  }
  return `${corpus.files[low].file}:${corpus.lines[record]}`;
}
