/** A thread that reads parts. Talks to `pool.ts` alone; what is done with the records is the handlers' business. */
import {parentPort, workerData} from 'node:worker_threads';
import {registerNodeDictionary} from '../dictionary.ts';
import {type PlainError, plainError} from '../plain-error.ts';
import {serveThread} from '../threads.ts';
import {memoryOf, type PartOutcome, type ScanHandlers, type ScanRead, workPart} from './part-work.ts';
import type {FilePart} from './parts.ts';

export type {ScanHandlers, ScanMessage} from './part-work.ts';

export interface ScanWorkerData {
  readonly read: ScanRead;
  /** What the caller gave as `workerData`. */
  readonly data: unknown;
}

export type ToScanWorker =
  | {readonly kind: 'part'; readonly part: FilePart}
  | {readonly kind: 'finish'}
  /** What another thread finished with, for this one to join to its own. */
  | {readonly kind: 'join'; readonly message: unknown};

export type FromScanWorker =
  | {readonly kind: 'progress'; readonly bytes: number; readonly records: number; readonly file: string}
  | {readonly kind: 'done'; readonly index: number; readonly outcome: PartOutcome; readonly message: unknown}
  /** `joins`: whether it takes in what others finished with. */
  | {readonly kind: 'finished'; readonly message: unknown; readonly joins: boolean}
  | {readonly kind: 'failed'; readonly error: PlainError};

const PROGRESS_MS = 100;

/** What the caller of `scanParts` gave as `workerData`. */
export function scanData<T>(): T {
  return (workerData as ScanWorkerData | null)?.data as T;
}

/** Serves parts until there are no more. To be called once, by the worker's module. */
export function serveParts(handlers: ScanHandlers): void {
  registerNodeDictionary();
  const port = parentPort!;
  const {read} = workerData as ScanWorkerData;
  const spare = memoryOf(handlers);
  let ended = false;
  const post = (message: FromScanWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  const answer = async (request: ToScanWorker): Promise<void> => {
    if (request.kind === 'join') handlers.join!(request.message);
    if (request.kind !== 'part') {
      const {message, transfer} = handlers.finish();
      post({kind: 'finished', message, joins: handlers.join !== undefined}, transfer);
      return;
    }
    const {part} = request;
    const {onBytes, onRecords, send} = new Report(part, post);
    const outcome = await workPart(part, read, handlers, {spare, onBytes, onRecords, stopped: () => ended});
    if (ended) return;
    send();
    const {message, transfer} = (outcome.error === undefined && handlers.part?.(part)) || NOTHING;
    post({kind: 'done', index: part.index, outcome, message}, transfer);
  };
  serveThread(
    port,
    (request: ToScanWorker) => void answer(request).catch((error: unknown) => post({kind: 'failed', error: plainError(error)})),
    () => {
      ended = true;
    },
  );
}

const NOTHING = {message: undefined, transfer: []};

/** Progress of one part, sent now and then. */
class Report {
  private bytes = 0;
  private records = 0;
  private sent = performance.now();
  private readonly file: string;
  private readonly post: (message: FromScanWorker) => void;

  constructor(part: FilePart, post: (message: FromScanWorker) => void) {
    this.file = part.file.name;
    this.post = post;
  }

  readonly onBytes = (bytes: number): void => {
    this.bytes += bytes;
    if (performance.now() - this.sent > PROGRESS_MS) this.send();
  };

  readonly onRecords = (records: number): void => {
    this.records += records;
  };

  readonly send = (): void => {
    this.post({kind: 'progress', bytes: this.bytes, records: this.records, file: this.file});
    this.bytes = 0;
    this.records = 0;
    this.sent = performance.now();
  };
}
