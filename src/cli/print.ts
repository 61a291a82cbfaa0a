/**
 * Standard output and standard error as commands write them. A result that cannot be delivered is never silent: `print` throws, and
 * `exit.ts` turns that into an exit code. What is said on standard error is said if it can be.
 */
import {OutputError} from '../core/error.ts';
import {outputError} from '../node/system-error.ts';
import {plainJson, plainText} from '../node/terminal-text.ts';
import type {Effects} from './effects.ts';

/** Whoever read standard output has ended: what was to be said no longer interests anyone. */
export class ReaderGone extends Error {}

type Printing = Pick<Effects, 'stdout'>;

/** Text as it is: what comes from outside must have been made plain by whoever wrote it. Throws ReaderGone and OutputError. */
export function print(text: string, {stdout}: Printing): void {
  try {
    stdout.write(text);
  } catch (error) {
    throw undelivered(error);
  }
}

/** What it means that standard output could not be written. */
export function undelivered(error: unknown): unknown {
  if ((error as {code?: unknown}).code === 'EPIPE') return new ReaderGone('the reader of standard output has ended');
  const failed = outputError(error, 'standard output');
  if (!(failed instanceof OutputError)) return failed;
  return new OutputError(failed.message, {where: failed.where, next: 'send the output somewhere else', cause: error});
}

/** Lines for people. */
export const say = (text: string, effects: Printing): void => print(plainText(text), effects);

/** One JSON document on one line. */
export const printJson = (value: unknown, effects: Printing): void => print(plainJson(`${JSON.stringify(value)}\n`), effects);

/** The exit code of a verdict once it is printed. It stands where its reader has ended: whoever asked for it has the code. */
export function verdictPrinted(code: number, printed: () => void): number {
  try {
    printed();
  } catch (error) {
    if (!(error instanceof ReaderGone)) throw error;
  }
  return code;
}

/** Lines for people beside the result. */
export function tell(text: string, {stderr}: Pick<Effects, 'stderr'>): void {
  try {
    stderr.write(plainText(text));
  } catch {
    // what cannot be said on a standard error that is closed or full still has its exit code
  }
}
