/**
 * Judgements that a run waits for: of the pairs in asks.jsonl whose generation is not trained, those that neither the judgements recorded
 * before it nor judgements.jsonl hold yet.
 * A line that cannot be read says nothing here; the run itself says what is wrong with it.
 */
import {join} from 'node:path';
import * as z from 'zod';
import {isObject} from '../../core/plain/value.ts';
import {RECORDED} from '../people/recorded.ts';
import {isOwnFile, ownFileNames, readOwn} from './own-files.ts';

const ASKS = 'asks.jsonl';
const JUDGEMENTS = 'judgements.jsonl';
const MOST_BYTES = 256 << 20;

const askSchema = z.object({ask: z.string(), arm: z.string(), seed: z.number(), generation: z.number()});
const judgementSchema = z.object({ask: z.string(), choice: z.string(), annotator: z.string(), again: z.boolean().optional()});
type AskOfRun = z.infer<typeof askSchema>;

export interface WaitingQuestion {
  /** What made each arm, as lock.json has it. */
  readonly made: Readonly<Record<string, unknown>>;
  readonly isTrained: (ask: AskOfRun) => boolean;
}

/** Both files, for what tells that a run is as it was. */
export const FILES_OF_PEOPLE = [ASKS, JUDGEMENTS] as const;

export function judgementsWanted(directory: string, {made, isTrained}: WaitingQuestion): number {
  if (!isOwnFile(join(directory, ASKS))) return 0;
  const said = saidOf(directory);
  const asks = new Map(linesOf(directory, ASKS, askSchema).map((line) => [line.ask, line]));
  const open = [...asks.values()].filter((ask) => Object.hasOwn(made, ask.arm) && !isTrained(ask));
  return open.reduce((sum, {ask, arm}) => sum + Math.max(0, annotatorsIn(made[arm]) - (said.get(ask) ?? 0)), 0);
}

/** How many annotators have said something of each; the last line of each counts. */
function saidOf(directory: string): Map<string, number> {
  const files = [...ownFileNames(join(directory, RECORDED)).map((name) => join(RECORDED, name)), JUDGEMENTS];
  const last = new Map<string, Map<string, string>>();
  for (const {ask, choice, annotator, again} of files.flatMap((name) => linesOf(directory, name, judgementSchema))) {
    if (again === true) continue;
    last.set(ask, (last.get(ask) ?? new Map<string, string>()).set(annotator, choice));
  }
  const isSaid = (choice: string): boolean => choice !== 'skip' && choice !== 'undone';
  return new Map([...last].map(([ask, own]) => [ask, [...own.values()].filter(isSaid).length]));
}

function linesOf<T>(directory: string, name: string, schema: z.ZodType<T>): T[] {
  const path = join(directory, name);
  if (!isOwnFile(path)) return [];
  const lines = readOwn(path, MOST_BYTES).toString('utf8').split('\n');
  return lines.flatMap((line) => {
    try {
      const parsed = schema.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}

/** The most people that anything of an arm wants of a pair. */
function annotatorsIn(value: unknown): number {
  if (!isObject(value)) return 1;
  const own = value.kind === 'person' && typeof value.annotators === 'number' ? value.annotators : 1;
  return Math.max(own, ...Object.values(value).map(annotatorsIn));
}
