/**
 * What a forecast runs: the workflows and a few shares of human data on the user's corpus, as one experiment; and how large it can be in the time
 * there is.
 *
 *   words = seconds x threads x USED / (cost of a word in one generation x generations to run, those of accumulate by their size)
 *
 * Refuses to measure time or to read a corpus: the caller does.
 */

import type {Text} from '../core/data.ts';
import {log10, powerOfTen} from '../core/math/index.ts';
import {mostlyUnspaced} from '../core/text/unspaced.ts';
import type {DataOptions} from '../lab/experiment/data-schema.ts';
import type {Token} from './defaults.ts';

export interface ForecastOptions {
  readonly data: DataOptions;
  readonly generations: number;
  /** Lineages of each arm. */
  readonly seeds: number;
  readonly seed: number;
  /** What the n-gram counts, its order, and how text is drawn from it. */
  readonly token: Token;
  readonly order: number;
  readonly topP?: number;
}

/** Characters where most letters are of scripts without spaces between words, where an n-gram of words would have a clause for a word. */
export function tokenFor(corpus: Text): Token {
  return mostlyUnspaced(corpus) ? 'character' : 'word';
}

export const WORKFLOWS = {
  replace: {workflow: 'replace'},
  accumulate: {workflow: 'accumulate'},
  subsample: {workflow: 'subsample'},
  'mix 0.1': {workflow: {mix: 0.1}},
} as const;

/** Shares of human data that are tried under `replace`; none and all are known from `replace` itself. */
export const SHARES = [0.05, 0.1, 0.2, 0.4, 0.7] as const;
export const MEASURES = ['tail.retention', 'bitsPerByte'] as const;
export const shareArm = (share: number): string => `share ${share}`;
/** `replace` at half the size: how much the size matters. */
export const HALF_SIZE = 'half size';

/** As plain data, for the experiment's schema. `words`: of the human training set and of each sample. */
export function planExperiment(
  {data, generations, seeds, seed, token, order, topP}: ForecastOptions,
  words: number,
): Record<string, unknown> {
  const shares = SHARES.map((share) => [shareArm(share), {workflow: 'replace', enrichment: {share, from: 'original'}}]);
  return {
    title: 'Forecast',
    data,
    model: {kind: 'ngram', order, unit: token, ...(topP !== undefined && {topP})},
    sample: {size: words},
    generations,
    seeds,
    seed,
    arms: {...WORKFLOWS, ...Object.fromEntries(shares), [HALF_SIZE]: {workflow: 'replace', sample: {size: Math.floor(words / 2)}}},
    measures: [...MEASURES],
  };
}

/** Arms of the size of `replace` without shares: itself, subsample and mix; and the half. */
const WHOLE_ARMS = 3.5;

/** Trainings, each as large as one of `replace`, that the plan asks for. */
export function workOf({generations, seeds}: Pick<ForecastOptions, 'generations' | 'seeds'>): number {
  const grown = (generations + 1) / 2;
  return seeds * generations * (WHOLE_ARMS + SHARES.length + grown);
}

/** Chosen: the part of the time that is spent on training, the rest is start and reading. How large a forecast is depends on it. */
const USED = 0.6;
/** Chosen: below this a forecast says nothing about text. */
export const LEAST_SAMPLE_WORDS = 2000;

export interface Budget {
  readonly seconds: number;
  readonly threads: number;
  /** Seconds that one word costs in one generation. */
  readonly wordSeconds: number;
  /** Words that there are to train on. */
  readonly available: number;
}

/** Words of a sample that fit the time: at most what there is, at least LEAST_SAMPLE_WORDS, to two digits so that it can be said. */
export function sampleWords(
  options: Pick<ForecastOptions, 'generations' | 'seeds'>,
  {seconds, threads, wordSeconds, available}: Budget,
): number {
  const fits = (seconds * threads * USED) / (wordSeconds * workOf(options));
  const most = Math.max(1, Math.min(available, Math.max(LEAST_SAMPLE_WORDS, fits)));
  const step = powerOfTen(Math.max(0, Math.floor(log10(most)) - 1));
  return Math.floor(most / step) * step;
}
