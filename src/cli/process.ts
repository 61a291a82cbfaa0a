/**
 * The effects on the process that runs the command line, and how the process ends. The only file of `cli` that names Node's `process`.
 * It imports what every command needs anyway, and nothing that can fail where no more files can be opened.
 */
import {writeAll} from '../node/write-all.ts';
import type {Effects, Output, Signal} from './effects.ts';

const [BUG, SHORT, INTERRUPTED] = [70, 71, 130];
const STANDARD_OUTPUT = 1;
const SIGNALS: readonly Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs a command line on this process, which ends with the exit code, also where something is thrown that nobody awaited. */
export async function onProcess(commandLine: (words: readonly string[], effects: Effects) => Promise<number>): Promise<void> {
  // what cannot be said on a standard error that is closed or full still has its exit code
  process.stderr.on('error', () => {});
  process.stdout.on('error', async (error) => end((await import('./print.ts')).undelivered(error)));
  process.on('uncaughtException', (error) => void end(error).finally(() => process.exit()));
  try {
    const code = await commandLine(process.argv.slice(2), processEffects());
    // standard output of a terminal may have failed meanwhile
    if (code !== 0 || process.exitCode === undefined) process.exitCode = code;
    // what was under way and is not awaited any more ends with the process
    if (code === INTERRUPTED) process.exit();
  } catch (error) {
    await end(error);
  }
}

async function end(error: unknown): Promise<void> {
  try {
    const {describeError, endingOf} = await import('./exit.ts');
    const {exitCode} = process;
    process.exitCode = endingOf(error, typeof exitCode === 'number' ? exitCode : undefined);
    const said = describeError(error);
    if (said !== undefined) process.stderr.write(said);
  } catch {
    // not even the words can be loaded: no more files can be opened, as a rule
    const {code, message} = error as NodeJS.ErrnoException;
    process.exitCode = code === 'EMFILE' || code === 'ENFILE' || /too many open files/.test(message) ? SHORT : BUG;
    process.stderr.write(`genloss: ${message}\n`);
  }
}

function processEffects(): Effects {
  return {
    stdout: outputOn(process.stdout, writeOut),
    stderr: outputOn(process.stderr, (text) => void process.stderr.write(text)),
    // opened when it is read
    stdin: {[Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator]()},
    canAsk: process.stdin.isTTY === true && process.stderr.isTTY === true,
    environment: process.env,
    workingDirectory: process.cwd(),
    now: () => performance.now(),
    onSignal(handler) {
      for (const signal of SIGNALS) process.on(signal, handler);
      return () => {
        for (const signal of SIGNALS) process.off(signal, handler);
      };
    },
  };
}

function outputOn(stream: NodeJS.WriteStream, write: (text: string) => void): Output {
  return {
    write,
    isTerminal: stream.isTTY === true,
    hasColours: stream.isTTY === true && stream.hasColors?.() === true && !process.env.NO_COLOR,
    get columns() {
      return stream.columns ?? 80;
    },
    get rows() {
      return stream.rows ?? 24;
    },
  };
}

/** To a terminal as Node does. Elsewhere whole before anything else happens, so that a failure is thrown to whoever prints. */
function writeOut(text: string): void {
  if (process.stdout.isTTY) {
    process.stdout.write(text);
    return;
  }
  writeAll(STANDARD_OUTPUT, Buffer.from(text));
}
