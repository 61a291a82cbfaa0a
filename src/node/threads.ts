/**
 * How threads begin, and how they end: asked first, killed only where they do not hear.
 * A thread that is killed while it starts, or in the middle of what it does, may take the process with it (a segmentation
 * fault of Node's); one that has closed its port ends by itself, its JavaScript done.
 */
import * as module from 'node:module';
import {type MessagePort, Worker, type WorkerOptions} from 'node:worker_threads';

/**
 * A thread that takes its code from where the process keeps what it has compiled (module.enableCompileCache, which counts for the thread that calls
 * it alone): else it translates and compiles all of it again, which takes a third of a second from source.
 */
export function startThread(file: URL, options: WorkerOptions): Worker {
  // not everywhere: Deno has none
  const compiled = module.getCompileCacheDir?.();
  return new Worker(file, {...options, ...(compiled !== undefined && {env: {...process.env, NODE_COMPILE_CACHE: compiled}})});
}

/** What a thread is sent that is to end. */
interface EndOfThread {
  readonly kind: 'end';
}

const END: EndOfThread = {kind: 'end'};

/** What a thread is given to end the piece of work it is in. */
const PATIENCE_MS = 2000;

/** Ends threads that serve with `serveThread`, and waits until they have ended. Nothing where one has ended already. */
export async function endThreads(threads: readonly Worker[]): Promise<void> {
  await Promise.all(threads.map(endThread));
}

async function endThread(thread: Worker): Promise<void> {
  // threadId is -1 from a thread's end on
  if (thread.threadId < 0) return;
  let patience: NodeJS.Timeout | undefined;
  const ended = new Promise<void>((resolve) => {
    thread.once('exit', () => resolve());
    // whoever used it has been told of the error that ends it, or does not want to know any more
    thread.on('error', () => {});
    patience = setTimeout(() => void thread.terminate(), PATIENCE_MS);
  });
  thread.postMessage(END);
  await ended;
  clearTimeout(patience);
}

/** In a thread: hears messages until it is told to end; `onEnd` then stops work that awaits something. */
export function serveThread<T extends object>(port: MessagePort, hear: (message: T) => void, onEnd: () => void = () => {}): void {
  port.on('message', (message: T | EndOfThread) => {
    if (!isEnd(message)) return hear(message);
    onEnd();
    port.close();
  });
}

const isEnd = (message: object): message is EndOfThread => 'kind' in message && message.kind === 'end';
