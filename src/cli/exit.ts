/** The one place that turns errors into exit codes and words. */
import {ConfigError, DataError, GenlossError, OutputError, ResourceError} from '../core/error.ts';

export const EXIT = {done: 0, fail: 1, inconclusive: 2, usage: 64, data: 65, bug: 70, resource: 71, output: 73, interrupted: 130} as const;

export function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError) return EXIT.usage;
  if (error instanceof DataError) return EXIT.data;
  if (error instanceof ResourceError) return EXIT.resource;
  if (error instanceof OutputError) return EXIT.output;
  return EXIT.bug;
}

/** What a person reads: where, what, and what to do next. A stack trace only for a bug. */
export function describeError(error: unknown): string {
  if (error instanceof GenlossError && exitCodeOf(error) !== EXIT.bug) {
    const where = error.where === undefined ? '' : `${error.where}: `;
    const next = error.next === undefined ? '' : `\n  next: ${error.next}`;
    return `genloss: ${where}${error.message}${next}`;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `genloss: this is a bug in genloss, please report it with the command that you ran\n${stack}`;
}
