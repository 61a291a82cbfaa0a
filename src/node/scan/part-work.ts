/** One part read to its end, its records given to handlers, and what there is to tell of it. The same in every thread. */
import type {DataError} from '../../core/error.ts';
import {type RecordBatch, SpareMemory} from '../../read/batch.ts';
import {type FieldOptions, type FieldRequest, FieldsSeen, type ReadingOptions, requestOf} from '../../read/request.ts';
import type {OnBytes} from '../../read/source.ts';
import {Tally} from '../../read/tally.ts';
import {type PlainError, plainError} from '../plain-error.ts';
import {type FilePart, readPart} from './parts.ts';

/** What is done with the records. One set of handlers serves one thread; parts come to it in file order, though not all of them. */
export interface ScanHandlers {
  batch(batch: RecordBatch, part: FilePart): void;
  /** Whether nothing of a batch is looked at after `batch`: its memory is written to again. */
  readonly copies?: boolean;
  /** After each part: what it came to, if the answer depends on the order of parts. */
  part?(part: FilePart): ScanMessage;
  /** After the last part: what all this thread's parts came to, and what was joined since. */
  finish(): ScanMessage;
  /** After `finish`: takes what another thread's `finish` gave into what this one's will give. Without, each thread's goes to the calling thread. */
  join?(message: unknown): void;
}

export interface ScanMessage {
  readonly message: unknown;
  /** Memory that is handed over rather than copied. */
  readonly transfer: ArrayBuffer[];
}

/** How parts are read, in a form that crosses threads. */
export type ScanRead = ReadingOptions & Pick<FieldOptions, 'extra'> & {readonly lines?: boolean};

/** A record that could not be read. */
interface Broken {
  readonly file: string;
  readonly line?: number;
  readonly error: PlainError;
}

/** broken: at most maxBad + 1, after which the part was not read further. */
export interface PartOutcome {
  readonly records: number;
  readonly empty: number;
  readonly broken: readonly Broken[];
  readonly seen: readonly boolean[];
  readonly others?: readonly string[];
  readonly roles: readonly string[];
  readonly error?: PlainError;
}

class TooManyBroken extends Error {}

/** Keeps what is broken, for somebody who knows of all parts to judge. */
class PartTally extends Tally {
  readonly list: Broken[] = [];
  private readonly most: number;

  constructor(most: number) {
    super();
    this.most = most;
  }

  override break(error: DataError, file: string, line?: number): void {
    this.broken++;
    this.list.push({file, line, error: {...plainError(error), stack: undefined}});
    if (this.broken > this.most) throw new TooManyBroken();
  }
}

interface PartEvents {
  readonly spare?: SpareMemory;
  readonly onBytes: OnBytes;
  readonly onRecords: (records: number) => void;
  /** Asked between batches. */
  readonly stopped?: () => boolean;
}

/** The memory that a thread reads into, where its handlers let it be written to again. */
export const memoryOf = ({copies}: ScanHandlers): SpareMemory | undefined => (copies ? new SpareMemory() : undefined);

/** Reads a part. What goes wrong is in the outcome, never thrown. `events.spare`: `memoryOf` the handlers, the same for all parts. */
export async function workPart(part: FilePart, read: ScanRead, handlers: ScanHandlers, events: PartEvents): Promise<PartOutcome> {
  const tally = new PartTally(read.maxBad ?? 0);
  const seen = new FieldsSeen(read.extra ?? []);
  let records = 0;
  let error: PlainError | undefined;
  const {spare} = events;
  try {
    const request: FieldRequest = {...requestOf(read), tally, seen, spare};
    for await (const batch of readPart(part, request, {onBytes: events.onBytes, lines: read.lines})) {
      if (events.stopped?.()) break;
      records += batch.count;
      events.onRecords(batch.count);
      handlers.batch(batch, part);
      spare?.give(batch.bytes);
    }
  } catch (caught) {
    if (!(caught instanceof TooManyBroken)) error = plainError(caught);
  }
  return {records, empty: tally.empty, broken: tally.list, seen: seen.seen, others: seen.others, roles: [...seen.roles], error};
}
