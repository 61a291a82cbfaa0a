/**
 * Which estimator to believe: the one with the smallest mean absolute error on known mixtures, unless one that makes more of the data
 * is not worse by more than a standard error.
 *
 * shape    trials of all estimators -> mean absolute error and bias of each; the number of the chosen one among `allowed`
 * source   the one-standard-error rule: L. Breiman et al., Classification and Regression Trees, 1984, 3.4.3
 * checked  on made trials: the clearly best is taken, and the preferred one among equals
 */
import {square} from '../../core/math/index.ts';
import {ESTIMATORS} from './measured.ts';
import type {Trials} from './mixtures.ts';

/** Order of preference among equals: densities use the whole score, counts only its side. */
const PREFERENCE = [3, 2, 1, 0, 7, 6, 5, 4, 8];

export interface Validation {
  readonly error: number;
  readonly bias: number;
}

/** Over all truths and draws, of trials that ran every estimator. */
export function validationOf(trials: Trials): Validation[] {
  return ESTIMATORS.map((_, e) => {
    const errors = trials.errors[e];
    let absolute = 0;
    let sum = 0;
    for (let i = 0; i < errors.length; i++) {
      absolute += Math.abs(errors[i]);
      sum += errors[i];
    }
    return {error: absolute / errors.length, bias: sum / errors.length};
  });
}

export function chooseEstimator(trials: Trials, allowed: readonly number[]): number {
  const means = allowed.map((e) => absolutePerRepeat(trials, e));
  let best = 0;
  for (let i = 1; i < allowed.length; i++) if (average(means[i]) < average(means[best])) best = i;
  const ranked = PREFERENCE.filter((e) => allowed.includes(e));
  for (const e of ranked) {
    const own = means[allowed.indexOf(e)];
    const differences = own.map((x, b) => x - means[best][b]);
    const mean = average(differences);
    const deviation = Math.sqrt(average(differences.map((x) => square(x - mean))));
    if (mean <= deviation) return e;
  }
  return allowed[best];
}

/** Mean absolute error over the truths, draw by draw: draws with the same number differ in their references too. */
function absolutePerRepeat({errors, truths, repeats}: Trials, e: number): number[] {
  return Array.from({length: repeats}, (_, b) => {
    let sum = 0;
    for (let g = 0; g < truths.length; g++) sum += Math.abs(errors[e][g * repeats + b]);
    return sum / truths.length;
  });
}

function average(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
