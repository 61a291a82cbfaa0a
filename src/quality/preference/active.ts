/**
 * Which pairs an annotator is asked about: at random, or the most telling first.
 *
 * Active: in rounds. After each, a committee of reward models is fitted to resamples of the answers so far; of a crowd of random pairs those
 * are asked about next whose answer the committee is least sure of, by the entropy of its mean prediction less the mean entropy of
 * its members (what the answer is expected to tell about the reward; noise of the annotator itself tells nothing).
 *
 * shape    n records, b comparisons -> b pairs and their answers
 * law      random: both records of a pair are uniform, and different where n > 1
 * cost     ROUNDS x COMMITTEE fits
 * source   N. Houlsby et al., arXiv 1112.5745 (disagreement); D. Sadigh et al., RSS 2017 (preferences)
 */
import {DataError} from '../../core/error.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Rows} from '../features.ts';
import {type Comparison, fitReward, type RewardOptions, rewardsOf} from './bradley-terry.ts';

const ROUNDS = 6;
const COMMITTEE = 5;
/** Random pairs that are looked at for each one that is asked about. */
const CROWD = 12;

/** Which of a and b is preferred. */
export type Ask = (a: number, b: number) => number;

export interface AskOptions extends RewardOptions {
  readonly comparisons: number;
  readonly pairs: 'random' | 'active';
}

export function askComparisons(rows: Rows, ask: Ask, options: AskOptions): Comparison[] {
  const {comparisons, pairs, stream} = options;
  if (rows.count < 2) throw new DataError(`${rows.count} record cannot be compared`, {next: 'Draw more records.'});
  const answers: Comparison[] = [];
  const answer = ([a, b]: readonly [number, number]) => {
    const chosen = ask(a, b);
    answers.push({chosen, rejected: chosen === a ? b : a});
  };
  const random = stream.fork('pairs');
  const rounds = pairs === 'random' ? 1 : Math.min(ROUNDS, comparisons);
  for (let round = 0; round < rounds; round++) {
    const count = Math.floor((comparisons * (round + 1)) / rounds) - answers.length;
    const crowd = Array.from({length: round === 0 ? count : count * CROWD}, () => randomPair(rows.count, random));
    const chosen = round === 0 ? crowd : mostTelling(crowd, count, {rows, answers, options: {...options, stream: stream.fork(`round/${round}`)}});
    for (const pair of chosen) answer(pair);
  }
  return answers;
}

function randomPair(count: number, stream: Stream): [number, number] {
  const a = stream.below(count);
  const b = stream.below(count - 1);
  return [a, b < a ? b : b + 1];
}

interface Known {
  readonly rows: Rows;
  readonly answers: readonly Comparison[];
  readonly options: RewardOptions;
}

function mostTelling(crowd: [number, number][], count: number, {rows, answers, options}: Known): [number, number][] {
  const committee = Array.from({length: COMMITTEE}, (_, m) => {
    const stream = options.stream.fork(`member/${m}`);
    const resample = answers.map(() => answers[stream.below(answers.length)]);
    return rewardsOf(rows, fitReward(rows, resample, {...options, stream: stream.fork('fit')}));
  });
  const told = crowd.map((pair) => ({pair, gain: expectedGain(committee, pair)}));
  told.sort((x, y) => y.gain - x.gain);
  return told.slice(0, count).map(({pair}) => pair);
}

function expectedGain(committee: readonly Float64Array[], [a, b]: readonly [number, number]): number {
  let mean = 0;
  let within = 0;
  for (const rewards of committee) {
    const p = 1 / (1 + Math.exp(rewards[b] - rewards[a]));
    mean += p / committee.length;
    within += binaryEntropy(p) / committee.length;
  }
  return binaryEntropy(mean) - within;
}

const binaryEntropy = (p: number): number => (p <= 0 || p >= 1 ? 0 : -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p)));
