/** The one place that turns errors into exit codes and words. */
import {ConfigError, DataError, DivergenceError, GenlossError, OutputError, ResourceError, UnfinishedError} from '../core/error.ts';
import {plainText} from '../core/text/terminal.ts';
import {shortageOf} from '../node/system-error.ts';
import {Interrupted} from './interrupt.ts';
import {ReaderGone} from './print.ts';

export const EXIT = {
  done: 0,
  fail: 1,
  inconclusive: 2,
  usage: 64,
  data: 65,
  bug: 70,
  resource: 71,
  output: 73,
  unfinished: 75,
  interrupted: 130,
} as const;

/** What is thrown, or the shortage that it comes from. */
const known = (error: unknown): unknown => shortageOf(error) ?? error;

export function exitCodeOf(thrown: unknown): number {
  const error = known(thrown);
  if (error instanceof ConfigError) return EXIT.usage;
  if (error instanceof DataError || error instanceof DivergenceError) return EXIT.data;
  if (error instanceof ResourceError) return EXIT.resource;
  if (error instanceof OutputError) return EXIT.output;
  if (error instanceof UnfinishedError) return EXIT.unfinished;
  return EXIT.bug;
}

/** The exit code after an error. `reached`: the one of a verdict that was there before it, which stands where only its reader has gone. */
export function endingOf(error: unknown, reached?: number): number {
  if (isUsage(error)) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof ReaderGone) return reached ?? EXIT.output;
  if (error instanceof Interrupted) return EXIT.interrupted;
  return exitCodeOf(error);
}

/** The message with its place, once: most messages begin with it, or with the file of it. */
function placed({where, message}: GenlossError): string {
  if (where === undefined || message.includes(where)) return message;
  const file = where.replace(/:\d+$/, '');
  return message.startsWith(`${file} `) ? `${where}${message.slice(file.length)}` : `${where}: ${message}`;
}

/** What a person reads: where, what, and what to do next. A stack trace only for a bug. Undefined where nothing is left to say. */
export function describeError(thrown: unknown): string | undefined {
  if (isUsage(thrown) || thrown instanceof ReaderGone || thrown instanceof Interrupted) return undefined;
  const error = known(thrown);
  if (error instanceof GenlossError && exitCodeOf(error) !== EXIT.bug) {
    const {next} = error;
    return plainText(`genloss: ${placed(error)}${next === undefined ? '' : `\n  next: ${next}`}\n`);
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return plainText(`genloss: this is a bug in genloss, please report it with the command that you ran\n${stack}\n`);
}

/** commander's own errors, which it has already explained; help and version are among them. */
const isUsage = (error: unknown): error is Error & {exitCode: number} =>
  error instanceof Error && String((error as {code?: unknown}).code).startsWith('commander.');

interface ErrorDocument {
  readonly error: {
    /** The exit code. */
    readonly code: number;
    readonly message: string;
    readonly file?: string;
    readonly line?: number;
    readonly column?: number;
    readonly next?: string;
  };
}

/** What a program reads of an error: the words of the plain one, and its place in parts. Undefined where nothing is left to say.
 * `usage`: what to do about a command line that is not one.
 */
export function errorDocument(thrown: unknown, code: number, usage?: string): ErrorDocument | undefined {
  if (thrown instanceof ReaderGone) return undefined;
  if (isUsage(thrown)) return {error: {code, message: thrown.message.replace(/^error: /, ''), ...(usage !== undefined && {next: usage})}};
  const error = known(thrown);
  if (!(error instanceof GenlossError) || code === EXIT.bug)
    return {error: {code, message: error instanceof Error ? error.message : String(error)}};
  const {where, next} = error;
  return {error: {code, message: placed(error), ...(where !== undefined && placeOf(where)), ...(next !== undefined && {next})}};
}

/** `recipe.yaml:3:5` in parts; a flag of the command line is no file. */
function placeOf(where: string): {file?: string; line?: number; column?: number} {
  if (where.startsWith('--')) return {};
  const [, file, line, column] = /^(.*?)(?::(\d+))?(?::(\d+))?$/s.exec(where)!;
  return {file, ...(line !== undefined && {line: Number(line)}), ...(column !== undefined && {column: Number(column)})};
}
