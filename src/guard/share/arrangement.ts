/**
 * How synthetic text lies in the candidate: whole documents of it, or sentences of it in documents of people. The candidate tells.
 *
 *   z = (estimate by documents, estimate by sentences, spread of documents)
 *   fit of an arrangement = max over truths t of the normal log-likelihood of z, mean and covariance from trials at t
 *
 * shape    trials of either arrangement with the two estimators -> fits, and which are plausible
 * edge     covariances are doubled: the trials draw documents anew, but not the classifiers that judge them, which would differ as well
 *          with other references. Means and covariances are interpolated between the truths of the trials; each standard deviation is at least 0.005
 * checked  bench/share-curve.ts: mixtures of either arrangement, whose shares the intervals cover (docs/share.md)
 */
import {log, square} from '../../core/math/index.ts';
import type {Arrangement, Trials} from './mixtures.ts';

export type Evidence = readonly [number, number, number];

export interface ArrangementFit {
  readonly arrangement: Arrangement;
  /** Log-likelihood at the best truth, and the squared distance from its mean in standard deviations. */
  readonly fit: number;
  readonly distance: number;
}

/** Chosen: points between two truths that are looked at, which are then .0125 apart at the most. */
const STEPS = 8;
/** Chosen: no trial vouches for half a percent. */
const LEAST_VARIANCE = square(0.005);
const INFLATION = 2;

export function fitArrangement(arrangement: Arrangement, trials: Trials, z: Evidence): ArrangementFit {
  const laws = trials.truths.map((_, g) => lawAt(trials, g));
  let best = {fit: -Infinity, distance: Infinity};
  for (let g = 0; g + 1 < laws.length; g++) {
    for (let step = 0; step <= STEPS; step++) {
      const here = likelihood(between(laws[g], laws[g + 1], step / STEPS), z);
      if (here.fit > best.fit) best = here;
    }
  }
  return {arrangement, ...best};
}

/** Mean (3,) and covariance (00, 01, 02, 11, 12, 22). */
interface Law {
  readonly mean: number[];
  readonly covariance: number[];
}

const PAIRS = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 1],
  [1, 2],
  [2, 2],
] as const;

function lawAt({errors, truth, spread, repeats}: Trials, g: number): Law {
  const at = (i: number): Evidence => [errors[0][i] + truth[i], errors[1][i] + truth[i], spread[i]];
  const mean = [0, 0, 0];
  for (let b = 0; b < repeats; b++)
    at(g * repeats + b).forEach((x, k) => {
      mean[k] += x / repeats;
    });
  const covariance = PAIRS.map(([i, j]) => (i === j ? LEAST_VARIANCE : 0));
  for (let b = 0; b < repeats; b++) {
    const x = at(g * repeats + b);
    PAIRS.forEach(([i, j], k) => {
      covariance[k] += (INFLATION * (x[i] - mean[i]) * (x[j] - mean[j])) / repeats;
    });
  }
  return {mean, covariance};
}

function between(a: Law, b: Law, part: number): Law {
  const mix = (x: number[], y: number[]) => x.map((value, i) => value + part * (y[i] - value));
  return {mean: mix(a.mean, b.mean), covariance: mix(a.covariance, b.covariance)};
}

/** By the Cholesky factor of a 3 x 3 matrix, written out. */
function likelihood({mean, covariance: c}: Law, z: Evidence): {fit: number; distance: number} {
  const l00 = Math.sqrt(c[0]);
  const l10 = c[1] / l00;
  const l20 = c[2] / l00;
  const l11 = Math.sqrt(Math.max(LEAST_VARIANCE / 4, c[3] - l10 * l10));
  const l21 = (c[4] - l20 * l10) / l11;
  const l22 = Math.sqrt(Math.max(LEAST_VARIANCE / 4, c[5] - l20 * l20 - l21 * l21));
  const y0 = (z[0] - mean[0]) / l00;
  const y1 = (z[1] - mean[1] - l10 * y0) / l11;
  const y2 = (z[2] - mean[2] - l20 * y0 - l21 * y1) / l22;
  const distance = y0 * y0 + y1 * y1 + y2 * y2;
  return {fit: -0.5 * distance - log(l00 * l11 * l22), distance};
}
