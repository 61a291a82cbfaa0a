/**
 * One stream of events for all windows of an origin, since browsers allow few streams to one host: whoever holds a lock listens, and passes on
 * what it hears. Where it is hidden, closed or gone, the browser gives the lock to the next one that is seen. Where there are no locks or no
 * channels, each window listens for itself.
 */
import type {RunEvent} from '../../report/pages/view/records.ts';

export interface Listener {
  hear(event: RunEvent): void;
  /** Something may have been missed. */
  onGap(): void;
}

/** Tells of what happens until the signal says so. */
export type Listen = (listener: Listener, signal: AbortSignal) => Promise<void>;

const isSeen = (): boolean => document.visibilityState === 'visible';

/** A window that is hidden hears nothing, and asks for all once it is seen. Returns what ends it. */
export function followTogether(name: string, listen: Listen, listener: Listener): () => void {
  const channel = 'locks' in navigator && 'BroadcastChannel' in globalThis ? new BroadcastChannel(name) : undefined;
  channel?.addEventListener('message', ({data}: MessageEvent<RunEvent>) => {
    if (isSeen()) give(listener, data);
  });
  const lead = channel ? leading(name, listen, toAll(channel, listener)) : (signal: AbortSignal) => listen(listener, signal);
  let stop = new AbortController();
  const begin = (): void => {
    stop.abort();
    stop = new AbortController();
    if (isSeen()) void lead(stop.signal);
  };
  const change = (): void => {
    begin();
    if (isSeen()) listener.onGap();
  };
  document.addEventListener('visibilitychange', change);
  begin();
  return () => {
    document.removeEventListener('visibilitychange', change);
    stop.abort();
    channel?.close();
  };
}

function give({hear, onGap}: Listener, event: RunEvent): void {
  if (event.kind === 'missed') onGap();
  else hear(event);
}

/** To this window and to the others. */
function toAll(channel: BroadcastChannel, listener: Listener): Listener {
  const tell = (event: RunEvent): void => {
    channel.postMessage(event);
    give(listener, event);
  };
  return {hear: tell, onGap: () => tell({kind: 'missed'})};
}

/** Listens once the lock is had: at once where nobody else does; later after another, when something may have been missed. */
const leading =
  (name: string, listen: Listen, all: Listener) =>
  async (signal: AbortSignal): Promise<void> => {
    try {
      const led = await navigator.locks.request(name, {ifAvailable: true}, async (lock) => {
        if (lock && !signal.aborted) await listen(all, signal);
        return lock !== null;
      });
      if (led) return;
      await navigator.locks.request(name, {signal}, () => {
        all.onGap();
        return listen(all, signal);
      });
    } catch {
      // it was not wanted any more
    }
  };
