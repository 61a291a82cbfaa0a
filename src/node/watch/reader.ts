/**
 * The records of a watch's data, each with the values of further fields.
 *
 * The fields of the speeches that ship are who held each, and when; they are in no file of text.
 */
import {DataError} from '../../core/error.ts';
import type {WatchData} from '../../guard/watch/definition.ts';
import type {RecordBatch} from '../../read/batch.ts';
import {decodeText} from '../../read/bytes.ts';
import {type FieldRequest, FieldsSeen, readingOf, requestOf} from '../../read/request.ts';
import {fileBatches} from '../read/file-batches.ts';
import {type Speech, speakersOf} from '../read/speeches.ts';
import {type FilePart, readPart} from '../scan/parts.ts';
import {CORPUS, type FoundFile} from './found.ts';

/** Records of one file, and of each the value of a field, empty where it has none. */
export interface ReadRecords {
  readonly batch: RecordBatch;
  valueOf(field: string, record: number): string;
}

/** Where a record's text lies. */
export interface RecordText {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/** Takes records in. `values`: of each field of the slices, empty where the record has none: it is of no slice then. */
export interface RecordSink {
  add(period: string, values: readonly string[], text: RecordText): void;
}

interface Progress {
  readonly onBytes: (bytes: number, file: string) => void;
  readonly onRecords: (records: number, file: string) => void;
}

export class WatchReader {
  private readonly fields: readonly string[];
  private readonly request: FieldRequest;
  private readonly progress: Progress;
  /** The fields, of all that was read. */
  private readonly seen: FieldsSeen;

  /** `fields`: those that are wanted of each record, none twice. Throws ConfigError. */
  constructor(data: WatchData, {fields, progress}: {readonly fields: readonly string[]; readonly progress: Progress}) {
    this.fields = fields;
    this.progress = progress;
    this.seen = new FieldsSeen(fields);
    this.request = {
      ...requestOf({...('corpus' in data ? {unit: data.unit} : readingOf(data)), extra: fields, mayLack: true}),
      seen: this.seen,
    };
  }

  /** Records that were passed over so far. */
  get broken(): number {
    return this.request.tally.broken;
  }

  /** The fields of some record that lacked one, where any did. */
  get others(): readonly string[] | undefined {
    return this.seen.others;
  }

  /** All records of a file. Throws DataError and ConfigError. */
  async *ofFile({file, stamp}: FoundFile): AsyncGenerator<ReadRecords> {
    const ships = stamp.name.startsWith(CORPUS);
    const request = ships ? {...this.request, extra: []} : this.request;
    const [speech] = ships ? await speakersOf([file.path]) : [];
    for await (const batch of fileBatches(file, request, (bytes) => this.progress.onBytes(bytes, file.name))) {
      this.progress.onRecords(batch.count, file.name);
      yield {batch, valueOf: speech === undefined ? this.valuesOf(batch) : (field) => valueOfSpeech(speech, field)};
    }
  }

  /** The records that begin in a part of a file. Lines count from the part. Throws as ofFile does. */
  async *ofPart(part: FilePart): AsyncGenerator<ReadRecords> {
    const {name} = part.file;
    for await (const batch of readPart(part, this.request, {onBytes: (bytes) => this.progress.onBytes(bytes, name)})) {
      this.progress.onRecords(batch.count, name);
      yield {batch, valueOf: this.valuesOf(batch)};
    }
  }

  /** Looks through a part for the first record that `isWanted`, and says where in the file it is. */
  async placeOf(part: FilePart, isWanted: (records: ReadRecords, record: number) => boolean): Promise<string> {
    for await (const batch of readPart(part, this.request, {lines: true})) {
      const records = {batch, valueOf: this.valuesOf(batch)};
      for (let i = 0; i < batch.count; i++) if (isWanted(records, i)) return `${batch.file}:${batch.lines[i]}`;
    }
    return part.file.name;
  }

  private valuesOf({extra}: RecordBatch): ReadRecords['valueOf'] {
    const places = new Map(this.fields.map((field, k) => [field, k]));
    return (field, record) => {
      const {bytes, offsets} = extra![places.get(field)!];
      return decodeText(bytes, offsets[record], offsets[record + 1]);
    };
  }
}

const valueOfSpeech = ({year, president, party}: Speech, field: string): string => ({year: String(year), president, party})[field] ?? '';

/** The error for a record whose date is none. */
export function noDate(where: string, field: string, value: string): DataError {
  const got = value === '' ? `no ${field}` : `${JSON.stringify(value.slice(0, 60))} as its ${field}, which is no date`;
  return new DataError(`${where} has ${got}`, {
    where,
    next: 'A date begins with YYYY-MM-DD (YYYY-MM is enough for months, YYYY for years and decades).',
  });
}
