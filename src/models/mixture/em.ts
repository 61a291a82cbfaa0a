/**
 * Expectation maximisation of a mixture of Gaussians with full covariances, from a given start.
 *
 * shape    values: (n, d)  ->  weights: (K,)  means: (K, d)  covariances: (K, d, d)
 * domain   n >= K; a covariance that stays singular (regularization 0, records on a line) throws DataError
 * edge     ends when the mean log-likelihood moves by less than `tolerance`, or after `iterations`. `regularization` is added to the
 *          diagonal of every covariance in every step. A component that holds nothing keeps its mean, with weight about 0
 * cost     iterations x n K evaluations
 * source   A. Dempster, N. Laird, D. Rubin, JRSS B 39(1), 1977; semantics of scikit-learn's GaussianMixture(covariance_type='full')
 * checked  against scikit-learn 1.9 from the same start: weights, means, covariances, score and BIC to 1e-8
 */

import {DataError} from '../../core/error.ts';
import {log} from '../../core/math/index.ts';
import {semidefiniteCholesky} from '../covariance.ts';
import {planeStepper} from './plane-stepper.ts';
import {type MixturePass, type MixtureStep, mixtureStepOf} from './step.ts';

export interface Components {
  /** (K,), sums to 1 */
  readonly weights: Float64Array;
  /** (K, d) */
  readonly means: Float64Array;
  /** (K, d, d) */
  readonly covariances: Float64Array;
}

export interface Cloud {
  /** (n, d) */
  readonly values: Float64Array;
  readonly n: number;
  readonly d: number;
  /** Weights of records that sum to n; absent, each weighs 1. (n,) */
  readonly weights?: Float64Array;
}

interface EmOptions {
  readonly regularization: number;
  /** On the mean log-likelihood, nats a record. */
  readonly tolerance: number;
  readonly iterations: number;
}

export interface EmResult {
  readonly components: Components;
  /** Mean log-likelihood under the components before the last maximisation, nats a record. */
  readonly lowerBound: number;
  readonly iterations: number;
  readonly converged: boolean;
}

export function expectationMaximisation(cloud: Cloud, start: Components, options: EmOptions): EmResult {
  const {n, d} = cloud;
  const step = stepOf(d);
  let components = start;
  let lowerBound = -Infinity;
  for (let iteration = 1; iteration <= options.iterations; iteration++) {
    const pass = passOf(cloud, components);
    const before = lowerBound;
    lowerBound = step(pass) / n;
    if (!Number.isFinite(lowerBound))
      throw new DataError(`the log-likelihood of the mixture is ${lowerBound}`, {next: 'Look for NaN in the records.'});
    components = maximise(pass, options.regularization);
    if (Math.abs(lowerBound - before) < options.tolerance) return {components, lowerBound, iterations: iteration, converged: true};
  }
  return {components, lowerBound, iterations: options.iterations, converged: false};
}

/** By the kernel where there is one for this dimension. */
function stepOf(d: number): MixtureStep {
  const kernel = d === 2 ? planeStepper() : null;
  return kernel === null ? mixtureStepOf(d) : (pass) => kernel.step(pass);
}

/** Mean log-likelihood of the records, nats. */
export function meanLogLikelihood(cloud: Cloud, components: Components): number {
  return stepOf(cloud.d)(passOf(cloud, components)) / cloud.n;
}

/** Bayesian information criterion, less is better: -2 log-likelihood + (free parameters) log n. (G. Schwarz, 1978) */
export function bayesianCriterion(cloud: Cloud, components: Components): number {
  const {n, d} = cloud;
  const K = components.weights.length;
  const free = (K * d * (d + 1)) / 2 + K * d + K - 1;
  return -2 * n * meanLogLikelihood(cloud, components) + free * log(n);
}

/** What one pass over the cloud needs of the components. */
export function passOf({values, n, d, weights}: Cloud, components: Components): MixturePass {
  const K = components.weights.length;
  const stride = 1 + d + (d * (d + 1)) / 2;
  const packed = new Float64Array(K * stride);
  for (let k = 0; k < K; k++) packComponent(packed, k * stride, components, {k, d});
  return {values, n, d, K, packed, sums: new Float64Array(K * stride), weights};
}

function packComponent(
  packed: Float64Array,
  from: number,
  {weights, means, covariances}: Components,
  {k, d}: {k: number; d: number},
): void {
  const {lower, rank} = semidefiniteCholesky(covariances.subarray(k * d * d, (k + 1) * d * d), d);
  if (rank < d) {
    throw new DataError(`component ${k} of the mixture has a covariance of rank ${rank} in dimension ${d}`, {
      next: 'Raise `regularization`, take fewer components, or give more records.',
    });
  }
  let at = from;
  for (let j = 0; j < d; j++) packed[at++] = means[k * d + j];
  let constant = log(weights[k]) - 0.5 * d * log(2 * Math.PI);
  const inverse = invertLower(lower, d);
  for (let i = 0; i < d; i++) {
    constant -= log(lower[i * d + i]);
    for (let j = 0; j <= i; j++) packed[at++] = inverse[i * d + j];
  }
  packed[at] = constant;
}

function invertLower(lower: Float64Array, d: number): Float64Array {
  const inverse = new Float64Array(d * d);
  for (let j = 0; j < d; j++) {
    inverse[j * d + j] = 1 / lower[j * d + j];
    for (let i = j + 1; i < d; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= lower[i * d + k] * inverse[k * d + j];
      inverse[i * d + j] = sum / lower[i * d + i];
    }
  }
  return inverse;
}

/** scikit-learn's guard: a component's mass is never exactly 0. */
const LEAST_MASS = 10 * Number.EPSILON;

function maximise({d, K, packed, sums}: MixturePass, regularization: number): Components {
  const stride = 1 + d + (d * (d + 1)) / 2;
  const weights = new Float64Array(K);
  const means = new Float64Array(K * d);
  const covariances = new Float64Array(K * d * d);
  let total = 0;
  for (let k = 0; k < K; k++) {
    const from = k * stride;
    const mass = sums[from] + LEAST_MASS;
    weights[k] = mass;
    total += mass;
    let at = from + 1 + d;
    for (let i = 0; i < d; i++) {
      const shift = sums[from + 1 + i] / mass;
      means[k * d + i] = packed[from + i] + shift;
      for (let j = 0; j <= i; j++) {
        const c = sums[at++] / mass - (shift * sums[from + 1 + j]) / mass;
        covariances[(k * d + i) * d + j] = c;
        covariances[(k * d + j) * d + i] = c;
      }
    }
    for (let i = 0; i < d; i++) {
      const own = (k * d + i) * d + i;
      covariances[own] = Math.max(covariances[own], 0) + regularization;
    }
  }
  for (let k = 0; k < K; k++) weights[k] /= total;
  return {weights, means, covariances};
}
