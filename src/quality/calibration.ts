/**
 * Scores of a classifier as probabilities, and how good probabilities are.
 *
 *   Platt       p = 1 / (1 + exp(-(a s + b))), a and b of largest likelihood, the two classes weighing the same, labels smoothed to
 *               (n1 + 1) / (n1 + 2) and 1 / (n0 + 2) so that separable scores keep finite slopes
 *   AUC         Pr(score of a positive > score of a negative) + Pr(equal) / 2
 *   ECE         sum over 10 bins of [0, 1] of |mean probability - share of positives| n_bin / n          Brier: mean (p - y)^2
 *
 * shape    scores or probabilities: (n,), positive: (n,) 0 or 1
 * domain   both classes present where a class is divided by, finite scores; otherwise DomainError
 * source   J. Platt 1999, with H.-T. Lin, C.-J. Lin, R. Weng, Machine Learning 68, 2007; ECE: M. Naeini et al., AAAI 2015
 * checked  AUC against all pairs; the gradient of Platt's likelihood at its answer
 */

import {DomainError} from '../core/error.ts';
import {exp, log, log1p, square} from '../core/math/index.ts';
import {sigmoid} from '../core/stats/index.ts';

export interface Platt {
  readonly slope: number;
  readonly intercept: number;
}

export const plattProbability = ({slope, intercept}: Platt, score: number): number => sigmoid(slope * score + intercept);

/**
 * Newton's method with step halving on a convex function of two numbers, of scores moved to mean 0 and size 1. `chosen`: rows to fit on,
 * all unless given. Throws DomainError where it has not converged.
 */
export function fitPlatt(scores: Float64Array, positive: Uint8Array, chosen?: Uint32Array): Platt {
  const rows = chosen ?? Uint32Array.from(scores, (_, i) => i);
  const counts = [0, 0];
  for (const i of rows) counts[positive[i]]++;
  if (counts[0] === 0 || counts[1] === 0) throw new DomainError('a calibration wants scores of both classes');
  const {centre, spread} = standardOf(scores, rows);
  const problem = {
    scores: Float64Array.from(rows, (i) => (scores[i] - centre) / spread),
    positive: Uint8Array.from(rows, (i) => positive[i]),
    weight: [0.5 / counts[0], 0.5 / counts[1]],
    target: [1 / (counts[0] + 2), (counts[1] + 1) / (counts[1] + 2)],
  };
  const {slope, intercept} = descend(problem);
  return {slope: slope / spread, intercept: intercept - (slope * centre) / spread};
}

function standardOf(scores: Float64Array, rows: Uint32Array): {centre: number; spread: number} {
  let centre = 0;
  for (const i of rows) centre += scores[i] / rows.length;
  let squares = 0;
  for (const i of rows) squares += square(scores[i] - centre);
  return {centre, spread: Math.sqrt(squares / rows.length) || 1};
}

const STEPS = 100;
/** Where rounding ends the descent, a gradient of this size is the answer. */
const FLAT = 1e-6;

function descend(problem: PlattProblem): Platt {
  let at: Platt = {slope: 0, intercept: 0};
  let loss = plattLoss(problem, at);
  for (let step = 0; step < STEPS; step++) {
    const {gradient, hessian} = plattSlopes(problem, at);
    const steepness = Math.abs(gradient[0]) + Math.abs(gradient[1]);
    if (steepness < 1e-10) return at;
    const determinant = hessian[0] * hessian[2] - hessian[1] * hessian[1];
    const ds = -(hessian[2] * gradient[0] - hessian[1] * gradient[1]) / determinant;
    const di = -(hessian[0] * gradient[1] - hessian[1] * gradient[0]) / determinant;
    let size = 1;
    for (; size > 1e-10; size /= 2) {
      const next = {slope: at.slope + size * ds, intercept: at.intercept + size * di};
      const better = plattLoss(problem, next);
      if (!(better < loss)) continue;
      at = next;
      loss = better;
      break;
    }
    if (size > 1e-10) continue;
    if (steepness < FLAT) return at;
    break;
  }
  throw new DomainError(`a calibration of ${problem.scores.length} scores did not converge in ${STEPS} steps`);
}

interface PlattProblem {
  readonly scores: Float64Array;
  readonly positive: Uint8Array;
  readonly weight: readonly number[];
  readonly target: readonly number[];
}

function plattLoss({scores, positive, weight, target}: PlattProblem, {slope, intercept}: Platt): number {
  let loss = 0;
  for (let i = 0; i < scores.length; i++) {
    const x = slope * scores[i] + intercept;
    loss += weight[positive[i]] * (Math.max(x, 0) + log1p(exp(-Math.abs(x))) - target[positive[i]] * x);
  }
  return loss;
}

/** hessian: [slope slope, slope intercept, intercept intercept], a little raised so that it can be divided by. */
function plattSlopes({scores, positive, weight, target}: PlattProblem, at: Platt): {gradient: number[]; hessian: number[]} {
  const gradient = [0, 0];
  const hessian = [1e-12, 0, 1e-12];
  for (let i = 0; i < scores.length; i++) {
    const p = plattProbability(at, scores[i]);
    const off = weight[positive[i]] * (p - target[positive[i]]);
    const curve = weight[positive[i]] * p * (1 - p);
    gradient[0] += off * scores[i];
    gradient[1] += off;
    hessian[0] += curve * scores[i] * scores[i];
    hessian[1] += curve * scores[i];
    hessian[2] += curve;
  }
  return {gradient, hessian};
}

/** O(n log n). */
export function areaUnderCurve(scores: Float64Array, positive: Uint8Array): number {
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[a] - scores[b]);
  let negatives = 0;
  let positives = 0;
  let won = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    let tiedPositives = 0;
    for (; to < order.length && scores[order[to]] === scores[order[from]]; to++) tiedPositives += positive[order[to]];
    const tiedNegatives = to - from - tiedPositives;
    won += tiedPositives * (negatives + tiedNegatives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
    from = to;
  }
  if (positives === 0 || negatives === 0) throw new DomainError('an area under the curve wants scores of both classes');
  return won / (positives * negatives);
}

export interface ProbabilityQuality {
  /** Share on the right side of one half; exactly one half counts as half right. */
  readonly accuracy: number;
  /** ECE. */
  readonly calibrationError: number;
  readonly brier: number;
  /** Nats a record. */
  readonly logLoss: number;
  readonly n: number;
}

/** `weights`: how much each record counts; all alike unless given. */
export function probabilityQuality(probabilities: Float64Array, positive: Uint8Array, weights?: Float64Array): ProbabilityQuality {
  const bins = Array.from({length: 10}, () => ({predicted: 0, happened: 0}));
  let total = 0;
  let right = 0;
  let brier = 0;
  let loss = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i];
    const y = positive[i];
    const w = weights?.[i] ?? 1;
    const bin = bins[Math.min(9, Math.floor(10 * p))];
    bin.predicted += w * p;
    bin.happened += w * y;
    total += w;
    right += w * (p === 0.5 ? 0.5 : p > 0.5 === (y === 1) ? 1 : 0);
    brier += w * square(p - y);
    loss -= w * log(Math.max(y === 1 ? p : 1 - p, 1e-300));
  }
  if (!(total > 0)) throw new DomainError('the quality of probabilities wants at least one record');
  const error = bins.reduce((sum, {predicted, happened}) => sum + Math.abs(predicted - happened), 0);
  return {accuracy: right / total, calibrationError: error / total, brier: brier / total, logLoss: loss / total, n: probabilities.length};
}
