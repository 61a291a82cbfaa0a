/**
 * What people are asked, and what they say: two texts, and which of them is preferred.
 *
 * The name of an ask depends on its prompt and its two texts alone, in this order: 128 bits, so that two asks never share one by chance.
 */
import {Stream} from '../../core/random/stream.ts';

export interface Question {
  readonly first: string;
  readonly second: string;
  /** What both texts go on from. */
  readonly prompt?: string;
}

export interface Ask extends Question {
  readonly ask: string;
}

/** What says something of two texts: of `tie` and `neither` each has half. */
export const ANSWERS = ['first', 'second', 'tie', 'neither'] as const;
export type Answer = (typeof ANSWERS)[number];

/** What one annotator says of an ask. */
export interface PersonJudgement {
  readonly annotator: string;
  readonly choice: Answer;
}

const NAMES = Stream.root('asks');

/** Any plain value as a label of a stream: ASCII, another one for another value. */
export const labelOf = (value: unknown): string =>
  JSON.stringify(value).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

export function askOf({first, second, prompt}: Question): Ask {
  const words = Uint32Array.from(NAMES.fork(labelOf([prompt ?? null, first, second])).key);
  const ask = Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
  return {ask, first, second, ...(prompt !== undefined && {prompt})};
}

/** Judgements for the first and for the second text; a tie is half of one for each. In no order. */
export function votesOf(judgements: readonly PersonJudgement[]): {readonly first: number; readonly second: number} {
  let first = 0;
  let second = 0;
  for (const {choice} of judgements) {
    first += choice === 'first' ? 1 : choice === 'second' ? 0 : 0.5;
    second += choice === 'second' ? 1 : choice === 'first' ? 0 : 0.5;
  }
  return {first, second};
}
