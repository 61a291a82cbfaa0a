/** Long work beside a server: now and then others have their turn. */

/** Awaited between two pieces of work; at once unless a turn is over. */
export type Pause = () => Promise<void> | undefined;

const TURN_MS = 12;

export function pausing(): Pause {
  let last = performance.now();
  return () => {
    if (performance.now() - last < TURN_MS) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        last = performance.now();
        resolve();
      }),
    );
  };
}
