/**
 * One line of judgements.jsonl, as a person makes it: what it says, what of several counts. Pure; who reads and writes the file checks it.
 */
import {compareText} from '../lab/results/row.ts';
import {ANSWERS, type PersonJudgement} from '../quality/preference/judgement.ts';
import type {SaidByAsk} from './asked.ts';

export const CHOICES = [...ANSWERS, 'skip', 'undone'] as const;

export interface JudgementLine {
  readonly ask: string;
  readonly choice: (typeof CHOICES)[number];
  readonly annotator: string;
  /** That it took. */
  readonly seconds?: number;
  /** When it was made. */
  readonly at?: string;
  /** Which text was shown on the left. */
  readonly left?: 'first' | 'second';
  /** A repeat, for quality control: no judgement. */
  readonly again?: boolean;
  /** Of a skip: something is wrong with the pair, and this person wants to see it no more. */
  readonly reported?: true;
}

/** By ask, and by annotator. */
export type LastLines = Map<string, Map<string, JudgementLine>>;

interface LastLinesOptions {
  readonly again?: boolean;
  /** Those of the lines before, which the new ones are put into. */
  readonly into?: LastLines;
}

/** The line of each annotator that counts for each ask, whatever it says; repeats are left out, or are all that is looked at. */
export function lastLines(lines: Iterable<JudgementLine>, {again = false, into: last = new Map()}: LastLinesOptions = {}): LastLines {
  for (const line of lines) {
    if ((line.again === true) !== again) continue;
    const own = last.get(line.ask);
    if (own === undefined) last.set(line.ask, new Map([[line.annotator, line]]));
    else own.set(line.annotator, line);
  }
  return last;
}

/** What of it says something, annotators by name. */
export function saidByAsk(lines: Iterable<JudgementLine>): SaidByAsk {
  const last = lastLines(lines);
  const entries = [...last.keys()].map((ask): [string, PersonJudgement[]] => [ask, judgementsIn(last, ask)]);
  return Object.fromEntries(entries.filter(([, judgements]) => judgements.length > 0));
}

/** What is said of one ask, annotators by name. */
export const judgementsIn = (last: LastLines, ask: string): PersonJudgement[] =>
  [...(last.get(ask)?.values() ?? [])].flatMap(judgementOf).sort((a, b) => compareText(a.annotator, b.annotator));

/** One, or none of a line that says nothing. */
export function judgementOf({annotator, choice}: Pick<JudgementLine, 'annotator' | 'choice'>): PersonJudgement[] {
  return choice === 'skip' || choice === 'undone' ? [] : [{annotator, choice}];
}
