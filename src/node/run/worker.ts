/** The thread that works on tasks. Talks to `pool.ts` alone. */
import {parentPort, workerData} from 'node:worker_threads';
import {isNeural} from '../../lab/experiment/arm.ts';
import type {Row} from '../../lab/results/row.ts';
import type {Waiting} from '../../run/asked.ts';
import type {TaskProgress} from '../../run/executor.ts';
import type {Task} from '../../run/plan.ts';
import {runTask, type TaskContext, type TaskPorts} from '../../run/task.ts';
import type {Runtime} from '../../tensor/runtime.ts';
import {registerNodeDictionary} from '../dictionary.ts';
import {type PlainError, plainError} from '../plain-error.ts';
import {registerPointKernels} from '../point-kernels.ts';
import {type AskRequest, askMain} from '../quality/across.ts';
import type {Device} from '../tensor/device.ts';
import {loadDevice, openRuntime} from '../tensor/runtime.ts';
import {serveThread} from '../threads.ts';
import {sampleKeeper} from './sample-files.ts';
import {FileStore, type Hashes} from './store.ts';

/** All that a worker knows of a run. */
export interface WorkerPlan {
  readonly directory: string;
  readonly hashes: Hashes;
  readonly context: TaskContext;
  /** Where neural models are computed. */
  readonly device?: Device;
  readonly keepSamples?: boolean;
}

export interface WorkerData {
  readonly plan: WorkerPlan;
  /** One element: not 0 when the run has been stopped. */
  readonly stop: Int32Array;
}

export type FromRunWorker =
  | (TaskProgress & {readonly kind: 'progress'})
  | {readonly kind: 'done'; readonly lineages: number}
  | {readonly kind: 'waits'; readonly waiting: Waiting}
  | {readonly kind: 'ask'; readonly request: AskRequest}
  | {readonly kind: 'failed'; readonly error: PlainError};

registerNodeDictionary();
registerPointKernels();
const PROGRESS_MS = 80;
const {plan, stop} = workerData as WorkerData;
const {directory, hashes, context, device, keepSamples} = plan;
const port = parentPort!;
const runCommand = askMain((request, transfer) => port.postMessage({kind: 'ask', request} satisfies FromRunWorker, transfer));

let opened: Runtime | undefined;
if (device !== undefined && context.arms.some(isNeural)) await loadDevice(device);

const ports: TaskPorts = {
  store: new FileStore(directory, hashes),
  ...(keepSamples && {keepSamples: sampleKeeper(directory)}),
  runtime: () => (opened ??= openRuntime({device})),
  runCommand,
  seconds: () => performance.now() / 1000,
  isStopped: () => Atomics.load(stop, 0) !== 0,
};

serveThread(port, (task: Task) => {
  let last = 0;
  let lineages = 0;
  let pending: Row[] = [];
  try {
    const waiting = runTask(task, context, {
      ...ports,
      progress: ({fraction, seed, rows, lineageDone}) => {
        if (lineageDone) lineages++;
        pending = pending[0]?.seed === seed ? pending.concat(rows) : [...rows];
        const now = performance.now();
        if (now - last < PROGRESS_MS) return;
        last = now;
        port.postMessage({kind: 'progress', fraction, seed, rows: pending, lineages} satisfies FromRunWorker);
        lineages = 0;
        pending = [];
      },
    });
    port.postMessage((waiting ? {kind: 'waits', waiting} : {kind: 'done', lineages}) satisfies FromRunWorker);
  } catch (error) {
    port.postMessage({kind: 'failed', error: plainError(error)} satisfies FromRunWorker);
  }
});
