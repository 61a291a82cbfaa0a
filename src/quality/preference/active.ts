/**
 * Which pairs an annotator is asked about: at random, or the most telling first.
 *
 * Active: in rounds, of a crowd of random pairs those that leave the least variance of reward differences over all pairs of records
 * (I-optimal design). The reward model is taken as Gaussian around its fit:
 *
 *   S = (I / strength + sum p_i (1 - p_i) z_i z_i')^-1,   z = phi(a) - phi(b),   gain(z) = z' S M S z / (1 / (p (1 - p)) + z' S z)
 *
 * M is the mean of z z' over random pairs of the records, p the predicted probability, moderated by its own uncertainty. Within a round
 * the gain of each next pair allows for those before it, so that no round asks the same thing twice.
 *
 * shape    n records, b comparisons -> b pairs and their answers
 * law      random: both records of a pair are uniform, and different where n > 1
 * cost     ROUNDS fits and O((n + b ROUNDS) R^2 + b CROWD R b / ROUNDS), R = min(columns, SKETCH)
 * edge     more than SKETCH columns are hashed, with signs, to SKETCH: gains are then estimates, the reward model is not touched
 * source   I-optimal and D-optimal design: K. Chaloner, I. Verdinelli, Statistical Science 10, 1995; moderated p: D. MacKay, Neural
 *          Computation 4, 1992; signed hashing: K. Weinberger et al., ICML 2009
 */
import {DataError} from '../../core/error.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {SparseRows} from '../features.ts';
import {fitReward, type PairAnswer, type RewardOptions, rewardsOf} from './bradley-terry.ts';
import {Design, sketchRows} from './design.ts';

const ROUNDS = 10;
/** Random pairs that are looked at for each one that is asked about. */
const CROWD = 12;

/** Answers to some pairs: each at most once, none of what tells nothing. */
export type AnswerPairs = (pairs: readonly RecordPair[]) => readonly PairAnswer[];

interface AskOptions extends RewardOptions {
  readonly comparisons: number;
  readonly pairs: 'random' | 'active';
}

export type RecordPair = readonly [number, number];

export function askComparisons(rows: SparseRows, answer: AnswerPairs, options: AskOptions): PairAnswer[] {
  const {comparisons, pairs, stream} = options;
  if (rows.count < 2) throw new DataError(`${rows.count} record cannot be compared`, {next: 'Draw more records.'});
  const answers: PairAnswer[] = [];
  const random = stream.fork('pairs');
  const crowdOf = (count: number): RecordPair[] => Array.from({length: count}, () => randomPair(random, rows.count));
  if (pairs === 'random') return [...answer(crowdOf(comparisons))];
  const design = new Design(sketchRows(rows, options.columns), options.strength ?? 1);
  const rounds = Math.min(ROUNDS, comparisons);
  for (let round = 0, asked = 0; round < rounds; round++) {
    const count = Math.floor((comparisons * (round + 1)) / rounds) - asked;
    const weights = fitReward(rows, answers, {...options, stream: stream.fork(`round/${round}`)});
    const rewards = rewardsOf(rows, weights);
    design.begin(answers, (a, b) => rewards[a] - rewards[b]);
    answers.push(...answer(design.choose(crowdOf(CROWD * count), count)));
    asked += count;
  }
  return answers;
}

function randomPair(stream: Stream, count: number): RecordPair {
  const a = stream.below(count);
  const b = stream.below(count - 1);
  return [a, b < a ? b : b + 1];
}
