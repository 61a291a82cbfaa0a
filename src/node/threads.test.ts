import {once} from 'node:events';
import {Worker} from 'node:worker_threads';
import {describe, expect, it} from 'vitest';
import type {Work} from './threads.test-worker.ts';
import {endThreads} from './threads.ts';

const thread = () => new Worker(new URL('./threads.test-worker.ts', import.meta.url));

/** The exit codes of threads that are ended while each does what it is given; 1 is that of one that was killed. */
async function codes(works: readonly (Work | undefined)[]): Promise<number[]> {
  const threads = works.map(thread);
  await Promise.all(
    works.map(async (work, i) => {
      if (work === undefined) return;
      threads[i].postMessage(work);
      await once(threads[i], 'message');
    }),
  );
  const exits = threads.map((one) => once(one, 'exit'));
  await endThreads(threads);
  return (await Promise.all(exits)).map(([code]) => code as number);
}

describe('a thread that is to end', () => {
  it('ends by itself: while it starts, after a while of computing, and where it waits', async () => {
    expect(await codes([undefined, {how: 'computes', ms: 100}, {how: 'waits', ms: 600_000}, {how: 'computes', ms: 0}])).toEqual([
      0, 0, 0, 0,
    ]);
  });

  it('is killed where it does not hear', async () => {
    expect(await codes([{how: 'computes', ms: 600_000}])).toEqual([1]);
  });

  it('may have ended already', async () => {
    const one = thread();
    await endThreads([one]);
    await endThreads([one]);
    expect(one.threadId).toBe(-1);
  });
});
