/** What the judgements of a run tell of those who made them: each annotator's noise and bias, and how far they agree. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {DataError} from '../../core/error.ts';
import {Stream} from '../../core/random/stream.ts';
import {wilsonInterval} from '../../core/stats/index.ts';
import {compareText} from '../../lab/results/row.ts';
import {cohenKappa, krippendorffAlpha} from '../../quality/preference/agreement.ts';
import type {Question} from '../../quality/preference/judgement.ts';
import {estimatePerson, type PersonChoice} from '../../quality/preference/person-estimate.ts';
import type {Stated} from '../../quality/preference/stated.ts';
import {type JudgementLine, judgementOf, lastLines} from '../../run/judgement.ts';
import {storedExperiment} from '../run/stored-experiment.ts';
import {readAsks} from './ask-file.ts';
import {linesOfRun} from './of-run.ts';

export interface AnnotatorSummary {
  readonly annotator: string;
  readonly judgements: number;
  /** Share of choices that a coin decides. */
  readonly noise: Stated;
  /** Pairs with which something is wrong, as this person says. */
  readonly reported: number;
  /** Judgements of what was never asked, which count nowhere; absent where there are none. */
  readonly unknown?: number;
  /** Log-odds: of the text on the left, and of each e-fold of length. */
  readonly bias: {readonly left: Stated; readonly length: Stated};
  /** Of pairs that were shown again, the share that was answered alike. */
  readonly repeats?: {readonly count: number; readonly alike: Stated};
}

export interface PeopleSummary {
  readonly annotators: readonly AnnotatorSummary[];
  readonly agreement:
    | {readonly alpha: Stated; readonly kappa: readonly ({readonly annotators: readonly [string, string]} & Stated)[]}
    | {readonly reason: string};
}

/** Of one annotator on one ask what counts. */
export interface CountedJudgement extends PersonChoice {
  readonly ask: string;
  readonly annotator: string;
  readonly at?: string;
}

export interface RunJudgements {
  readonly lines: readonly JudgementLine[];
  readonly questions: ReadonlyMap<string, Question>;
  /** Of asks that are known. */
  readonly counted: readonly CountedJudgement[];
  readonly unknown: readonly string[];
}

/** Throws DataError where the folder holds no asks, or what it holds is broken. */
export function readRunJudgements(directory: string): RunJudgements {
  const asks = readAsks(directory);
  if (asks.length === 0)
    throw new DataError('nobody has been asked anything here', {
      where: directory,
      next: 'give the directory of a run whose annotator is {kind: person}',
    });
  const loaded = existsSync(join(directory, 'experiment.yaml')) ? storedExperiment(directory) : undefined;
  const {own, recorded} = linesOfRun(directory, loaded?.arms ?? [], directory);
  const lines = [...recorded, ...own];
  const questions = new Map(asks.map(({ask, ...question}) => [ask, question]));
  const counted: CountedJudgement[] = [];
  const last = lastLines(lines);
  for (const [ask, question] of questions)
    for (const line of last.get(ask)?.values() ?? [])
      for (const {annotator, choice} of judgementOf(line))
        counted.push({
          ...question,
          ask,
          annotator,
          choice,
          ...(line.left && {left: line.left}),
          ...(line.at !== undefined && {at: line.at}),
        });
  return {lines, questions, counted, unknown: [...last.keys()].filter((ask) => !questions.has(ask))};
}

export function summaryOfPeople(judgements: RunJudgements): PeopleSummary {
  const {lines, counted} = judgements;
  const names = [...new Set(lines.map(({annotator}) => annotator))].sort(compareText);
  return {annotators: names.map((name) => annotatorSummary(name, judgements)), agreement: agreementOf(counted, names)};
}

function annotatorSummary(annotator: string, {lines, counted, questions}: RunJudgements): AnnotatorSummary {
  const all = lines.filter((line) => line.annotator === annotator);
  const own = all.filter(({ask}) => questions.has(ask));
  const unknown = standingOf(all.filter(({ask}) => !questions.has(ask))).flatMap(judgementOf).length;
  const standing = standingOf(own);
  const judgements = standing.flatMap(judgementOf).length;
  const reported = standing.filter((line) => line.reported).length;
  const {noise, left, length} = estimatePerson(counted.filter((one) => one.annotator === annotator));
  const repeats = repeatsOf(own);
  return {
    ...{annotator, judgements, reported, noise, bias: {left, length}},
    ...(unknown > 0 && {unknown}),
    ...(repeats && {repeats}),
  };
}

const standingOf = (lines: readonly JudgementLine[]): JudgementLine[] => [...lastLines(lines).values()].flatMap((one) => [...one.values()]);

/** Undefined where nothing was shown again. */
function repeatsOf(own: readonly JudgementLine[]): AnnotatorSummary['repeats'] {
  const first = lastLines(own);
  const both = [...lastLines(own, {again: true})].flatMap(([ask, lines]) => {
    const [again] = [...lines.values()].flatMap(judgementOf);
    const [before] = [...(first.get(ask)?.values() ?? [])].flatMap(judgementOf);
    return again && before ? [again.choice === before.choice] : [];
  });
  const count = both.length;
  if (count === 0) return undefined;
  const alike = both.filter(Boolean).length;
  return {count, alike: {value: alike / count, ...wilsonInterval(alike, count)}};
}

function agreementOf(counted: readonly CountedJudgement[], names: readonly string[]): PeopleSummary['agreement'] {
  const byAsk = new Map<string, Map<string, string>>();
  for (const {ask, annotator, choice} of counted) byAsk.set(ask, (byAsk.get(ask) ?? new Map()).set(annotator, choice));
  const stream = Stream.root('agreement');
  const alpha = krippendorffAlpha(
    [...byAsk.values()].map((own) => [...own.values()]),
    stream.fork('alpha'),
  );
  if ('reason' in alpha) return alpha;
  const kappa = names.flatMap((a, i) =>
    names.slice(i + 1).map((b) => {
      const both = [...byAsk.values()].flatMap((own): [string, string][] => (own.has(a) && own.has(b) ? [[own.get(a)!, own.get(b)!]] : []));
      return {annotators: [a, b] as const, ...cohenKappa(both, stream.fork(`kappa/${i}/${names.indexOf(b)}`))};
    }),
  );
  return {alpha, kappa};
}
