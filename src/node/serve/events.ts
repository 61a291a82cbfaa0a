/**
 * Server-sent events to whoever listens. A listener that reads slower than there is news is told once that it missed some, in place of a queue
 * that grows: `{"kind":"missed"}`, upon which it asks again.
 */
import type {Context} from 'hono';
import {streamSSE} from 'hono/streaming';

const MOST_WAITING = 256;
/** So that whatever stands between keeps the connection. */
const BEAT_MS = 15_000;

interface Listener {
  waiting: string[];
  wake: () => void;
  isGone: boolean;
}

export class Listeners<E extends {readonly kind: string}> {
  private readonly all = new Set<Listener>();

  get count(): number {
    return this.all.size;
  }

  tell(event: E): void {
    const text = JSON.stringify(event);
    for (const listener of this.all) {
      if (listener.waiting.length >= MOST_WAITING) listener.waiting = [JSON.stringify({kind: 'missed'})];
      else listener.waiting.push(text);
      listener.wake();
    }
  }

  /** An answer that goes on until whoever asked has gone. */
  stream(context: Context): Response {
    return streamSSE(context, async (stream) => {
      const listener: Listener = {waiting: [], wake: () => {}, isGone: false};
      stream.onAbort(() => {
        listener.isGone = true;
        listener.wake();
      });
      this.all.add(listener);
      try {
        await stream.write(': here\n\n');
        while (!listener.isGone && !stream.aborted) {
          if (listener.waiting.length === 0) await woken(listener);
          const [next, ...others] = listener.waiting;
          listener.waiting = others;
          await (next === undefined ? stream.write(': beat\n\n') : stream.writeSSE({data: next}));
        }
      } finally {
        this.all.delete(listener);
      }
    });
  }
}

function woken(listener: Listener): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, BEAT_MS);
    listener.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
