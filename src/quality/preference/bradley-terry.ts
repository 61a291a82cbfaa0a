/**
 * A reward model fitted to comparisons: the probability that one record is preferred to another is a logistic function of the difference
 * of their rewards, which are linear in features.
 *
 *   Pr(a over b) = 1 / (1 + exp(-w.(phi(a) - phi(b)))),   minimise 1/2 |w|^2 + strength / n sum log(1 + exp(-w.d_i))
 *
 * shape    n comparisons of rows -> w (columns,); reward: (m,) of m rows, known but for a constant
 * edge     no comparison: every reward is 0
 * cost     O(epochs x non-zeros)
 * source   R. Bradley and M. Terry, Biometrika 39, 1952; fitted by the dual coordinate ascent of logistic.ts, half of the differences
 *          turned round so that both classes are there and the intercept has nothing to explain
 * checked  against a known linear reward, and held-out accuracy, log loss and calibration by cross-validation
 */
import {DomainError} from '../../core/error.ts';
import {permutation} from '../../core/random/permutation.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Rows} from '../features.ts';
import {fitLogistic} from '../logistic.ts';

/** Record `chosen` was preferred to record `rejected`. */
export interface Comparison {
  readonly chosen: number;
  readonly rejected: number;
}

export interface RewardOptions {
  readonly columns: number;
  readonly stream: Stream;
  /** Weight of the comparisons against the penalty, a comparison; 1 unless said. */
  readonly strength?: number;
}

const EPOCHS = 60;

/** w: (columns,) */
export function fitReward(rows: Rows, comparisons: readonly Comparison[], {columns, stream, strength = 1}: RewardOptions): Float64Array {
  if (comparisons.length === 0) return new Float64Array(columns);
  const doubled = comparisons.length === 1 ? [comparisons[0], comparisons[0]] : comparisons;
  const differences = differencesOf(rows, doubled);
  const positive = Uint8Array.from(doubled, (_, i) => (i % 2 === 0 ? 1 : 0));
  const chosen = Uint32Array.from(doubled, (_, i) => i);
  const weights = fitLogistic(differences, chosen, positive, {columns, stream, strength: strength * doubled.length, epochs: EPOCHS});
  return weights.subarray(0, columns);
}

export function rewardsOf(rows: Rows, weights: Float64Array): Float64Array {
  const rewards = new Float64Array(rows.count);
  for (let i = 0; i < rows.count; i++) {
    let sum = 0;
    for (let k = rows.offsets[i]; k < rows.offsets[i + 1]; k++) sum += rows.values[k] * weights[rows.indices[k]];
    rewards[i] = sum;
  }
  return rewards;
}

export interface RewardQuality {
  /** Share of held-out comparisons answered alike. */
  readonly accuracy: number;
  /** Nats a held-out comparison. */
  readonly logLoss: number;
  /** Mean distance between what is predicted and what happens, over ten bins of the predicted probability. */
  readonly calibrationError: number;
  readonly comparisons: number;
}

/** By cross-validation in `folds` folds; undefined for fewer comparisons than folds. */
export function crossValidate(rows: Rows, comparisons: readonly Comparison[], options: RewardOptions, folds = 5): RewardQuality | undefined {
  if (!(folds >= 2)) throw new DomainError(`cross-validation wants at least 2 folds, got ${folds}`);
  const n = comparisons.length;
  if (n < folds) return undefined;
  const order = permutation(n, options.stream.fork('folds'));
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
      probabilities[order[i]] = 1 / (1 + Math.exp(rewards[rejected] - rewards[chosen]));
    }
  }
  return qualityOf(probabilities);
}

/** `probabilities`: predicted, that the chosen one is chosen. Each comparison is counted both ways round for calibration. */
export function qualityOf(probabilities: Float64Array): RewardQuality {
  const n = probabilities.length;
  let right = 0;
  let loss = 0;
  const bins = Array.from({length: 10}, () => ({count: 0, predicted: 0, happened: 0}));
  for (const p of probabilities) {
    right += p > 0.5 ? 1 : p === 0.5 ? 0.5 : 0;
    loss -= Math.log(Math.max(p, 1e-12));
    for (const [q, happened] of [
      [p, 1],
      [1 - p, 0],
    ]) {
      const bin = bins[Math.min(9, Math.floor(10 * q))];
      bin.count++;
      bin.predicted += q;
      bin.happened += happened;
    }
  }
  const error = bins.reduce((sum, {predicted, happened}) => sum + Math.abs(predicted - happened), 0) / (2 * n);
  return {accuracy: right / n, logLoss: loss / n, calibrationError: error, comparisons: n};
}

/** phi(chosen) - phi(rejected), every second one turned round. */
function differencesOf(rows: Rows, comparisons: readonly Comparison[]): Rows {
  const offsets = new Uint32Array(comparisons.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  const at = new Map<number, number>();
  comparisons.forEach(({chosen, rejected}, i) => {
    at.clear();
    const sign = i % 2 === 0 ? 1 : -1;
    for (const [row, by] of [
      [chosen, sign],
      [rejected, -sign],
    ]) {
      for (let k = rows.offsets[row]; k < rows.offsets[row + 1]; k++)
        at.set(rows.indices[k], (at.get(rows.indices[k]) ?? 0) + by * rows.values[k]);
    }
    for (const [index, value] of at) {
      if (value === 0) continue;
      indices.push(index);
      values.push(value);
    }
    offsets[i + 1] = indices.length;
  });
  return {count: comparisons.length, indices: Uint32Array.from(indices), values: Float32Array.from(values), offsets};
}
