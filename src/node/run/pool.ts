/** Tasks over worker threads: the next task goes to whichever is free. The first failure ends the run. */
import type {Executor, TaskEvents} from '../../run/executor.ts';
import type {Task} from '../../run/plan.ts';
import {errorOf} from '../plain-error.ts';
import {answerWorker} from '../quality/across.ts';
import {endPrograms} from '../quality/live-programs.ts';
import {endThreads, startThread} from '../threads.ts';
import type {FromRunWorker, WorkerData, WorkerPlan} from './worker.ts';

interface RunPoolOptions {
  readonly plan: WorkerPlan;
  readonly workers: number;
  /** When it fires, workers end after the generation in hand and `run` resolves with false. */
  readonly signal?: AbortSignal;
}

const PATIENCE_MS = 5_000;

/** Worker threads. */
export const inThreads = (options: RunPoolOptions): Executor => ({run: (tasks, events) => runPool(options, tasks, events)});

async function runPool({plan, workers, signal}: RunPoolOptions, tasks: readonly Task[], events: TaskEvents): Promise<boolean> {
  const queue = [...tasks];
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const halt = () => Atomics.store(stop, 0, 1);
  signal?.addEventListener('abort', halt, {once: true});
  if (signal?.aborted) halt();
  const threads = Math.min(workers, tasks.length);
  const failures: unknown[] = [];
  let patience: NodeJS.Timeout | undefined;
  const work = Array.from({length: threads}, () =>
    oneWorker({queue, plan, stop, events}).catch((error: unknown) => {
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
  plan: WorkerPlan;
  stop: Int32Array;
  events: TaskEvents;
}

/** The file of the worker: TypeScript in a checkout, JavaScript in the package. */
const workerFile = (): URL => new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

function oneWorker({queue, plan, stop, events}: OneWorker): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = startThread(workerFile(), {workerData: {plan, stop} satisfies WorkerData});
    let task: Task | undefined;
    const next = () => {
      task = Atomics.load(stop, 0) === 0 ? queue.shift() : undefined;
      if (!task) {
        void endThreads([worker]).then(resolve);
        return;
      }
      events.started(task);
      worker.postMessage(task);
    };
    worker.on('message', (message: FromRunWorker) => {
      if (message.kind === 'progress') events.progress(task!, message);
      else if (message.kind === 'ask') void answerWorker(message.request);
      else if (message.kind === 'waits') {
        events.waits(task!, message.waiting);
        next();
      } else if (message.kind === 'done') {
        events.ended(task!, message.lineages);
        next();
      } else {
        void endThreads([worker]);
        reject(errorOf(message.error));
      }
    });
    worker.on('error', reject);
    next();
  });
}
