/**
 * One rule for Ctrl-C and its like in every command that keeps what it has done. The first signal asks for an orderly end, which gets a
 * while; a second one, or the end of that while, ends the command at once. What is kept is whole either way: only the work in hand is lost.
 * A command that has nothing to bring to an end (`stopping` is absent) ends at the first. A user's programs end with it.
 */
import {endPrograms} from '../node/quality/program.ts';
import {EXIT} from './exit.ts';
import {tell} from './print.ts';

export interface Interruption {
  /** What is said at the first signal, with the seconds that an orderly end may take. */
  readonly stopping?: (seconds: number) => string;
  /** What is said where the end is not awaited. */
  readonly stopped: string;
}

/** A person can wait and can ask again; what sends the others kills soon after (10 seconds after `docker stop`). */
const GRACE_SECONDS = {SIGINT: 30, SIGTERM: 5, SIGHUP: 5} as const;
const SIGNALS = Object.keys(GRACE_SECONDS) as (keyof typeof GRACE_SECONDS)[];

/** Runs what listens to the signal that it is given, under the rule above. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>, {stopping, stopped}: Interruption): Promise<T> {
  const abort = new AbortController();
  let deadline: NodeJS.Timeout | undefined;
  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) process.exit(EXIT.interrupted);
    ending = true;
    tell(`${abort.signal.aborted ? '' : '\n'}genloss: ${stopped}\n`);
    await endPrograms();
    process.exit(EXIT.interrupted);
  };
  const onSignal = (signal: keyof typeof GRACE_SECONDS): void => {
    if (abort.signal.aborted || stopping === undefined) {
      void end();
      return;
    }
    abort.abort();
    tell(`\ngenloss: ${stopping(GRACE_SECONDS[signal])}\n`);
    deadline = setTimeout(end, 1000 * GRACE_SECONDS[signal]);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    return await work(abort.signal);
  } finally {
    clearTimeout(deadline);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
