/**
 * A reward model fitted to comparisons: the probability that one record is preferred to another is a logistic function of the difference
 * of their rewards, which are linear in features.
 *
 *   Pr(a over b) = 1 / (1 + exp(-w.(phi(a) - phi(b)))),   minimise 1/2 |w|^2 + strength sum log(1 + exp(-w.d_i)),  d_i = phi(chosen) - phi(rejected)
 *
 * shape    n comparisons of rows -> w (columns,); reward: (m,) of m rows, known but for a constant
 * edge     no comparison: every reward is 0. A judgement counts as often as it was given, a tie half a time each way. No intercept: which side was shown first has no reward
 * cost     O(epochs x non-zeros)
 * source   R. Bradley and M. Terry, Biometrika 39, 1952; fitted by dual coordinate ascent (logistic.ts)
 * checked  the gradient is zero at the answer; a known linear reward comes back; calibrated on held-out comparisons
 */
import {DomainError} from '../../core/error.ts';
import {permutation} from '../../core/random/permutation.ts';
import type {Stream} from '../../core/random/stream.ts';
import {sigmoid} from '../../core/stats/index.ts';
import {probabilityQuality} from '../calibration.ts';
import type {SparseRows} from '../features.ts';
import {fitPositive} from '../logistic.ts';

/** Record `chosen` was preferred to record `rejected`: once, unless several were asked. A tie is half a win for each. */
export interface PairAnswer {
  readonly chosen: number;
  readonly rejected: number;
  /** Judgements for the chosen one; 1 unless said. */
  readonly wins?: number;
  /** Judgements for the other, at most as many; 0 unless said. */
  readonly losses?: number;
}

export interface RewardOptions {
  readonly columns: number;
  readonly stream: Stream;
  /** Weight of a comparison against the penalty: the variance that weights have before anything is asked. 1 unless said. */
  readonly strength?: number;
}

/** More than settle: some 140 are the most that the tests need. What has not settled by then throws DomainError. */
const EPOCHS = 2000;
const TOLERANCE = 1e-3;

/** w: (columns,) */
export function fitReward(
  rows: SparseRows,
  comparisons: readonly PairAnswer[],
  {columns, stream, strength = 1}: RewardOptions,
): Float64Array {
  if (comparisons.length === 0) return new Float64Array(columns);
  const {answers, weights} = oneSided(comparisons);
  const cost = (row: number) => strength * weights[row];
  return fitPositive(differencesOf(rows, answers, columns), {cost, columns, epochs: EPOCHS, tolerance: TOLERANCE, stream});
}

/** Each side that has judgements as a comparison of its own, with their number as its weight. */
function oneSided(comparisons: readonly PairAnswer[]): {readonly answers: readonly PairAnswer[]; readonly weights: readonly number[]} {
  const answers: PairAnswer[] = [];
  const weights: number[] = [];
  for (const {chosen, rejected, wins = 1, losses = 0} of comparisons) {
    if (wins > 0) weights[answers.push({chosen, rejected}) - 1] = wins;
    if (losses > 0) weights[answers.push({chosen: rejected, rejected: chosen}) - 1] = losses;
  }
  return {answers, weights};
}

export function rewardsOf(rows: SparseRows, weights: Float64Array): Float64Array {
  const rewards = new Float64Array(rows.count);
  for (let i = 0; i < rows.count; i++) {
    let sum = 0;
    for (let k = rows.offsets[i]; k < rows.offsets[i + 1]; k++) sum += rows.values[k] * weights[rows.indices[k]];
    rewards[i] = sum;
  }
  return rewards;
}

interface RewardQuality {
  /** Share of held-out comparisons answered alike. */
  readonly accuracy: number;
  /** Nats a held-out comparison. */
  readonly logLoss: number;
  /** Mean distance between what is predicted and what happens, over ten bins of the predicted probability. */
  readonly calibrationError: number;
  readonly comparisons: number;
}

/** By cross-validation in `folds` folds, of comparisons that are no ties; undefined for fewer comparisons than folds. */
export function crossValidate(
  rows: SparseRows,
  comparisons: readonly PairAnswer[],
  options: RewardOptions,
  folds = 5,
): RewardQuality | undefined {
  if (!(folds >= 2)) throw new DomainError(`cross-validation wants at least 2 folds, got ${folds}`);
  const n = comparisons.length;
  if (n < folds) return undefined;
  const order = permutation(options.stream.fork('folds'), n);
  const probabilities = new Float64Array(n);
  for (let fold = 0; fold < folds; fold++) {
    const kept = Array.from(order, (c, i) => (i % folds === fold ? -1 : c)).filter((c) => c >= 0);
    const weights = fitReward(
      rows,
      kept.map((c) => comparisons[c]),
      {...options, stream: options.stream.fork(`fold/${fold}`)},
    );
    const rewards = rewardsOf(rows, weights);
    for (let i = fold; i < n; i += folds) {
      const {chosen, rejected} = comparisons[order[i]];
      probabilities[order[i]] = sigmoid(rewards[chosen] - rewards[rejected]);
    }
  }
  const decided = probabilities.filter((_, i) => (comparisons[i].wins ?? 1) > (comparisons[i].losses ?? 0));
  return decided.length === 0 ? undefined : qualityOf(decided);
}

/** `probabilities`: predicted, that the chosen one is chosen. Each comparison is counted both ways round, so that .9 must be right as often as .1. */
export function qualityOf(probabilities: Float64Array): RewardQuality {
  const n = probabilities.length;
  const bothWays = Float64Array.from({length: 2 * n}, (_, i) => (i < n ? probabilities[i] : 1 - probabilities[i - n]));
  const {accuracy, logLoss, calibrationError} = probabilityQuality(
    bothWays,
    Uint8Array.from(bothWays, (_, i) => (i < n ? 1 : 0)),
  );
  return {accuracy, logLoss, calibrationError, comparisons: n};
}

/** phi(chosen) - phi(rejected) of each comparison. */
export function differencesOf({indices, values, offsets}: SparseRows, comparisons: readonly PairAnswer[], columns: number): SparseRows {
  const starts = new Uint32Array(comparisons.length + 1);
  let most = 0;
  for (const {chosen, rejected} of comparisons) most += offsets[chosen + 1] - offsets[chosen] + offsets[rejected + 1] - offsets[rejected];
  const into = {indices: new Uint32Array(most), values: new Float32Array(most)};
  const place = new Int32Array(columns).fill(-1);
  let used = 0;
  comparisons.forEach(({chosen, rejected}, i) => {
    const from = used;
    for (const [row, sign] of [
      [chosen, 1],
      [rejected, -1],
    ]) {
      for (let k = offsets[row]; k < offsets[row + 1]; k++) {
        const column = indices[k];
        if (place[column] < 0) {
          place[column] = used;
          into.indices[used++] = column;
        }
        into.values[place[column]] += sign * values[k];
      }
    }
    for (let k = from; k < used; k++) place[into.indices[k]] = -1;
    starts[i + 1] = used;
  });
  return {
    count: comparisons.length,
    indices: into.indices.subarray(0, used),
    values: into.values.subarray(0, used),
    offsets: starts,
  };
}
