/**
 * Logistic regression with an L2 penalty, by coordinate ascent on the dual; classes weigh the same, however large they are.
 *
 *   minimise  1/2 |w|^2 + sum_i C_i log(1 + exp(-y_i w.x_i)),   y = -1 or 1,   sum of C_i over a class = penalty / 2
 *
 * shape    rows of sparse features (n rows, D columns), labels (n,) -> weights (D + 1,): the last is the intercept, a feature of size 1
 * edge     a class without a row throws DomainError
 * cost     O(epochs x non-zeros)
 * source   H.-F. Yu, F.-L. Huang, C.-J. Lin, Machine Learning 85, 2011
 * checked  against the gradient: at the answer the primal gradient is zero within the tolerance
 */

import {DataError, DomainError} from '../core/error.ts';
import {log} from '../core/math/index.ts';
import {shuffle} from '../core/random/permutation.ts';
import type {Stream} from '../core/random/stream.ts';
import type {SparseRows} from './features.ts';

interface LogisticOptions {
  /** C of the problem, shared evenly by the two classes and their rows: C_i = strength / (2 n_class). */
  readonly strength: number;
  /** Most passes: few hold the weights back as a penalty does. Whoever asks for few calibrates the scores on rows that were not fitted on. */
  readonly epochs: number;
  readonly stream: Stream;
}

/** chosen: the rows to fit on; positive: (n,) 1 where a row is of the second class. D: number of columns. */
export function fitLogistic(
  rows: SparseRows,
  chosen: Uint32Array,
  positive: Uint8Array,
  {strength, epochs, stream, columns}: LogisticOptions & {columns: number},
): Float64Array {
  let positives = 0;
  for (let i = 0; i < chosen.length; i++) positives += positive[chosen[i]];
  if (positives === 0 || positives === chosen.length) throw new DomainError('a classifier wants rows of both classes');
  const caps = [strength / (2 * (chosen.length - positives)), strength / (2 * positives)];
  const {weights} = ascendDual(rows, {
    chosen,
    columns,
    intercept: 1,
    sign: (row) => (positive[row] ? 1 : -1),
    cap: (row) => caps[positive[row]],
    epochs,
    tolerance: 1e-3,
    stream,
  });
  return weights;
}

/**
 * The same where every row is to have a positive w.x, without intercept: minimise 1/2 |w|^2 + sum_i cost(i) log(1 + exp(-w.x_i)). -> (D,)
 * Throws DataError where it has not settled after `epochs`.
 */
export function fitPositive(
  rows: SparseRows,
  {
    cost,
    columns,
    epochs,
    tolerance,
    stream,
  }: {cost: (row: number) => number; columns: number; epochs: number; tolerance: number; stream: Stream},
): Float64Array {
  const chosen = Uint32Array.from({length: rows.count}, (_, i) => i);
  const {weights, settled} = ascendDual(rows, {chosen, columns, intercept: 0, sign: () => 1, cap: cost, epochs, tolerance, stream});
  if (!settled)
    throw new DataError(`the weights of ${rows.count} comparisons did not settle in ${epochs} passes: their features lie too far apart`, {
      next: 'Compare records that are more alike (a narrower model), or ask for fewer comparisons.',
    });
  return weights.subarray(0, columns);
}

interface Dual {
  readonly chosen: Uint32Array;
  readonly columns: number;
  /** Size of the feature that every row has besides its own. */
  readonly intercept: 0 | 1;
  readonly sign: (row: number) => number;
  /** C_i. */
  readonly cap: (row: number) => number;
  readonly epochs: number;
  /** Ends when no alpha moves by more than this part of its cap in an epoch. */
  readonly tolerance: number;
  readonly stream: Stream;
}

function ascendDual(
  rows: SparseRows,
  {chosen, columns, intercept, sign, cap, epochs, tolerance, stream}: Dual,
): {readonly weights: Float64Array; readonly settled: boolean} {
  const weights = new Float64Array(columns + 1);
  const norms = squaredNorms(rows, intercept);
  const order = chosen.slice();
  const alpha = new Float64Array(rows.count);
  for (const row of order) {
    alpha[row] = Math.min(1e-3 * cap(row), 1e-8);
    addRow(rows, row, {by: sign(row) * alpha[row], intercept}, weights);
  }
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(stream, order);
    let moved = 0;
    for (let k = 0; k < order.length; k++) {
      const row = order[k];
      const most = cap(row);
      const before = alpha[row];
      const after = solve(before, most, norms[row], sign(row) * dot(rows, row, weights));
      if (after === before) continue;
      alpha[row] = after;
      moved = Math.max(moved, Math.abs(after - before) / most);
      addRow(rows, row, {by: sign(row) * (after - before), intercept}, weights);
    }
    if (moved < tolerance) return {weights, settled: true};
  }
  return {weights, settled: false};
}

/** The a in (0, cap) that maximises the dual along one row, by Newton's method kept inside. */
function solve(alpha: number, cap: number, norm: number, margin: number): number {
  let low = 0;
  let high = cap;
  let a = alpha;
  for (let i = 0; i < 20; i++) {
    const gradient = norm * (a - alpha) + margin + log(a / (cap - a));
    if (Math.abs(gradient) < 1e-4) break;
    if (gradient > 0) high = a;
    else low = a;
    const next = a - gradient / (norm + cap / (a * (cap - a)));
    a = next > low && next < high ? next : gradient > 0 ? (low + Math.min(a, high)) / 2 : (Math.max(a, low) + high) / 2;
    if (a <= 1e-12 * cap) return 1e-12 * cap;
    if (cap - a <= 1e-12 * cap) return cap * (1 - 1e-12);
  }
  return a;
}

/** w.x of one row, intercept included. */
export function dot({indices, values, offsets}: SparseRows, row: number, weights: Float64Array): number {
  let sum = weights[weights.length - 1];
  for (let i = offsets[row], end = offsets[row + 1]; i < end; i++) sum += weights[indices[i]] * values[i];
  return sum;
}

function addRow(
  {indices, values, offsets}: SparseRows,
  row: number,
  {by, intercept}: {by: number; intercept: number},
  weights: Float64Array,
): void {
  weights[weights.length - 1] += by * intercept;
  for (let i = offsets[row], end = offsets[row + 1]; i < end; i++) weights[indices[i]] += by * values[i];
}

function squaredNorms({count, values, offsets}: SparseRows, intercept: number): Float64Array {
  const norms = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    let sum = intercept;
    for (let i = offsets[row]; i < offsets[row + 1]; i++) sum += values[i] * values[i];
    norms[row] = sum;
  }
  return norms;
}
