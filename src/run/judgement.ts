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

/** The line of each annotator that counts for each ask, whatever it says; repeats are left out, or are all that is looked at. */
export function lastLines(
  lines: Iterable<JudgementLine>,
  {again = false}: {readonly again?: boolean} = {},
): Map<string, Map<string, JudgementLine>> {
  const last = new Map<string, Map<string, JudgementLine>>();
  for (const line of lines) {
    if ((line.again === true) !== again) continue;
    const own = last.get(line.ask) ?? new Map<string, JudgementLine>();
    last.set(line.ask, own.set(line.annotator, line));
  }
  return last;
}

/** What of it says something, annotators by name. */
export function saidByAsk(lines: Iterable<JudgementLine>): SaidByAsk {
  const entries = [...lastLines(lines)].map(([ask, own]): [string, PersonJudgement[]] => [
    ask,
    [...own.values()].flatMap(judgementOf).sort((a, b) => compareText(a.annotator, b.annotator)),
  ]);
  return Object.fromEntries(entries.filter(([, judgements]) => judgements.length > 0));
}

/** One, or none of a line that says nothing. */
export function judgementOf({annotator, choice}: Pick<JudgementLine, 'annotator' | 'choice'>): PersonJudgement[] {
  return choice === 'skip' || choice === 'undone' ? [] : [{annotator, choice}];
}
