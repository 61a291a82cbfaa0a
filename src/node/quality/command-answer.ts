/** What a user's command answered: one line as an answer, or a DataError that says which record, what was answered, and how the program ended. */
import type {Data} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import {CHANGE_KEYS, type CommandAnswer} from '../../quality/command-rule.ts';
import {beginningOf, changeIn, problemOfChange} from './command-record.ts';

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
  readonly records: Data;
  readonly record: number;
  readonly before?: number;
  /** Whether an answer may change the record. */
  readonly changes?: boolean;
}

const WANTED = 'Answer each record with one line: {"keep": true} or {"keep": false, "reason": "..."}, and perhaps "weight": 0..1.';
const WANTED_CHANGED =
  'Answer each record with one line: what it becomes, under the key it came with, or {"keep": true} or {"keep": false}.';
/** Where an answer holds a record, and the step does not say that it may change. */
const NOT_TOLD = 'If the command is to change records, say so in its step: command: {run: [...], changes: true}.';
/** Characters of a record, and of an answer, that a message shows. */
const SHOWN = 60;
const ERROR_LINES = 5;

export function commandAnswerOf(line: string, asked: Asked & {readonly ending: Ending}): CommandAnswer {
  const answer = parsed(line);
  if (answer === undefined || problemOf(answer, asked) !== undefined) throw brokenAnswer(line, asked);
  const {keep = true, reason, weight} = answer;
  const change = asked.changes ? changeIn(asked.records, answer) : undefined;
  return {
    keep,
    ...(reason !== undefined && {reason}),
    ...(weight !== undefined && {weight}),
    ...(change !== undefined && {change}),
  } as CommandAnswer;
}

/** The error for a line that is no answer. */
export function brokenAnswer(line: string, {ending, ...asked}: Asked & {readonly ending: Ending}): DataError {
  const answer = parsed(line);
  const problem = answer === undefined ? 'is not a JSON object' : problemOf(answer, asked);
  const untold = !asked.changes && answer?.keep === undefined && answer !== undefined && changeIn(asked.records, answer) !== undefined;
  return commandError(
    ending,
    `its answer to ${nameOf(asked)} ${problem}: ${cut(line)}`,
    untold ? NOT_TOLD : asked.changes ? WANTED_CHANGED : WANTED,
  );
}

export function missingAnswer(ending: Ending, {answered, ...asked}: Asked & {readonly answered: number}): DataError {
  const {records, before = 0} = asked;
  return commandError(
    ending,
    `it answered ${answered} of ${before + records.count} records; the first without an answer is ${nameOf(asked)}`,
    asked.changes ? WANTED_CHANGED : WANTED,
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

function problemOf(answer: Record<string, unknown>, {records, changes}: Asked): string | undefined {
  const {keep, reason, weight} = answer;
  const change = changes ? changeIn(records, answer) : undefined;
  if (keep === undefined && change === undefined)
    return changes ? `has neither "${CHANGE_KEYS[records.kind]}" nor "keep"` : 'has no "keep"';
  if (keep !== undefined && typeof keep !== 'boolean') return 'has a "keep" that is neither true nor false';
  if (reason !== undefined && typeof reason !== 'string') return 'has a "reason" that is not a string';
  if (weight !== undefined && !(typeof weight === 'number' && weight >= 0 && weight <= 1))
    return 'has a "weight" that is not a number from 0 to 1';
  return change === undefined || keep === false ? undefined : problemOfChange(records, change);
}

function nameOf({records, record, before = 0}: Asked): string {
  return `record ${before + record + 1} (${cut(beginningOf(records, record, SHOWN))})`;
}

/** On one line, in quotes. */
function cut(text: string): string {
  const characters = [...text.replace(/\s+/g, ' ')];
  return JSON.stringify(characters.length > SHOWN ? `${characters.slice(0, SHOWN).join('')}...` : characters.join(''));
}
