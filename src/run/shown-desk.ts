/** The desk of one person, of what a run asks and what was said, and what an answer at it comes to. Pure: the same behind a server and without one. */
import {DataError} from '../core/error.ts';
import {median} from '../core/stats/index.ts';
import type {Desk, Saying, SentJudgement, ShownPair} from './desk.ts';
import type {JudgementLine} from './judgement.ts';
import {leftTextOf, type OpenAsk, type PairsAsked, queueOf, type Turn} from './queue.ts';

/** That an answer is to another pair than the one in front of the person. */
export class NotShown extends Error {}

const PACE_OF = 20;
const LEAST_PACED = 3;

/** `annotator`: whose. Throws DataError where an ask is gone. */
export function deskOf(asked: PairsAsked, annotator: string, {run, notices, trained}: Pick<Desk, 'run' | 'notices' | 'trained'>): Desk {
  const {next, waiting, judged, last} = queueOf(asked, annotator);
  const pace = paceOf(asked.lines.filter((line) => line.annotator === annotator));
  return {
    ...(next && {pair: pairOf(next, asked, annotator)}),
    ...{annotator, asked: asked.asks.size, waiting: waiting.length, judged, canUndo: last !== undefined},
    ofOthers: Math.max(0, wantedOf(asked.open) - waiting.filter((one) => wantedOf([one]) > 0).length),
    ...(pace !== undefined && {pace}),
    ...{run, notices, trained},
  };
}

/** What an answer to the pair in front comes to. `at`: now. Throws NotShown. */
export function judgementLine(
  asked: PairsAsked,
  {ask, says, again, seconds}: SentJudgement,
  {annotator, at}: Pick<JudgementLine, 'annotator' | 'at'>,
) {
  const turn = queueOf(asked, annotator).next;
  if (turn?.ask !== ask || turn.again !== again) throw new NotShown();
  const left = leftTextOf(turn, annotator);
  const taken = {seconds: Number(seconds.toFixed(1)), left, annotator, at};
  return {ask, ...choiceOf(says, left), ...taken, ...(again && {again})} satisfies JudgementLine;
}

/** What takes the last answer back. Throws NotShown where there is none. */
export function undoneLine(asked: PairsAsked, {annotator, at}: Pick<JudgementLine, 'annotator' | 'at'>): JudgementLine {
  const {last} = queueOf(asked, annotator);
  if (!last) throw new NotShown();
  return {ask: last.ask, choice: 'undone', annotator, at, ...(last.again && {again: true})};
}

/** Judgements that a run waits for. */
export const wantedOf = (open: readonly OpenAsk[]): number =>
  open.reduce((sum, {annotators, judgements}) => sum + Math.max(0, annotators - judgements.length), 0);

function pairOf(turn: Turn, {open, asks}: PairsAsked, annotator: string): ShownPair {
  const found = asks.get(turn.ask);
  if (!found) throw new DataError(`ask ${turn.ask} is not in asks.jsonl any more`);
  const {first, second, prompt} = found;
  const question = open.find(({ask}) => ask === turn.ask)?.question ?? open[0]?.question;
  const isFirstLeft = leftTextOf(turn, annotator) === 'first';
  return {
    ...{ask: turn.ask, again: turn.again, left: isFirstLeft ? first : second, right: isFirstLeft ? second : first},
    ...(prompt !== undefined && {prompt}),
    ...(question !== undefined && {question}),
  };
}

const OTHER = {first: 'second', second: 'first'} as const;

function choiceOf(says: Saying, left: 'first' | 'second'): Pick<JudgementLine, 'choice' | 'reported'> {
  if (says === 'report') return {choice: 'skip', reported: true};
  if (says === 'left') return {choice: left};
  return {choice: says === 'right' ? OTHER[left] : says};
}

/** Typical seconds of the newest judgements; undefined of too few. */
function paceOf(own: readonly JudgementLine[]): number | undefined {
  const seconds = own.flatMap(({seconds: taken}) => (taken === undefined ? [] : [taken])).slice(-PACE_OF);
  return seconds.length < LEAST_PACED ? undefined : median(Float64Array.from(seconds));
}
