/** Who makes the rows of periods: the calling thread, or several. What is made is the same. */
import {Worker} from 'node:worker_threads';
import {decodeProfile} from '../../guard/profile/decode.ts';
import type {Profile} from '../../guard/profile/profile.ts';
import {errorOf} from '../plain-error.ts';
import type {PeriodParts} from './period-documents.ts';
import {type MadeRow, type RowPlan, rowOf} from './rows.ts';
import type {FromWatchWorker, WatchWorkerData} from './worker.ts';

export interface RowMaker {
  /** Throws DataError where words of the period and the reference are not cut alike. */
  make(parts: PeriodParts): Promise<MadeRow>;
  close(): Promise<void>;
}

interface Making {
  /** The reference, encoded. */
  readonly reference: Uint8Array;
  readonly plan: RowPlan;
}

export function rowsHere({reference, plan}: Making): RowMaker {
  let decoded: Profile | undefined;
  return {
    async make(parts) {
      decoded ??= decodeProfile(reference);
      return rowOf(parts, decoded, plan);
    },
    async close() {},
  };
}

/** The file of the worker: TypeScript in a checkout, JavaScript in the package. */
const workerFile = (): URL =>
  import.meta.url.endsWith('.ts') ? new URL('./worker.ts', import.meta.url) : new URL('./watch-worker.js', import.meta.url);

/** One period goes to each thread that is free. */
export function rowsInThreads(threads: number, {reference, plan}: Making): RowMaker {
  const workerData: WatchWorkerData = {reference, plan};
  const all = Array.from({length: threads}, () => new Worker(workerFile(), {workerData}));
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
      await Promise.all(all.map((one) => one.terminate()));
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
    const {documents} = parts;
    const own = documents === undefined ? [] : [documents.bytes.buffer as ArrayBuffer, documents.ends.buffer as ArrayBuffer];
    worker.postMessage(parts, own);
  });
}
