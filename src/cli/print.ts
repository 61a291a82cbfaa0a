/**
 * Standard output and standard error as commands write them. A result that cannot be delivered is never silent: `print` throws, and
 * `main.ts` turns that into an exit code. What is said on standard error is said if it can be.
 */
import {OutputError} from '../core/error.ts';
import {plainJson, plainText} from '../core/text/terminal.ts';
import {writeAll} from '../node/files.ts';
import {outputError} from '../node/system-error.ts';

/** Whoever read standard output has ended: what was to be said no longer interests anyone. */
export class ReaderGone extends Error {}

const STANDARD_OUTPUT = 1;

/** Text as it is: what comes from outside must have been made plain by whoever wrote it. Throws ReaderGone and OutputError. */
export function print(text: string): void {
  if (process.stdout.isTTY) {
    process.stdout.write(text);
    return;
  }
  try {
    writeAll(STANDARD_OUTPUT, Buffer.from(text));
  } catch (error) {
    throw undelivered(error);
  }
}

/** What it means that standard output could not be written. */
export function undelivered(error: unknown): unknown {
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') return new ReaderGone('the reader of standard output has ended');
  const failed = outputError(error, 'standard output');
  if (!(failed instanceof OutputError)) return failed;
  return new OutputError(failed.message, {where: failed.where, next: 'send the output somewhere else', cause: error});
}

/** Lines for people. */
export const say = (text: string): void => print(plainText(text));

/** One JSON document on one line. */
export const printJson = (value: unknown): void => print(plainJson(`${JSON.stringify(value)}\n`));

/** Lines for people beside the result. */
export function tell(text: string): void {
  process.stderr.write(plainText(text));
}
