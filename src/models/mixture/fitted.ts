/**
 * A mixture of Gaussians that is known, by a fit or as a truth: drawing from it, its log-density, its exact moments.
 *
 *   m = sum w_k m_k        C = sum w_k [C_k + (m_k - m)(m_k - m)']
 *
 * A component's covariance may be singular (it has no density then); its weight may be 0 (it is never drawn).
 */
import {absoluteValues, type Points} from '../../core/data.ts';
import {DomainError} from '../../core/error.ts';
import type {GaussianSum} from '../../core/points/squared-l2.ts';
import {type AliasTable, aliasTable, fillCategorical} from '../../core/random/categorical.ts';
import {fillNormal} from '../../core/random/normal.ts';
import type {Stream} from '../../core/random/stream.ts';
import {broken, decodeModel, encodeModel} from '../codec.ts';
import {semidefiniteCholesky} from '../covariance.ts';
import type {FittedMoments} from '../model.ts';
import {type Components, passOf} from './em.ts';
import {logDensities} from './step.ts';

export interface FittedMixture extends FittedMoments {
  readonly components: Components;
}

/** weights: (K,), sum to 1; means: (K, d); covariances: (K, d, d), otherwise DomainError. */
export function mixtureOf(components: Components, notes: readonly string[] = []): FittedMixture {
  const {weights, means, covariances} = components;
  const K = weights.length;
  const d = means.length / K;
  if (K < 1 || !Number.isInteger(d) || d < 1 || covariances.length !== K * d * d) {
    throw new DomainError(`a mixture of ${K} weights, ${means.length} numbers in means and ${covariances.length} in covariances`);
  }
  let sum = 0;
  for (const weight of weights) sum = weight >= 0 ? sum + weight : Number.NaN;
  if (!(Math.abs(sum - 1) <= 1e-9)) throw new DomainError(`weights of a mixture are at least 0 and sum to 1, these sum to ${sum}`);
  return new MixtureOfGaussians(components, notes);
}

/** What `save` of a mixture wrote. Throws DataError on bytes that are not. */
export function loadMixture(bytes: Uint8Array): FittedMixture {
  const [weights, means, covariances] = decodeModel('mixture', bytes, {fields: [], arrays: 3}).arrays;
  try {
    return mixtureOf({weights, means, covariances});
  } catch (error) {
    throw broken('mixture', (error as Error).message);
  }
}

class MixtureOfGaussians implements FittedMixture {
  readonly components: Components;
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
  readonly notes: readonly string[];
  private table: AliasTable | undefined;
  private factors: Float64Array[] | undefined;

  constructor(components: Components, notes: readonly string[]) {
    this.components = components;
    this.notes = notes;
    const {mean, covariance} = mixtureMoments(components);
    this.mean = mean;
    this.covariance = covariance;
  }

  sample(count: number, stream: Stream): Points {
    const {weights, means, covariances} = this.components;
    const d = this.mean.length;
    this.table ??= aliasTable(weights);
    this.factors ??= Array.from(weights, (_, k) => semidefiniteCholesky(covariances.subarray(k * d * d, (k + 1) * d * d), d).lower);
    const labels = new Uint32Array(count);
    const values = new Float64Array(count * d);
    fillCategorical(stream, this.table, labels);
    fillNormal(stream, values, 0, count * d);
    for (let n = 0; n < count; n++) placePoint(values, n * d, this.factors[labels[n]], means, labels[n] * d);
    return {kind: 'points', count, dimension: d, values};
  }

  logProbability(points: Points): Float64Array {
    if (points.dimension !== this.mean.length)
      throw new DomainError(`points of dimension ${points.dimension} for a mixture of dimension ${this.mean.length}`);
    return logDensities(passOf({values: absoluteValues(points), n: points.count, d: points.dimension}, this.components));
  }

  gaussians(): GaussianSum {
    return this.components;
  }

  save(): Uint8Array {
    const {weights, means, covariances} = this.components;
    return encodeModel('mixture', {fields: {}, arrays: [weights, means, covariances]});
  }
}

/** values[from ..] = mean + L z, in place. */
function placePoint(values: Float64Array, from: number, lower: Float64Array, means: Float64Array, mean: number): void {
  const d = Math.sqrt(lower.length);
  for (let i = d - 1; i >= 0; i--) {
    let sum = means[mean + i];
    for (let j = 0; j <= i; j++) sum += lower[i * d + j] * values[from + j];
    values[from + i] = sum;
  }
}

function mixtureMoments({weights, means, covariances}: Components): {mean: Float64Array; covariance: Float64Array} {
  const d = means.length / weights.length;
  const mean = new Float64Array(d);
  const covariance = new Float64Array(d * d);
  for (let c = 0; c < means.length; c++) mean[c % d] += weights[Math.floor(c / d)] * means[c];
  for (let k = 0; k < weights.length; k++) {
    for (let i = 0; i < d; i++) {
      const away = means[k * d + i] - mean[i];
      for (let j = 0; j < d; j++)
        covariance[i * d + j] += weights[k] * (covariances[(k * d + i) * d + j] + away * (means[k * d + j] - mean[j]));
    }
  }
  return {mean, covariance};
}
