/**
 * What one person is shown next, of what a run asks and what was said so far: pure, so that it is the same after every stop.
 *
 *   pairs that this person has not judged, and that still want judgements, in the order in which they were asked; one that was just taken back
 *   first, skipped ones last, each round of skips in its order; never one that this person has reported
 *
 * After the first FREE judgements every EVERYth pair is one of this person's earlier ones, shown again and counted as nothing.
 */
import {Stream} from '../core/random/stream.ts';
import {type Ask, labelOf, type PersonJudgement} from '../quality/preference/judgement.ts';
import {type JudgementLine, judgementOf} from './judgement.ts';

const FREE = 50;
const EVERY = 10;

/** An ask that still wants judgements. */
export interface OpenAsk extends Ask {
  readonly question?: string;
  /** People that must have judged it. */
  readonly annotators: number;
  readonly judgements: readonly PersonJudgement[];
}

/** What was asked and said. */
export interface PairsAsked {
  /** Of generations that are not trained, in the order in which they were asked. */
  readonly open: readonly OpenAsk[];
  readonly asks: ReadonlyMap<string, Ask>;
  readonly lines: readonly JudgementLine[];
}

/** Of which ask, and whether it is a repeat. */
export interface Turn {
  readonly ask: string;
  readonly again: boolean;
}

export interface Queue {
  readonly next?: Turn;
  readonly waiting: readonly OpenAsk[];
  /** Judgements that count. */
  readonly judged: number;
  /** What is taken back next. */
  readonly last?: Turn;
}

export function queueOf({open, asks, lines}: PairsAsked, annotator: string): Queue {
  const own = lines.filter((line) => line.annotator === annotator);
  const standing = standingOf(own.filter((line) => line.again !== true));
  const isJudged = (ask: string) => judgementsIn(standing.get(ask)).length > 0;
  const wanted = ({annotators, judgements}: OpenAsk) => judgements.filter((one) => one.annotator !== annotator).length < annotators;
  const isReported = (ask: string) => standing.get(ask)?.reported === true;
  const waiting = open.filter((one) => !isJudged(one.ask) && !isReported(one.ask) && wanted(one));
  const judged = [...standing.keys()].filter(isJudged);
  const isOpen = new Set(open.map(({ask}) => ask));
  const turns = turnsOf(own).filter(({ask, again}) => again || isOpen.has(ask));
  const last = turns.at(-1);
  const back = own.at(-1);
  const returned = back?.choice === 'undone' ? {ask: back.ask, again: back.again === true} : undefined;
  const repeat = returned?.again ? returned : repeatOf({judged, own, annotator, isKnown: (ask) => asks.has(ask)});
  const position = (ask: string): number => {
    if (returned?.ask === ask) return -2;
    return standing.get(ask)?.choice === 'skip' ? own.lastIndexOf(standing.get(ask)!) : -1;
  };
  const sorted = waiting.map((one) => ({one, at: position(one.ask)})).sort((a, b) => a.at - b.at);
  const isRepeatDue = repeat !== undefined && (returned === undefined || returned.again);
  const next = waiting.length === 0 ? undefined : isRepeatDue ? repeat : {ask: sorted[0].one.ask, again: false};
  return {waiting, judged: judged.length, ...(next && {next}), ...(last && {last})};
}

function standingOf(own: readonly JudgementLine[]): ReadonlyMap<string, JudgementLine> {
  return new Map(own.map((line) => [line.ask, line]));
}

const judgementsIn = (line: JudgementLine | undefined) => (line ? judgementOf(line) : []);

/** What stands and can be taken back, in its order: each the last that was said of its ask. */
function turnsOf(own: readonly JudgementLine[]): Turn[] {
  const turns = new Map<string, Turn>();
  for (const {ask, choice, again = false} of own) {
    const key = `${again} ${ask}`;
    turns.delete(key);
    if (choice !== 'undone') turns.set(key, {ask, again});
  }
  return [...turns.values()];
}

interface RepeatRequest {
  /** In the order in which they were first judged. */
  readonly judged: readonly string[];
  readonly own: readonly JudgementLine[];
  readonly annotator: string;
  readonly isKnown: (ask: string) => boolean;
}

/** One that is due, drawn of those that were not shown again yet; the newest are too fresh in mind. */
function repeatOf({judged, own, annotator, isKnown}: RepeatRequest): Turn | undefined {
  if (judged.length < FREE) return undefined;
  const due = Math.floor((judged.length - FREE) / EVERY) + 1;
  const repeated = new Set(
    [...standingOf(own.filter(({again}) => again === true))].flatMap(([ask, {choice}]) => (choice === 'undone' ? [] : [ask])),
  );
  if (repeated.size >= due) return undefined;
  const candidates = judged.slice(0, judged.length - EVERY).filter((ask) => !repeated.has(ask) && isKnown(ask));
  if (candidates.length === 0) return undefined;
  const stream = Stream.root('label').fork(labelOf(annotator)).fork(`repeat/${repeated.size}`);
  return {ask: candidates[stream.below(candidates.length)], again: true};
}

/** Which text is on the left: drawn, the same whenever it is shown for the same reason. */
export function leftTextOf({ask, again}: Turn, annotator: string): 'first' | 'second' {
  const stream = Stream.root('label')
    .fork(labelOf(annotator))
    .fork(`${again ? 'again' : 'side'}/${labelOf(ask)}`);
  return stream.below(2) === 0 ? 'first' : 'second';
}
