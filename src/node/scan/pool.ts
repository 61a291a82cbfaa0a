/**
 * A corpus read by several threads: the next part goes to whichever is free. The answer does not depend on the number of threads, nor
 * does the error where there is one, as long as the handlers' messages can be joined in any order.
 *
 * Refuses to know what is done with the records: that is in a worker's module (`worker-side.ts`), or in handlers given here.
 */
import type {Worker} from 'node:worker_threads';
import type {ReadProgress} from '../../read/corpus.ts';
import {readingOf, requestOf} from '../../read/request.ts';
import type {Skipped} from '../../read/tally.ts';
import {errorOf} from '../plain-error.ts';
import type {ReadOptions} from '../read/corpus.ts';
import type {SourceFile} from '../read/source-file.ts';
import {findFiles} from '../read/sources.ts';
import {endThreads, startThread} from '../threads.ts';
import {requireWorkers} from '../workers.ts';
import {memoryOf, type PartOutcome, type ScanHandlers, type ScanRead, workPart} from './part-work.ts';
import {type FilePart, planParts, SMALL_PART} from './parts.ts';
import {Settlement} from './settlement.ts';
import type {FromScanWorker, ScanWorkerData, ToScanWorker} from './worker-side.ts';

interface ScanOptions {
  readonly sources: readonly string[];
  /** What the sources name, where it is found already. */
  readonly files?: readonly SourceFile[];
  /** `onSkip` hears of broken records, in file order, at the end; of empty ones there is only the number. */
  readonly read?: ReadOptions;
  /** Whether the batches' `lines` count from the file's start. Default false: see `readPart`. */
  readonly lines?: boolean;
  /** Hears of all threads; `read.onProgress` hears nothing. */
  readonly onProgress?: (progress: ReadProgress) => void;
  /** When it fires, reading ends and the promise is rejected with its reason. */
  readonly signal?: AbortSignal;
  /** See `planParts`. */
  readonly partBytes?: number;
  /** From how many bytes a thread on one thread more ends sooner. Default: a quarter of `partBytes`, or of what a part has where that is not said. */
  readonly bytesAThread?: number;
}

export interface ScanPoolOptions extends ScanOptions {
  /** How many threads read, at most: the calling one, and others where there is enough to read. */
  readonly workers: number;
  /** The module of the worker: it calls `serveParts`. */
  readonly worker: URL;
  /** What that module gets from `scanData`; it must cross threads. */
  readonly workerData?: unknown;
  /** Handlers for the calling thread. Standard input comes to it alone. */
  readonly here: () => ScanHandlers;
}

export interface ScanResult {
  /** What `finish` gave, one a thread. */
  readonly messages: readonly unknown[];
  /** What `part` gave, in the order of the parts. */
  readonly parts: readonly unknown[];
  readonly records: number;
  readonly files: readonly string[];
  /** Bytes of the files as they lie on the disk. */
  readonly bytes: number;
  readonly broken: readonly Skipped[];
  readonly empty: number;
}

/** Reads in the calling thread. Throws what `readBatches` throws. */
export async function scanHere(handlers: ScanHandlers, options: ScanOptions): Promise<ScanResult> {
  const job = await Job.plan(options, 1);
  await job.readHere(handlers, job.parts);
  return job.result([handlers.finish().message]);
}

/** Reads in several threads. Throws what `readBatches` throws, the first error in file order, and whatever ends a worker. */
export async function scanParts(options: ScanPoolOptions): Promise<ScanResult> {
  const {workers, here} = options;
  requireWorkers(workers);
  const job = await Job.plan(options, workers);
  const handlers = here();
  const shared = job.parts.filter(({file}) => file.stdin === undefined);
  const others = Math.min(workers, job.parts.length, job.threads) - 1;
  if (others <= 0 || shared.length === 0) {
    await job.readHere(handlers, job.parts);
    return job.result([handlers.finish().message]);
  }
  const own = job.parts.filter(({file}) => file.stdin !== undefined);
  const queue = [...shared];
  let message: unknown;
  const beside = async (): Promise<void> => {
    await job.readHere(handlers, taken(own, queue));
    // while others end the parts they have
    message = handlers.finish().message;
  };
  const messages = await job.readApart(queue, others, options, beside);
  return job.result([...messages, message]);
}

/** First `own`, then what is in the queue when its turn comes. */
function* taken(own: readonly FilePart[], queue: FilePart[]): Generator<FilePart> {
  yield* own;
  for (let part = queue.shift(); part !== undefined; part = queue.shift()) yield part;
}

/** Of a thread's young objects: batches are large and short-lived, so more of it only costs memory. */
const YOUNG_MB = 16;

class Job {
  readonly parts: readonly FilePart[];
  private readonly files: readonly SourceFile[];
  private readonly options: ScanOptions;
  private readonly read: ScanRead;
  private readonly settlement: Settlement;
  private readonly partMessages: unknown[] = [];
  private readonly totalBytes: number;
  private bytes = 0;
  private records = 0;
  /** Whether what is still being read is of no use any more. */
  private halted = false;
  private onFailure = (): void => {};
  /** What threads finished with, but for what other threads have joined to theirs. */
  private readonly finished: unknown[] = [];

  private constructor(files: readonly SourceFile[], parts: readonly FilePart[], options: ScanOptions) {
    const {extra, maxBad} = options.read ?? {};
    this.files = files;
    this.parts = parts;
    this.options = options;
    this.read = {...readingOf(options.read ?? {}), extra, lines: options.lines};
    this.settlement = new Settlement(parts, {extra, maxBad});
    this.totalBytes = files.reduce((sum, file) => sum + file.size, 0);
  }

  /** How many threads are worth their start. */
  get threads(): number {
    const {partBytes = SMALL_PART, bytesAThread = partBytes / 4} = this.options;
    return Math.max(1, Math.floor(this.totalBytes / bytesAThread));
  }

  static async plan(options: ScanOptions, workers: number): Promise<Job> {
    const {sources, read = {}, partBytes, signal} = options;
    requestOf(read);
    signal?.throwIfAborted();
    const files = options.files ?? (await findFiles(sources, read));
    return new Job(files, await planParts(files, {...read, workers, partBytes}), options);
  }

  async readHere(handlers: ScanHandlers, parts: Iterable<FilePart>): Promise<void> {
    const {signal} = this.options;
    const spare = memoryOf(handlers);
    for (const part of parts) {
      if (part.index >= this.settlement.limit) return;
      const {name} = part.file;
      const outcome = await workPart(part, this.read, handlers, {
        spare,
        onBytes: (bytes) => this.advance(bytes, 0, name),
        onRecords: (records) => this.advance(0, records, name),
        stopped: () => this.halted || signal?.aborted === true,
      });
      signal?.throwIfAborted();
      if (outcome.error === undefined) this.partMessages[part.index] = handlers.part?.(part).message;
      this.settle(part.index, outcome);
    }
  }

  /** What the `finish` of so many other threads gave, joined where they join it. `beside`: what goes on in this thread meanwhile. */
  async readApart(queue: FilePart[], threads: number, options: ScanPoolOptions, beside: () => Promise<void>): Promise<unknown[]> {
    const data: ScanWorkerData = {read: this.read, data: options.workerData};
    const pool = Array.from({length: threads}, () =>
      startThread(options.worker, {workerData: data, resourceLimits: {maxYoungGenerationSizeMb: YOUNG_MB}}),
    );
    const {signal} = options;
    let abort = () => {};
    const aborted = new Promise<never>((_, reject) => {
      abort = () => reject(signal?.reason);
      signal?.addEventListener('abort', abort, {once: true});
    });
    const failed = new Promise<void>((resolve) => {
      this.onFailure = resolve;
    });
    try {
      const work = Promise.all([...pool.map((worker) => this.serve(worker, queue)), beside()]);
      await Promise.race([work, aborted, failed]);
      return this.finished;
    } finally {
      this.halted = true;
      signal?.removeEventListener('abort', abort);
      await endThreads(pool);
    }
  }

  /** Gives parts to a worker until none is left that matters, and then what others finished with while there is any; at once ends where the whole has failed. */
  private serve(worker: Worker, queue: FilePart[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const next = (): void => {
        const part = queue.shift();
        if (this.settlement.failure !== undefined) resolve();
        else if (part !== undefined && part.index < this.settlement.limit) worker.postMessage({kind: 'part', part} satisfies ToScanWorker);
        else worker.postMessage({kind: 'finish'} satisfies ToScanWorker);
      };
      worker.on('message', (message: FromScanWorker) => {
        if (message.kind === 'progress') this.advance(message.bytes, message.records, message.file);
        else if (message.kind === 'failed') reject(errorOf(message.error));
        else if (message.kind === 'finished' && message.joins && this.finished.length > 0)
          worker.postMessage({kind: 'join', message: this.finished.pop()} satisfies ToScanWorker);
        else if (message.kind === 'finished') {
          this.finished.push(message.message);
          resolve();
        } else {
          this.partMessages[message.index] = message.message;
          this.settle(message.index, message.outcome);
          next();
        }
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`a thread that reads stopped with exit code ${code} before its work was done`)));
      next();
    });
  }

  private settle(index: number, outcome: PartOutcome): void {
    this.settlement.add(index, outcome);
    if (this.settlement.failure !== undefined) this.onFailure();
  }

  private advance(bytes: number, records: number, file: string): void {
    this.bytes += bytes;
    this.records += records;
    this.options.onProgress?.({bytes: this.bytes, totalBytes: this.totalBytes, records: this.records, file});
  }

  /** Throws the error of the whole, if there is one. */
  result(messages: readonly unknown[]): ScanResult {
    const {settlement, files, options} = this;
    for (const skipped of settlement.broken) options.read?.onSkip?.(skipped);
    const problem = settlement.verdict(files);
    if (problem !== undefined) throw problem;
    const {records, broken, empty} = settlement;
    const names = files.map(({name}) => name);
    return {messages, parts: this.partMessages, records, files: names, bytes: this.totalBytes, broken, empty};
  }
}
