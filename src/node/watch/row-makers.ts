/** Who makes the rows of periods: the calling thread, or several. What is made is the same. */
import type {Worker} from 'node:worker_threads';
import {decodeProfile} from '../../guard/profile/decode.ts';
import {errorOf, type PlainError} from '../plain-error.ts';
import {endThreads, startThread} from '../threads.ts';
import type {PeriodParts} from './period-documents.ts';
import {periodShare} from './period-share.ts';
import {type MadeRow, type RowContext, type RowPlan, rowOf} from './rows.ts';

export interface RowMaker {
  /** Throws DataError where words of the period and the reference are not cut alike. */
  make(parts: PeriodParts): Promise<MadeRow>;
  close(): Promise<void>;
}

export interface Making {
  /** The reference, encoded. */
  readonly reference: Uint8Array;
  readonly plan: RowPlan;
}

/** What rows are made with. Throws what reading throws. */
export async function rowContext({reference, plan}: Making): Promise<RowContext> {
  return {reference: decodeProfile(reference), ...(plan.share && {share: await periodShare(plan.share)})};
}

export function rowsHere(making: Making): RowMaker {
  let context: Promise<RowContext> | undefined;
  return {
    async make(parts) {
      context ??= rowContext(making);
      return rowOf(parts, await context, making.plan);
    },
    async close() {},
  };
}

export type FromWatchWorker = {readonly kind: 'made'; readonly made: MadeRow} | {readonly kind: 'failed'; readonly error: PlainError};

/** The file of the worker: TypeScript in a checkout, JavaScript in the package. */
const workerFile = (): URL =>
  import.meta.url.endsWith('.ts') ? new URL('./worker.ts', import.meta.url) : new URL('./watch-worker.js', import.meta.url);

/** One period goes to each thread that is free. */
export function rowsInThreads(threads: number, making: Making): RowMaker {
  const all = Array.from({length: threads}, () => startThread(workerFile(), {workerData: making}));
  const free = [...all];
  const waiting: ((worker: Worker) => void)[] = [];
  const worker = (): Promise<Worker> => new Promise((resolve) => (free.length > 0 ? resolve(free.pop()!) : waiting.push(resolve)));
  const giveBack = (one: Worker): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(one);
    else next(one);
  };
  return {
    async make(parts) {
      const one = await worker();
      try {
        return await asked(one, parts);
      } finally {
        giveBack(one);
      }
    },
    async close() {
      await endThreads(all);
    },
  };
}

function asked(worker: Worker, parts: PeriodParts): Promise<MadeRow> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      worker.off('message', hear);
      worker.off('error', fail);
      worker.off('exit', ended);
    };
    const hear = (message: FromWatchWorker): void => {
      end();
      if (message.kind === 'made') resolve(message.made);
      else reject(errorOf(message.error));
    };
    const fail = (error: Error): void => {
      end();
      reject(error);
    };
    const ended = (code: number): void => fail(new Error(`a thread that measures stopped with exit code ${code} before its work was done`));
    worker.on('message', hear);
    worker.on('error', fail);
    worker.on('exit', ended);
    const {documents, sample} = parts;
    const own = [documents, sample].flatMap((one) =>
      one === undefined ? [] : [one.bytes.buffer as ArrayBuffer, one.ends.buffer as ArrayBuffer],
    );
    worker.postMessage(parts, own);
  });
}
