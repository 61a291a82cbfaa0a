/**
 * How a person chooses, given how often a coin decides: taste, sway of the left side and of length, by penalised likelihood.
 *
 *   Pr(first) = noise / 2 + (1 - noise) / (1 + e^-eta),   eta = w.x + left s + length l
 *   maximise  sum of y log Pr + (1 - y) log(1 - Pr) - 1/2 sum theta_j^2 / sd_j^2
 *
 * shape    n judgements, d = words + 2 -> theta (d,), covariance's diagonal of left and length, log of the integral over theta (Laplace)
 *          rows of (n, d), sparse, columns ascending: counts of each word in the first text less those in the second; then s, 1 where the first is on the left, -1
 *          where it is on the right, 0 where nobody knows; then l, the difference of the logarithms of the lengths
 *          y: (n,) 1 where the first is chosen, 0 where the second is, 1/2 of a tie
 * cost     O(steps (n z^2 + d^3)), z what is not 0 in a row
 * edge     a person whom the taste separates has weights as far out as the penalty lets them
 * source   Fisher scoring; L. Tierney, J. Kadane, JASA 81, 1986
 */
import {DomainError} from '../../core/error.ts';
import {exp, log, square} from '../../core/math/index.ts';
import {cholesky, choleskySolve, logDeterminant} from '../../core/stats/index.ts';

export interface ChoiceRows {
  readonly count: number;
  /** d. */
  readonly width: number;
  /** Row i is columns[offsets[i] .. offsets[i + 1]), with their values. */
  readonly offsets: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float64Array;
  readonly y: Float64Array;
}

export interface ChoiceFit {
  readonly theta: Float64Array;
  /** Log of the likelihood, integrated over theta and its prior; up to a constant. */
  readonly evidence: number;
  /** Variances of the last two of theta. */
  readonly variances: readonly [number, number];
}

const STEPS = 60;
const HALVINGS = 30;
const SETTLED = 1e-4;
/** Beyond it a choice is certain. */
const FARTHEST = 35;

export function fitChoices(rows: ChoiceRows, {noise, sd, from}: {noise: number; sd: Float64Array; from: Float64Array}): ChoiceFit {
  const {width: d} = rows;
  let theta = from;
  let value = penalised(rows, theta, noise, sd);
  let information = new Float64Array(d * d);
  for (let step = 0; step < STEPS; step++) {
    const {gradient, matrix} = slopes(rows, theta, noise, sd);
    information = matrix;
    const move = choleskySolve(cholesky(matrix, d), gradient);
    let gained = -Infinity;
    for (let part = 1, k = 0; k < HALVINGS; part /= 2, k++) {
      const next = theta.map((t, j) => t + part * move[j]);
      const there = penalised(rows, next, noise, sd);
      if (!(there >= value)) continue;
      gained = there - value;
      theta = next;
      value = there;
      break;
    }
    if (!(gained > SETTLED)) break;
  }
  ({matrix: information} = slopes(rows, theta, noise, sd));
  const factor = cholesky(information, d);
  const varianceOf = (j: number): number => choleskySolve(factor, unit(d, j))[j];
  return {theta, evidence: value - logDeterminant(factor, d) / 2, variances: [varianceOf(d - 2), varianceOf(d - 1)]};
}

const unit = (d: number, j: number): Float64Array => Float64Array.from({length: d}, (_, k) => (k === j ? 1 : 0));

/** 1 / (1 + e^-eta). */
function chance({offsets, columns, values}: ChoiceRows, i: number, theta: Float64Array): number {
  let eta = 0;
  for (let e = offsets[i]; e < offsets[i + 1]; e++) eta += values[e] * theta[columns[e]];
  return 1 / (1 + exp(-Math.max(-FARTHEST, Math.min(FARTHEST, eta))));
}

function penalised(rows: ChoiceRows, theta: Float64Array, noise: number, sd: Float64Array): number {
  const {count, y} = rows;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const p = noise / 2 + (1 - noise) * chance(rows, i, theta);
    if (y[i] > 0) sum += y[i] * log(p);
    if (y[i] < 1) sum += (1 - y[i]) * log(1 - p);
  }
  for (let j = 0; j < theta.length; j++) sum -= square(theta[j] / sd[j]) / 2;
  if (Number.isNaN(sum)) throw new DomainError('a choice has no probability');
  return sum;
}

function slopes(
  rows: ChoiceRows,
  theta: Float64Array,
  noise: number,
  sd: Float64Array,
): {gradient: Float64Array; matrix: Float64Array<ArrayBuffer>} {
  const {count, width: d, offsets, columns, values, y} = rows;
  const gradient = new Float64Array(d);
  const matrix = new Float64Array(d * d);
  for (let i = 0; i < count; i++) {
    const s = chance(rows, i, theta);
    const p = noise / 2 + (1 - noise) * s;
    const rate = (1 - noise) * s * (1 - s);
    const spread = p * (1 - p);
    const pull = (rate * (y[i] - p)) / spread;
    const weight = (rate * rate) / spread;
    const start = offsets[i];
    for (let e = start; e < offsets[i + 1]; e++) {
      gradient[columns[e]] += pull * values[e];
      const row = columns[e] * d;
      const scaled = weight * values[e];
      for (let f = start; f <= e; f++) matrix[row + columns[f]] += scaled * values[f];
    }
  }
  for (let j = 0; j < d; j++) {
    gradient[j] -= theta[j] / square(sd[j]);
    matrix[j * d + j] += 1 / square(sd[j]);
    for (let k = 0; k < j; k++) matrix[k * d + j] = matrix[j * d + k];
  }
  return {gradient, matrix};
}
