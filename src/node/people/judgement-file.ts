/**
 * judgements.jsonl: what people said, a line a judgement, written by anyone.
 *
 *   {"ask", "choice", "annotator", "seconds"?, "at"?, "left"?, "again"?, "reported"?}
 *
 * The last line of an annotator on an ask counts. A last line that is not whole is not there yet; any other broken line is a DataError that
 * names it.
 */
import {existsSync} from 'node:fs';
import * as z from 'zod';
import {DataError, ResourceError} from '../../core/error.ts';
import {CHOICES, type JudgementLine} from '../../run/judgement.ts';
import {readStored} from '../stored.ts';

export const JUDGEMENTS = 'judgements.jsonl';

const lineSchema = z
  .object({
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

const WANTED = 'Wanted: {"ask": "...", "choice": "first" | "second" | "tie" | "neither" | "skip" | "undone", "annotator": "..."}';

/** No lines where there is no file. Throws DataError. */
export function readJudgements(path: string): JudgementFile {
  if (!existsSync(path)) return {lines: [], isCut: false};
  const {placed, cut} = placedIn(path);
  return {lines: placed.map(({line}) => line), isCut: cut !== undefined};
}

/** Of a file that somebody hands over: there, and whole to its last line. Throws DataError. */
export function readWholeJudgements(path: string): readonly PlacedJudgement[] {
  if (!existsSync(path))
    throw new DataError('there is no such file of judgements', {where: path, next: 'give the file that was handed back'});
  const {placed, cut} = placedIn(path);
  if (cut !== undefined)
    throw new DataError('the last line is not whole: the file was cut on its way', {
      where: `${path}:${cut}`,
      next: 'have it handed back once more',
    });
  if (placed.length === 0)
    throw new DataError('no judgement is in the file', {where: path, next: 'have it handed back once more, or leave it out'});
  return placed;
}

/** `cut`: the number of a last line that is not whole. */
function placedIn(path: string): {readonly placed: readonly PlacedJudgement[]; readonly cut?: number} {
  const bytes = bytesOf(path);
  const decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});
  const placed: PlacedJudgement[] = [];
  for (let start = 0, number = 1; start < bytes.length; number++) {
    const found = bytes.indexOf(10, start);
    const isLast = found < 0;
    const end = isLast ? bytes.length : found;
    const read = parsed(() => decoder.decode(bytes.subarray(start, end)));
    start = end + 1;
    if (read === undefined) continue;
    if (!('problem' in read)) placed.push({...read, number});
    else if (isLast) return {placed, cut: number};
    else
      throw new DataError(`not a judgement: ${read.problem}`, {
        where: `${path}:${number}`,
        next: `${WANTED}. Mend the line or take it out.`,
      });
  }
  return {placed};
}

function bytesOf(path: string): Uint8Array {
  try {
    return readStored(path);
  } catch (error) {
    if (error instanceof ResourceError) throw error;
    throw new DataError(`judgements cannot be read: ${(error as Error).message}`, {where: path, cause: error});
  }
}

/** Whether bytes are a judgement, whole. */
export function isJudgement(bytes: Uint8Array): boolean {
  const read = parsed(() => new TextDecoder('utf-8', {fatal: true}).decode(bytes));
  return read !== undefined && 'line' in read;
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
  const [{path, message}] = checked.error.issues;
  return {problem: path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`};
}
