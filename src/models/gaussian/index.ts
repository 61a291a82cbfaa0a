/**
 * A Gaussian with full covariance in any dimension.
 *
 *   ml        C = sum_i w_i (x_i - m)(x_i - m)'                  sum w = 1, m = sum w_i x_i: divides by n where all weigh the same
 *   unbiased  C / (1 - sum w_i^2)                                divides by n - 1 where all weigh the same; reliability weights
 *   known     the covariance of the world; only the mean is fitted
 *   sample    N(m, bias C)                                       `bias` is the lambda of MAD: below 1 for quality over diversity
 *
 * shape    values: (n, d)  ->  mean: (d,)  covariance: (d, d)
 * domain   n >= 1 (unbiased: n >= 2), otherwise DataError; bias > 0
 * edge     n <= d gives a singular covariance, from which one can sample but which has no density. A sample has the mean as its origin
 *          and deviations as its values, so that a variance keeps its digits down to 2^-1022 whatever the mean; below that it loses
 *          digits and at last is 0: a point mass, from which nothing comes back
 * cost     O(n d^2); parts seen before cost O(d^2)
 * source   S. Alemohammad et al., "Self-consuming generative models go MAD", ICLR 2024 (bias)
 * checked  against numpy.cov with aweights, and the laws of the recursion over thousands of lineages
 */

import type {Points, TrainingSet} from '../../core/data.ts';
import {ConfigError, DataError, DomainError} from '../../core/error.ts';
import {powerOfTwo, square} from '../../core/math/index.ts';
import type {GaussianSum} from '../../core/points/squared-l2.ts';
import {fillNormal} from '../../core/random/normal.ts';
import type {Stream} from '../../core/random/stream.ts';
import {broken, decodeModel, encodeModel} from '../codec.ts';
import {colour, type Factor, normalLogDensity, semidefiniteCholesky} from '../covariance.ts';
import type {FittedMoments, Model} from '../model.ts';
import {pooledMoments, squaresFour, sumFour} from '../moments.ts';
import {sharedParts} from '../parts.ts';
import {DrawnLine, drawLine} from './drawn-line.ts';
import {freshValues} from './slab.ts';

export interface GaussianOptions {
  readonly variance: 'ml' | 'unbiased' | 'known';
  /** With `known`: a standard deviation for every coordinate, or a covariance (d * d,). */
  readonly known?: number | Float64Array;
  /** Sampling bias lambda, > 0; 1 unless given. `covariance` and `logProbability` are of the fit, without it. */
  readonly bias?: number;
}

interface GaussianModel extends Model<Points> {
  fit(training: TrainingSet<Points>, stream: Stream): FittedMoments;
  load(bytes: Uint8Array): FittedMoments;
}

export function gaussianModel(options: GaussianOptions): GaussianModel {
  const {variance, known, bias = 1} = options;
  if (!(bias > 0 && bias < Infinity)) throw new ConfigError(`a sampling bias is more than 0, got ${bias}`, {where: 'model.bias'});
  if ((variance === 'known') !== (known !== undefined)) {
    throw new ConfigError(`variance ${variance} with${known === undefined ? 'out' : ''} a known covariance`, {
      where: 'model.variance',
      next: 'Give `known` with `variance: known` and only then.',
    });
  }
  return {
    kind: 'gaussian',
    fit(training) {
      const {data} = training.length === 1 ? training[0] : {data: undefined};
      if (data !== undefined && data.dimension === 1 && data.count > 0 && variance !== 'known') return fitLine(data, variance, bias);
      const {mean, covariance, concentration} = pooledMoments(sharedParts(training));
      if (known !== undefined) return new FittedGaussian(mean, knownCovariance(known, mean.length), bias);
      if (variance === 'unbiased') divide(covariance, 1 - concentration);
      return new FittedGaussian(mean, covariance, bias);
    },
    load,
  };
}

/** One part, one dimension, as the loop calls it a million times: the same as the general way, without its lists. */
function fitLine(data: Points, variance: 'ml' | 'unbiased', bias: number): FittedMoments {
  const {count: n, origin} = data;
  const {shift, squares} = data instanceof DrawnLine ? data : momentsOfLine(data.values, n);
  if (variance === 'unbiased' && n === 1) throw tooFew(n);
  const fitted = variance === 'ml' ? squares / n : squares / n / (1 - 1 / n);
  const mean = origin === undefined ? shift : shift + origin[0];
  if (!(fitted < Infinity && mean > -Infinity && mean < Infinity)) {
    throw new DataError(`the points have mean ${mean} and variance ${fitted}: not finite`, {
      next: 'Look for NaN or overflow in the records; a sampling bias above 1 grows without bound.',
    });
  }
  return new FittedGaussian(single(mean), single(fitted), bias);
}

function momentsOfLine(values: Float64Array, n: number): {shift: number; squares: number} {
  const shift = sumFour(values, n) / n;
  return {shift, squares: squaresFour(values, n, shift)};
}

/** As Float64Array.of, which is several times slower. */
function single(value: number): Float64Array {
  const array = new Float64Array(1);
  array[0] = value;
  return array;
}

/** A Gaussian that is known: a truth. mean: (d,), covariance: (d * d,), positive semi-definite. */
export function gaussianOf(mean: Float64Array, covariance: Float64Array): FittedMoments {
  if (covariance.length !== square(mean.length))
    throw new DomainError(`a covariance of ${covariance.length} numbers for a mean of ${mean.length}`);
  return new FittedGaussian(mean, covariance, 1);
}

export class FittedGaussian implements FittedMoments {
  readonly isGaussian = true;
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
  private readonly bias: number;
  private factor: Factor | undefined;

  constructor(mean: Float64Array, covariance: Float64Array, bias: number) {
    this.mean = mean;
    this.covariance = covariance;
    this.bias = bias;
  }

  /** The same fit, drawn from with another bias. */
  biased(bias: number): FittedGaussian {
    return new FittedGaussian(this.mean, this.covariance, bias);
  }

  sample(count: number, stream: Stream): Points {
    const {mean, bias} = this;
    const d = mean.length;
    if (d === 1) return drawLine(stream, count, Math.sqrt(bias * this.covariance[0]), mean);
    const values = freshValues(count * d);
    fillNormal(stream, values, 0, count * d);
    const {lower} = this.factored();
    colour(values, lower, d);
    if (bias !== 1) for (let i = 0; i < values.length; i++) values[i] *= Math.sqrt(bias);
    return {kind: 'points', count, dimension: d, values, origin: mean};
  }

  logProbability(points: Points): Float64Array {
    return normalLogDensity(points, this.mean, this.factored());
  }

  gaussians(): GaussianSum {
    return {weights: Float64Array.of(1), means: this.mean, covariances: this.covariance};
  }

  save(): Uint8Array {
    return encodeModel('gaussian', {fields: {bias: this.bias}, arrays: [this.mean, this.covariance]});
  }

  private factored(): Factor {
    this.factor ??= semidefiniteCholesky(this.covariance, this.mean.length);
    return this.factor;
  }
}

function load(bytes: Uint8Array): FittedMoments {
  const {fields, arrays} = decodeModel('gaussian', bytes, {fields: ['bias'], arrays: 2});
  const [mean, covariance] = arrays;
  const d = mean.length;
  if (d < 1 || covariance.length !== d * d) throw broken('gaussian', `a mean of ${d} and a covariance of ${covariance.length} numbers`);
  if (!(fields.bias > 0)) throw broken('gaussian', `a sampling bias of ${fields.bias}`);
  for (let j = 0; j < d; j++) if (covariance[j * d + j] < 0) throw broken('gaussian', `a variance of ${covariance[j * d + j]}`);
  return new FittedGaussian(mean, covariance, fields.bias);
}

function divide(covariance: Float64Array, divisor: number): void {
  if (!(divisor > powerOfTwo(-50))) throw tooFew(1);
  for (let i = 0; i < covariance.length; i++) covariance[i] /= divisor;
}

function tooFew(n: number): DataError {
  return new DataError(`an unbiased variance wants at least 2 records, got ${n}`, {
    next: 'Raise the sample size, or fit the variance by `ml`.',
  });
}

function knownCovariance(known: number | Float64Array, d: number): Float64Array {
  if (typeof known !== 'number') {
    if (known.length !== d * d) throw new DomainError(`a known covariance of ${known.length} numbers for points of dimension ${d}`);
    return known.slice();
  }
  const covariance = new Float64Array(d * d);
  for (let j = 0; j < d; j++) covariance[j * d + j] = known * known;
  return covariance;
}
