/**
 * What a command touches of the process that it runs in, as a record: `process.ts` makes one of Node's `process`, tests make one in memory.
 * The exit code is what a command returns. Files, threads and a user's programs are not here: they are of `node`.
 */

/** Standard output or standard error. */
export interface Output {
  /** Writes all of it. Throws what the system says where it cannot. */
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Whether text on it may have colours: a terminal that knows them, and no NO_COLOR. */
  readonly hasColours: boolean;
  readonly columns: number;
  readonly rows: number;
}

/** What asks a command to end: a person at the keyboard, or whatever manages processes, or a terminal that closes. */
export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export interface Effects {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Whether a person is at standard input, who can be asked. */
  readonly canAsk: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  /** Milliseconds since some moment. */
  readonly now: () => number;
  /** Hands every signal to `handler` until what is returned is called; without a handler a signal ends the process. */
  readonly onSignal: (handler: (signal: Signal) => void) => () => void;
}
