/** The thread of the tests: works for as long as it is told, or waits so long. */
import {parentPort} from 'node:worker_threads';
import {serveThread} from './threads.ts';

export interface Work {
  readonly how: 'computes' | 'waits';
  readonly ms: number;
}

let timer: NodeJS.Timeout | undefined;

function work({how, ms}: Work): void {
  parentPort!.postMessage('begun');
  if (how === 'waits') timer = setTimeout(() => {}, ms);
  else for (const end = performance.now() + ms; performance.now() < end; );
}

serveThread(parentPort!, work, () => clearTimeout(timer));
