/**
 * One rule for Ctrl-C and its like in every command that keeps what it has done. The first signal asks for an orderly end, which gets a
 * while; a second one, or the end of that while, ends the command at once. What is kept is whole either way: only the work in hand is lost.
 * A command that has nothing to bring to an end (`stopping` is absent) ends at the first. A user's programs end with it.
 *
 * A command that keeps nothing and starts no program needs none of this: a signal ends it as it ends any program.
 */
import {endPrograms} from '../node/quality/live-programs.ts';
import type {Effects, Signal} from './effects.ts';
import {tell} from './print.ts';

export interface Interruption {
  /** What is said at the first signal, with the seconds that an orderly end may take. */
  readonly stopping?: (seconds: number) => string;
  /** What is said where the end is not awaited. */
  readonly stopped: string;
}

/** The command was ended before its work was. Everything has been said. */
export class Interrupted extends Error {}

/** A person can wait and can ask again; what sends the others kills soon after (10 seconds after `docker stop`). */
const GRACE_SECONDS: Readonly<Record<Signal, number>> = {SIGINT: 30, SIGTERM: 5, SIGHUP: 5};

/**
 * Runs what listens to the signal that it is given, under the rule above. Throws Interrupted where the end was not awaited: the work may
 * go on until the process ends, which it then does at once.
 */
export async function interruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  {stopping, stopped}: Interruption,
  effects: Pick<Effects, 'onSignal' | 'stderr'>,
): Promise<T> {
  const abort = new AbortController();
  let deadline: ReturnType<typeof setTimeout> | undefined;
  let ending = false;
  let silence = (): void => {};
  const left = new Promise<never>((_, leave) => {
    const end = async (): Promise<void> => {
      if (!ending) {
        ending = true;
        tell(`${abort.signal.aborted ? '' : '\n'}genloss: ${stopped}\n`, effects);
        // not awaited, but what can end by itself need not be torn away
        abort.abort();
        await endPrograms();
      }
      leave(new Interrupted(stopped));
    };
    silence = effects.onSignal((signal) => {
      if (abort.signal.aborted || stopping === undefined) {
        void end();
        return;
      }
      abort.abort();
      tell(`\ngenloss: ${stopping(GRACE_SECONDS[signal])}\n`, effects);
      deadline = setTimeout(end, 1000 * GRACE_SECONDS[signal]);
    });
  });
  try {
    // a program that was ended may fail the work: that is no news
    return await Promise.race([work(abort.signal).finally(() => (ending ? left : undefined)), left]);
  } finally {
    clearTimeout(deadline);
    silence();
  }
}
