/**
 * Cross-fitting with one fold more held out: every row gets a score from classifiers that never saw its fold, and so does every row
 * of what remains when a whole fold plays the unknown. One classifier for each pair of folds serves both directions.
 *
 *   M_vk     fitted without the folds v and k;  M_k: without fold k
 *   single   of a row j in fold k:  M_k(x_j)                       the known rows beside an unknown corpus, which is scored by the mean of all M_k
 *   heldOut  of a row i in fold v:  mean over k of M_vk(x_i)       the same row as an unknown one ...
 *   inner    of a row j in fold k:  M_vk(x_j)                      ... and the known rows beside it
 *
 * shape    n rows, F folds -> single, heldOut: (n,); inner: F x (n,), NaN in fold v; weights: (D + 1,), outer: F x (D + 1,)
 * domain   F >= 3, each fold with rows of both classes; the fits throw DomainError otherwise
 * cost     F (F - 1) / 2 + F fits
 */
import type {Stream} from '../core/random/stream.ts';
import type {SparseRows} from './features.ts';
import {dot, fitLogistic} from './logistic.ts';

export interface CrossFit {
  readonly single: Float64Array;
  readonly heldOut: Float64Array;
  readonly inner: readonly Float64Array[];
  readonly weights: Float64Array;
  readonly outer: readonly Float64Array[];
}

interface CrossFitOptions {
  readonly columns: number;
  readonly folds: number;
  readonly strength: number;
  readonly epochs: number;
  readonly stream: Stream;
}

/** fold: (n,) 0 .. F - 1; positive: (n,) 1 for the second class. */
export function crossFit(rows: SparseRows, fold: Uint8Array, positive: Uint8Array, options: CrossFitOptions): CrossFit {
  const {columns, folds, stream} = options;
  const blank = () => new Float64Array(rows.count).fill(Number.NaN);
  const inner = Array.from({length: folds}, blank);
  const outer = Array.from({length: folds}, () => new Float64Array(columns + 1));
  const single = blank();
  const weights = new Float64Array(columns + 1);
  const fitted = (label: string, without: (f: number) => boolean) =>
    fitLogistic(rows, chosenRows(fold, without), positive, {...options, stream: stream.fork(label)});
  for (let v = 0; v < folds; v++) {
    for (let k = v + 1; k < folds; k++) {
      const model = fitted(`without/${v}/${k}`, (f) => f === v || f === k);
      scoreFold(rows, fold, k, model, inner[v]);
      scoreFold(rows, fold, v, model, inner[k]);
      addScaled(outer[v], model, 1 / (folds - 1));
      addScaled(outer[k], model, 1 / (folds - 1));
    }
    const model = fitted(`without/${v}`, (f) => f === v);
    scoreFold(rows, fold, v, model, single);
    addScaled(weights, model, 1 / folds);
  }
  const heldOut = blank();
  for (let v = 0; v < folds; v++) scoreFold(rows, fold, v, outer[v], heldOut);
  return {single, heldOut, inner, weights, outer};
}

function chosenRows(fold: Uint8Array, without: (f: number) => boolean): Uint32Array {
  const chosen: number[] = [];
  for (let i = 0; i < fold.length; i++) if (!without(fold[i])) chosen.push(i);
  return Uint32Array.from(chosen);
}

function scoreFold(rows: SparseRows, fold: Uint8Array, which: number, model: Float64Array, into: Float64Array): void {
  for (let i = 0; i < fold.length; i++) if (fold[i] === which) into[i] = dot(rows, i, model);
}

function addScaled(into: Float64Array, from: Float64Array, by: number): void {
  for (let i = 0; i < into.length; i++) into[i] += by * from[i];
}
