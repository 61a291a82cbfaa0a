/**
 * judgements.jsonl: what people said, a line a judgement, written by anyone.
 *
 *   {"ask", "choice", "annotator", "seconds"?, "at"?, "left"?, "again"?, "reported"?}
 *
 * Any other field is an error. The last line of an annotator on an ask counts. A last line that is not whole is not there yet; any other broken line is a DataError that
 * names it.
 */
import {lstatSync} from 'node:fs';
import * as z from 'zod';
import {DataError, ResourceError} from '../../core/error.ts';
import {visible} from '../../core/text/plain.ts';
import {CHOICES, type JudgementLine} from '../../run/judgement.ts';
import {readStored} from '../stored.ts';

export const JUDGEMENTS = 'judgements.jsonl';

const lineSchema = z
  .strictObject({
    ask: z.string().min(1),
    choice: z.enum(CHOICES),
    annotator: z.string().min(1),
    seconds: z.number().min(0).optional(),
    at: z.string().optional(),
    left: z.enum(['first', 'second']).optional(),
    again: z.boolean().optional(),
    reported: z.literal(true).optional(),
  })
  .refine(({choice, reported}) => !reported || choice === 'skip', {
    path: ['reported'],
    message: 'only a pair that is skipped is reported: wanted "choice": "skip"',
  }) satisfies z.ZodType<JudgementLine>;
const LINE_END = 10;
const FIELDS = Object.keys(lineSchema.shape);

export interface JudgementFile {
  /** In their order. */
  readonly lines: readonly JudgementLine[];
  /** Whether there is a last line that is not whole. */
  readonly isCut: boolean;
}

/** One as it stands in a file. */
export interface PlacedJudgement {
  readonly line: JudgementLine;
  /** From 1. */
  readonly number: number;
  /** Without its end. */
  readonly text: string;
}

export const WANTED_JUDGEMENT =
  'Wanted: {"ask": "...", "choice": "first" | "second" | "tie" | "neither" | "skip" | "undone", "annotator": "..."}';

/** No lines where there is no file. Throws DataError. */
export function readJudgements(path: string): JudgementFile {
  if (!isThere(path)) return {lines: [], isCut: false};
  const {placed, cut} = placedLines(bytesOfJudgements(path), {path});
  return {lines: placed.map(({line}) => line), isCut: cut !== undefined};
}

/** Of a file that somebody hands over: there, and whole to its last line. Throws DataError. */
export function readWholeJudgements(path: string): readonly PlacedJudgement[] {
  if (!isThere(path)) throw new DataError('there is no such file of judgements', {where: path, next: 'give the file that was handed back'});
  const {placed, cut} = placedLines(bytesOfJudgements(path), {path});
  if (cut !== undefined)
    throw new DataError('the last line is not whole: the file was cut on its way', {
      where: `${path}:${cut}`,
      next: 'have it handed back once more',
    });
  if (placed.length === 0)
    throw new DataError('no judgement is in the file', {where: path, next: 'have it handed back once more, or leave it out'});
  return placed;
}

interface PlacedLines {
  readonly placed: readonly PlacedJudgement[];
  /** The number of a last line that is not whole. */
  readonly cut?: number;
  /** How many lines there are up to here, empty ones among them. */
  readonly lines: number;
}

/** The lines of bytes. `path`: for messages; `after`: lines that stand before them. Throws DataError. */
export function placedLines(bytes: Uint8Array, {path, after = 0}: {readonly path: string; readonly after?: number}): PlacedLines {
  const decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});
  const placed: PlacedJudgement[] = [];
  let lines = after;
  for (let start = 0; start < bytes.length; ) {
    const number = ++lines;
    const found = bytes.indexOf(LINE_END, start);
    const isLast = found < 0;
    const end = isLast ? bytes.length : found;
    const read = parsed(() => decoder.decode(bytes.subarray(start, end)));
    start = end + 1;
    if (read === undefined) continue;
    if (!('problem' in read)) placed.push({...read, number});
    else if (isLast) return {placed, cut: number, lines};
    else
      throw new DataError(`not a judgement: ${read.problem}`, {
        where: `${path}:${number}`,
        next: `${WANTED_JUDGEMENT}. Mend the line or take it out.`,
      });
  }
  return {placed, lines};
}

/** Whether something has the name, a link that leads nowhere among them. */
function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw unreadable(path, error);
  }
}

/** Throws DataError. */
export function bytesOfJudgements(path: string): Uint8Array {
  try {
    return readStored(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): Error {
  if (error instanceof ResourceError) return error;
  return new DataError(`judgements cannot be read: ${(error as Error).message}`, {
    where: path,
    next: 'put a file of judgements there that can be read, or remove what is there',
    cause: error,
  });
}

/** Whether bytes are a judgement, whole. */
export function isJudgement(bytes: Uint8Array): boolean {
  const read = parsed(() => new TextDecoder('utf-8', {fatal: true}).decode(bytes));
  return read !== undefined && 'line' in read;
}

/** What is wrong with a line; undefined of a judgement. */
export function problemOfJudgement(text: string): string | undefined {
  if (/[\n\r]/.test(text)) return 'it is more than one line';
  const read = parsed(() => text);
  return read === undefined ? 'it is empty' : 'problem' in read ? read.problem : undefined;
}

/** Nothing for an empty line. */
function parsed(read: () => string): Omit<PlacedJudgement, 'number'> | {readonly problem: string} | undefined {
  let value: unknown;
  let text: string;
  try {
    text = read().trim();
    if (text === '') return undefined;
    value = JSON.parse(text);
  } catch (error) {
    return {problem: error instanceof SyntaxError ? `no JSON (${error.message})` : 'no UTF-8'};
  }
  const checked = lineSchema.safeParse(value, {reportInput: true});
  if (checked.success) return {line: checked.data, text};
  return {problem: problemIn(value, checked.error.issues[0])};
}

const MOST_SHOWN = 60;

/** The field, what was wanted of it, and what was got. */
function problemIn(value: unknown, issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `no field of a judgement: ${issue.keys.map(shown).join(', ')}, wanted ${FIELDS.join(', ')}`;
  const field = issue.path.map(String).join('.');
  const before = field === '' ? '' : `${field}: `;
  if (issue.code === 'custom') return `${before}${issue.message}`;
  const got = issue.path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown>)[key], value);
  return `${before}wanted ${wantedIn(issue)}, got ${got === undefined ? 'nothing' : shown(got)}`;
}

function wantedIn(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return issue.values.map(shown).join(' | ');
  if (issue.code === 'invalid_type') return `${issue.expected === 'object' ? 'an' : 'a'} ${issue.expected}`;
  if (issue.code === 'too_small') return issue.origin === 'string' ? 'a text that is not empty' : `at least ${issue.minimum}`;
  return issue.message;
}

function shown(value: unknown): string {
  const text = visible(JSON.stringify(value) ?? String(value));
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}\u2026` : text;
}
