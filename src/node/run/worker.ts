/** The thread that works on tasks. Talks to `pool.ts` alone. */
import {parentPort, workerData} from 'node:worker_threads';
import type {Row} from '../../lab/results/row.ts';
import {registerNodeDictionary} from '../dictionary.ts';
import {type PlainError, plainError} from '../plain-error.ts';
import {type AskRequest, askMain} from '../quality/across.ts';
import type {Task} from '../../run/plan.ts';
import {runTask, type TaskContext} from '../../run/task.ts';

export interface WorkerData {
  readonly context: TaskContext;
  /** One element: not 0 when the run has been stopped. */
  readonly stop: Int32Array;
}

export type FromWorker =
  | {readonly kind: 'progress'; readonly fraction: number; readonly seed: number; readonly rows: readonly Row[]; readonly lineages: number}
  | {readonly kind: 'done'; readonly lineages: number}
  | {readonly kind: 'ask'; readonly request: AskRequest}
  | {readonly kind: 'failed'; readonly error: PlainError};

registerNodeDictionary();
const PROGRESS_MS = 80;
const {context, stop} = workerData as WorkerData;
const port = parentPort!;
const runCommand = askMain((request, transfer) => port.postMessage({kind: 'ask', request} satisfies FromWorker, transfer));

port.on('message', (task: Task) => {
  let last = 0;
  let lineages = 0;
  let pending: Row[] = [];
  try {
    runTask(task, context, {
      runCommand,
      stopped: () => Atomics.load(stop, 0) !== 0,
      progress: ({fraction, seed, rows, lineageDone}) => {
        if (lineageDone) lineages++;
        pending = pending[0]?.seed === seed ? pending.concat(rows) : [...rows];
        const now = performance.now();
        if (now - last < PROGRESS_MS) return;
        last = now;
        port.postMessage({kind: 'progress', fraction, seed, rows: pending, lineages} satisfies FromWorker);
        lineages = 0;
        pending = [];
      },
    });
    port.postMessage({kind: 'done', lineages} satisfies FromWorker);
  } catch (error) {
    port.postMessage({kind: 'failed', error: plainError(error)} satisfies FromWorker);
  }
});
