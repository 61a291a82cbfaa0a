/** What a user's command answered: one line as an answer, or a DataError that says which record, what was answered, and how the program ended. */
import type {Text} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import type {CommandAnswer} from '../../quality/rules.ts';

/** How a program stands: `status` and `signal` are null while it runs. */
export interface Ending {
  readonly run: readonly string[];
  readonly status: number | null;
  readonly signal: string | null;
  /** The end of its standard error. */
  readonly errors: string;
}

/** Record number `record` of `records`, after `before` records of earlier batches. */
export interface Asked {
  readonly records: Text;
  readonly record: number;
  readonly before?: number;
}

const WANTED = 'Answer each record with one line: {"keep": true} or {"keep": false, "reason": "..."}, and perhaps "weight": 0..1.';
/** Characters of a record, and of an answer, that a message shows. */
const SHOWN = 60;
const ERROR_LINES = 5;

export function commandAnswerOf(line: string, asked: Asked & {readonly ending: Ending}): CommandAnswer {
  const answer = parsed(line);
  if (answer === undefined || problemOf(answer) !== undefined) throw brokenAnswer(line, asked);
  const {keep, reason, weight} = answer;
  return {keep, ...(reason !== undefined && {reason}), ...(weight !== undefined && {weight})} as CommandAnswer;
}

/** The error for a line that is no answer. */
export function brokenAnswer(line: string, {ending, ...asked}: Asked & {readonly ending: Ending}): DataError {
  const answer = parsed(line);
  const problem = answer === undefined ? 'is not a JSON object' : problemOf(answer);
  return commandError(ending, `its answer to ${nameOf(asked)} ${problem}: ${cut(line)}`);
}

export function missingAnswer(ending: Ending, {answered, ...asked}: Asked & {readonly answered: number}): DataError {
  const {records, before = 0} = asked;
  return commandError(
    ending,
    `it answered ${answered} of ${before + records.count} records; the first without an answer is ${nameOf(asked)}`,
  );
}

export function surplusAnswer(ending: Ending, {asked, line}: {readonly asked: number; readonly line: string}): DataError {
  return commandError(ending, `it answered more than the ${asked} records it was given; the first line too many is ${cut(line)}`);
}

/** An answer that has no end. */
export function endlessAnswer(ending: Ending, asked: Asked): DataError {
  return commandError(ending, `its answer to ${nameOf(asked)} is longer than a mebibyte`);
}

/** Nothing came for too long: an answer to a record, or, where all are answered, its end. */
export function lateAnswer(ending: Ending, {seconds, ...asked}: Partial<Asked> & {readonly seconds: number}): DataError {
  const {records, record} = asked;
  const waited = records !== undefined && record !== undefined ? `no answer to ${nameOf({...asked, records, record})}` : 'it has not ended';
  return commandError(
    ending,
    `${waited} after ${seconds} seconds`,
    'Answer sooner and flush each line, or allow more time: command: {run: [...], timeout: SECONDS}.',
  );
}

/** It answered all records, and yet says that something went wrong. */
export function failure(ending: Ending): DataError {
  return commandError(ending, 'it answered every record, but did not end well');
}

function commandError(ending: Ending, what: string, next = WANTED): DataError {
  const {run, status, signal, errors} = ending;
  const ended = signal ? `ended by ${signal}` : status === null ? 'still running' : `exit code ${status}`;
  const lines = errors.trimEnd().split('\n').slice(-ERROR_LINES);
  const said = errors.trim() === '' ? '' : `; its standard error ends with:\n  ${lines.join('\n  ')}`;
  return new DataError(`the command ${run.join(' ')}: ${what} (${ended})${said}`, {next});
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(line);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function problemOf({keep, reason, weight}: Record<string, unknown>): string | undefined {
  if (keep === undefined) return 'has no "keep"';
  if (typeof keep !== 'boolean') return 'has a "keep" that is neither true nor false';
  if (reason !== undefined && typeof reason !== 'string') return 'has a "reason" that is not a string';
  if (weight !== undefined && !(typeof weight === 'number' && weight >= 0 && weight <= 1))
    return 'has a "weight" that is not a number from 0 to 1';
  return undefined;
}

function nameOf({records, record, before = 0}: Asked): string {
  const {bytes, offsets} = records;
  const start = new TextDecoder().decode(bytes.subarray(offsets[record], Math.min(offsets[record + 1], offsets[record] + 4 * SHOWN)));
  return `record ${before + record + 1} (${cut(start)})`;
}

/** On one line, in quotes. */
function cut(text: string): string {
  const characters = [...text.replace(/\s+/g, ' ')];
  return JSON.stringify(characters.length > SHOWN ? `${characters.slice(0, SHOWN).join('')}...` : characters.join(''));
}
