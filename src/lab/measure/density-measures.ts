/** Measures of a fit's density: against the truth's, at held-out points, and by its first two moments. */

import {DataError} from '../../core/error.ts';
import {exp, log} from '../../core/math/index.ts';
import {type Reading, reading} from '../../core/measure/estimate.ts';
import {ANY, FROM_0} from '../../core/measure/range.ts';
import {NOTHING_PRODUCED} from '../../core/measure/reasons.ts';
import {squaredDistance} from '../../core/points/modes.ts';
import {spreadOf} from '../../core/points/spread.ts';
import {dimensionOfSum, squaredL2} from '../../core/points/squared-l2.ts';
import {meanOf} from '../../core/stats/index.ts';
import {semidefiniteCholesky} from '../../models/covariance.ts';
import {pooledMoments} from '../../models/moments.ts';
import type {LawMeasure, PointsView} from './measure.ts';

/** Components of a density beyond which `l2` is not computed: every pair of them is visited. */
const MOST_COMPONENTS = 5000;

export const densityMeasures: readonly LawMeasure[] = [
  {
    name: 'logLikelihood',
    title: 'Log-likelihood of held-out points',
    unit: 'nats a point',
    on: ['points'],
    from: 'holdout',
    whole: true,
    better: 'higher',
    lost: 'low',
    caption:
      'The mean log-density of points that no model sees: 1,000 of the truth, the same in every generation; of images at most 1,000 that are held out. The truth’s own is the most to expect; what it has more is the Kullback-Leibler divergence of the truth to the model.',
    source: 'held-out likelihood of density estimates: Kazdan et al., ICML 2025',
    range: ANY,
    law: {points: measureLikelihood},
    truth: {points: ({truth, heldOut}) => ofKnown('logLikelihood', truth?.logProbability && meanOf(truth.logProbability(heldOut())))},
  },
  {
    name: 'determinant',
    title: 'Determinant of the fitted covariance',
    unit: 'units of the points^2d',
    on: ['points'],
    from: 'model',
    whole: true,
    better: 'near reference',
    scale: 'log',
    lost: 'low',
    caption: 'The squared volume that the model fills, near 0 once it is flat in any direction. In one dimension it is the variance.',
    source: 'generalised variance: Wilks, Biometrika 24, 1932; Kazdan et al., ICML 2025',
    range: FROM_0,
    law: {points: (view) => [reading('determinant', determinantOf(view), NOTHING_PRODUCED)]},
    truth: {points: ({truth}) => ofKnown('determinant', truth?.covariance && exp(logVolume(truth.covariance)))},
  },
  {
    name: 'logDeterminant',
    title: 'Log-determinant of the fitted covariance',
    unit: 'nats',
    on: ['points'],
    from: 'model',
    whole: true,
    better: 'near reference',
    lost: 'low',
    caption:
      'The logarithm of the squared volume that the model fills: it falls in a straight line while every generation loses the same factor, and shows a collapse that the determinant is too small to show.',
    source: 'generalised variance: Wilks, Biometrika 24, 1932; Kazdan et al., ICML 2025',
    range: ANY,
    law: {points: measureLogDeterminant},
    truth: {points: ({truth}) => ofKnown('logDeterminant', truth?.covariance && logVolume(truth.covariance))},
  },
  {
    name: 'meanSquaredError',
    title: 'Squared error of the fitted mean',
    unit: 'units of the points, squared',
    on: ['points'],
    from: 'model',
    whole: true,
    better: 'lower',
    lost: 'high',
    caption: 'The squared distance of the fitted mean to the true one: errors of all generations add up under replace.',
    source: 'Shumailov et al., Nature 631, 2024; Kazdan et al., ICML 2025',
    range: FROM_0,
    law: {points: measureError},
  },
  {
    name: 'l2',
    title: 'Squared L2 distance of the densities',
    unit: 'density',
    on: ['points'],
    from: 'model',
    whole: true,
    better: 'lower',
    scale: 'log',
    lost: 'high',
    caption: `The integral of the squared difference of the fitted and the true density, exact; it grows without bound as a model sharpens to points. Of Gaussians, mixtures and kernel densities (of at most 5,000 records), in worlds whose density is known.`,
    source: 'Shumailov et al., Nature 631, 2024',
    range: FROM_0,
    law: {points: measureL2},
  },
];

const ofKnown = (measure: string, value: number | undefined): Reading[] => (value === undefined ? [] : [{measure, value}]);

function measureLikelihood({law, heldOut}: PointsView): Reading[] {
  const measure = 'logLikelihood';
  if (!law?.logProbability) return [{measure, reason: 'the model has no density that is known'}];
  return readingOr(measure, () => meanOf(law.logProbability!(heldOut())));
}

function measureL2({law, truth}: PointsView): Reading[] {
  const measure = 'l2';
  if (!truth?.gaussians) return [{measure, reason: 'the density of the truth is not a mixture of Gaussians'}];
  if (!law?.gaussians) return [{measure, reason: 'the density of the model is not a mixture of Gaussians'}];
  const fitted = law.gaussians();
  const {covariances, weights} = fitted;
  if (weights.length > MOST_COMPONENTS) return [{measure, reason: `a density of ${weights.length} kernels: every pair would be visited`}];
  const d = dimensionOfSum(fitted);
  for (let at = 0; at < covariances.length; at += d * d)
    if (semidefiniteCholesky(covariances.subarray(at, at + d * d), d).rank < d)
      return [{measure, reason: 'infinite: a component without spread in some direction has no density'}];
  return [{measure, value: squaredL2(fitted, truth.gaussians)}];
}

function measureError({law, sample, truth}: PointsView): Reading[] {
  const measure = 'meanSquaredError';
  if (!truth?.mean) return [{measure, reason: 'the true mean is not known'}];
  if (!law?.mean && sample.count === 0) return [{measure, reason: NOTHING_PRODUCED}];
  const mean = law?.mean ?? spreadOf(sample).mean;
  return [{measure, value: squaredDistance(mean, 0, truth.mean, 0, mean.length)}];
}

function measureLogDeterminant(view: PointsView): Reading[] {
  const measure = 'logDeterminant';
  const value = logDeterminantOf(view);
  if (value === undefined) return [{measure, reason: NOTHING_PRODUCED}];
  return value === -Infinity ? [{measure, reason: 'minus infinity: the covariance is singular'}] : [{measure, value}];
}

function determinantOf(view: PointsView): number | undefined {
  const value = logDeterminantOf(view);
  return value === undefined ? undefined : exp(value);
}

/** -Infinity where the covariance is singular; undefined where there is none. */
function logDeterminantOf({law, sample}: PointsView): number | undefined {
  if (!law?.covariance && sample.count === 0) return undefined;
  return logVolume(law?.covariance ?? pooledMoments([{share: 1, data: sample}]).covariance);
}

function logVolume(covariance: Float64Array): number {
  const d = Math.round(Math.sqrt(covariance.length));
  const {lower, rank} = semidefiniteCholesky(covariance, d);
  if (rank < d) return -Infinity;
  let sum = 0;
  for (let j = 0; j < d; j++) sum += log(lower[j * d + j]);
  return 2 * sum;
}

/** The value, or why the model has no density. */
function readingOr(measure: string, value: () => number): Reading[] {
  try {
    return [{measure, value: value()}];
  } catch (error) {
    if (error instanceof DataError) return [{measure, reason: error.message}];
    throw error;
  }
}
