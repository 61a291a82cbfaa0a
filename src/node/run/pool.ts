/** Tasks over worker threads: the next task goes to whichever is free. The first failure ends the run. */
import {Worker} from 'node:worker_threads';
import type {Row} from '../../lab/results/row.ts';
import {errorOf} from '../plain-error.ts';
import {answerWorker} from '../quality/across.ts';
import {endPrograms} from '../quality/program.ts';
import type {Task} from '../../run/plan.ts';
import type {TaskContext} from '../../run/task.ts';
import type {FromWorker, WorkerData} from './worker.ts';

export interface PoolEvents {
  started(task: Task): void;
  progress(task: Task, event: {fraction: number; seed: number; rows: readonly Row[]; lineages: number}): void;
  ended(task: Task, lineages: number): void;
}

export interface PoolRequest {
  readonly tasks: readonly Task[];
  readonly context: TaskContext;
  readonly workers: number;
  readonly events: PoolEvents;
  /** When it fires, workers end after the generation in hand and `runPool` resolves with false. */
  readonly signal?: AbortSignal;
}

const PATIENCE_MS = 5_000;

/** True when every task is done, false when the run was stopped. */
export async function runPool({tasks, context, workers, events, signal}: PoolRequest): Promise<boolean> {
  const queue = [...tasks];
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const halt = () => Atomics.store(stop, 0, 1);
  signal?.addEventListener('abort', halt, {once: true});
  if (signal?.aborted) halt();
  const threads = Math.min(workers, tasks.length);
  const failures: unknown[] = [];
  let patience: NodeJS.Timeout | undefined;
  const work = Array.from({length: threads}, () =>
    oneWorker({queue, context, stop, events}).catch((error: unknown) => {
      failures.push(error);
      queue.length = 0;
      halt();
      // what other threads ask of programs does not hold the error back for long
      patience ??= setTimeout(endPrograms, PATIENCE_MS);
    }),
  );
  await Promise.all(work);
  clearTimeout(patience);
  signal?.removeEventListener('abort', halt);
  if (failures.length > 0) throw failures[0];
  return Atomics.load(stop, 0) === 0;
}

interface OneWorker {
  queue: Task[];
  context: TaskContext;
  stop: Int32Array;
  events: PoolEvents;
}

/** The file of the worker: TypeScript in a checkout, JavaScript in the package. */
const workerFile = (): URL => new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

function oneWorker({queue, context, stop, events}: OneWorker): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile(), {workerData: {context, stop} satisfies WorkerData});
    let task: Task | undefined;
    const next = () => {
      task = Atomics.load(stop, 0) === 0 ? queue.shift() : undefined;
      if (!task) {
        void worker.terminate().then(() => resolve());
        return;
      }
      events.started(task);
      worker.postMessage(task);
    };
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'progress') events.progress(task!, message);
      else if (message.kind === 'ask') void answerWorker(message.request);
      else if (message.kind === 'done') {
        events.ended(task!, message.lineages);
        next();
      } else {
        void worker.terminate();
        reject(errorOf(message.error));
      }
    });
    worker.on('error', reject);
    next();
  });
}
