/**
 * Judgements for others: as an annotator that an experiment can ask, and as files of preferences that trainers read.
 *
 *   trl       a line a judgement that prefers one text, as genloss and TRL read it; ties and `neither` prefer nothing and are left out
 *   argilla   a line a pair, with the ranking of everybody who judged it; of ties both rank alike
 */
import {createHash} from 'node:crypto';
import {ConfigError, DataError} from '../../core/error.ts';
import {visible} from '../../core/text/plain.ts';
import type {Stated} from '../../quality/preference/stated.ts';
import {writeOutput} from '../output-file.ts';
import {type Preference, writePreferences} from '../preference/files.ts';
import type {AnnotatorSummary, CountedJudgement, RunJudgements} from './summary.ts';

export const EXPORTS = ['trl', 'argilla'] as const;

const MOST_OF_NAME = 100;

/** The file of one person's pairs, where none is named: the name as it is, as far as it is short and a file can have it. */
export function pairsNameOf(annotator: string): string {
  const plain = encodeURIComponent(Buffer.from(annotator).toString());
  if (plain.length <= MOST_OF_NAME) return `pairs-${plain}.jsonl`;
  const digest = createHash('sha256').update(annotator).digest('hex').slice(0, 16);
  return `pairs-${plain.slice(0, MOST_OF_NAME)}-${digest}.jsonl`;
}

/** What an experiment asks in a person's place. */
export interface SimulatedAnnotator {
  readonly kind: 'file';
  readonly file: string;
  readonly noise?: number;
  readonly bias?: {readonly first?: number; readonly length?: number};
}

/** `file`: where its pairs are. What could not be told is left out. Throws ConfigError where nobody has that name. */
export function annotatorLike(name: string, summaries: readonly AnnotatorSummary[], file: string): SimulatedAnnotator {
  const found = summaries.find(({annotator}) => annotator === name);
  if (!found)
    throw new ConfigError(`nobody called ${visible(JSON.stringify(name))} has judged anything here`, {
      where: '--as-annotator',
      next: summaries.length === 0 ? `nobody has judged anything yet: ${JUDGE_FIRST}` : `give one of: ${namesOf(summaries)}`,
    });
  const noise = valueStated(found.noise);
  const [first, length] = [valueStated(found.bias.left), valueStated(found.bias.length)];
  const bias = {...(first !== undefined && {first}), ...(length !== undefined && {length})};
  return {kind: 'file', file, ...(noise !== undefined && {noise}), ...(Object.keys(bias).length > 0 && {bias})};
}

const JUDGE_FIRST = 'judge some pairs first, with genloss label';
const MOST_NAMED = 10;

function namesOf(summaries: readonly AnnotatorSummary[]): string {
  const named = summaries.slice(0, MOST_NAMED).map(({annotator}) => visible(annotator));
  return `${named.join(', ')}${summaries.length > MOST_NAMED ? `, and ${summaries.length - MOST_NAMED} more` : ''}`;
}

const DIGITS = 4;

const valueStated = (stated: Stated): number | undefined => ('reason' in stated ? undefined : Number(stated.value.toPrecision(DIGITS)));

/** Writes the pairs of which somebody, or the one that is named, prefers one text; how many. Throws DataError where there are none. */
export function writePairs(path: string, {counted}: RunJudgements, annotator?: string): number {
  const preferences = counted.filter((one) => annotator === undefined || one.annotator === annotator).flatMap(preferenceOf);
  if (preferences.length === 0)
    throw new DataError('no judgement prefers one text to the other: there are no pairs to write', {where: path, next: JUDGE_FIRST});
  writePreferences(path, preferences);
  return preferences.length;
}

function preferenceOf({prompt = '', first, second, choice, annotator, at}: CountedJudgement): Preference[] {
  if (choice === 'tie' || choice === 'neither') return [];
  const [chosen, rejected] = choice === 'first' ? [first, second] : [second, first];
  return [{prompt, chosen, rejected, annotator, ...(at !== undefined && {time: at})}];
}

const RANKS = {first: [1, 2], second: [2, 1], tie: [1, 1], neither: [1, 1]} as const;

/** Writes every pair that somebody has judged; how many. Throws DataError where there are none. */
export function writeRankings(path: string, {counted, questions}: RunJudgements): number {
  if (counted.length === 0)
    throw new DataError('no pair has been judged: there are no rankings to write', {where: path, next: JUDGE_FIRST});
  const byAsk = new Map<string, CountedJudgement[]>();
  for (const one of counted) byAsk.set(one.ask, [...(byAsk.get(one.ask) ?? []), one]);
  const lines = [...byAsk].map(([ask, judgements]) => {
    const {first, second, prompt = ''} = questions.get(ask)!;
    const preference = judgements.map(({annotator, choice}) => ({
      user_id: annotator,
      status: 'submitted',
      value: {rank: RANKS[choice], value: ['response1', 'response2']},
    }));
    return `${JSON.stringify({prompt, response1: first, response2: second, preference})}\n`;
  });
  writeOutput(path, lines);
  return lines.length;
}
