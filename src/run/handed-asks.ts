/**
 * Asks that are handed to somebody who judges them elsewhere, and the desk at which that is done: of what was handed over and of what that
 * person has said, so that everything else is as at the desk of the run. Other people's judgements are not told.
 */
import type {Ask} from '../quality/preference/judgement.ts';
import {saidOn} from './asked.ts';
import {type JudgementLine, saidByAsk} from './judgement.ts';
import {type OpenAsk, type PairsAsked, queueOf} from './queue.ts';

export interface HandedAsk extends Ask {
  readonly question?: string;
  /** Judgements that are wanted of it, of whomever. */
  readonly wanted: number;
}

/** In the order of the run. `annotator`: for this person alone, without what they have judged; else what wants judgements of anybody. */
export function handedAsks(asked: PairsAsked, annotator: string | undefined): HandedAsk[] {
  if (annotator !== undefined)
    return queueOf(asked, annotator)
      .waiting.map((ask) => handed(ask, annotator))
      .filter(isWanted);
  return asked.open.map((ask) => handed(ask)).filter(isWanted);
}

const isWanted = ({wanted}: HandedAsk): boolean => wanted > 0;

function handed({ask, first, second, prompt, question, annotators, judgements}: OpenAsk, annotator?: string): HandedAsk {
  const others = judgements.filter((one) => one.annotator !== annotator).length;
  return {
    ...{ask, first, second, wanted: annotators - others},
    ...(prompt !== undefined && {prompt}),
    ...(question !== undefined && {question}),
  };
}

/** What was asked and said, of what was handed over and of what was said since. */
export function askedOf(handed: readonly HandedAsk[], lines: readonly JudgementLine[]): PairsAsked {
  const said = saidByAsk(lines);
  const open = handed.map(({wanted, ...ask}): OpenAsk => ({...ask, annotators: wanted, judgements: saidOn(said, ask.ask)}));
  return {open, asks: new Map(handed.map((ask) => [ask.ask, ask])), lines};
}
