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
import type {Points, TrainingSet} from '../core/data.ts';
import {ConfigError, DataError, DomainError} from '../core/error.ts';
import {fillNormal} from '../core/random/normal.ts';
import type {Stream} from '../core/random/stream.ts';
import {broken, decodeModel, encodeModel} from './codec.ts';
import {colour, type Factor, normalLogDensity, semidefiniteCholesky} from './covariance.ts';
import type {FittedPoints, Model} from './model.ts';
import {pooledMoments} from './moments.ts';
import {sharedParts} from './parts.ts';

export interface GaussianOptions {
  readonly variance: 'ml' | 'unbiased' | 'known';
  /** With `known`: a standard deviation for every coordinate, or a covariance (d * d,). */
  readonly known?: number | Float64Array;
  /** Sampling bias lambda, > 0; 1 unless given. `covariance` and `logProbability` are of the fit, without it. */
  readonly bias?: number;
}

export function gaussianModel(options: GaussianOptions): Model<Points> & {fit(training: TrainingSet<Points>): FittedPoints} {
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
function fitLine(data: Points, variance: 'ml' | 'unbiased', bias: number): FittedPoints {
  const {values, count: n, origin} = data;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const shift = sum / n;
  let square = 0;
  for (let i = 0; i < n; i++) {
    const x = values[i] - shift;
    square += x * x;
  }
  if (variance === 'unbiased' && n === 1) throw tooFew(n);
  const fitted = square / (variance === 'ml' ? n : n - 1);
  const mean = origin === undefined ? shift : shift + origin[0];
  if (!(fitted < Infinity && mean > -Infinity && mean < Infinity)) {
    throw new DataError(`the points have mean ${mean} and variance ${fitted}: not finite`, {
      next: 'Look for NaN or overflow in the records; a sampling bias above 1 grows without bound.',
    });
  }
  return new FittedGaussian(Float64Array.of(mean), Float64Array.of(fitted), bias);
}

/** A Gaussian that is known: a truth. mean: (d,), covariance: (d * d,), positive semi-definite. */
export function gaussianOf(mean: Float64Array, covariance: Float64Array): FittedPoints {
  if (covariance.length !== mean.length ** 2) throw new DomainError(`a covariance of ${covariance.length} numbers for a mean of ${mean.length}`);
  return new FittedGaussian(mean, covariance, 1);
}

class FittedGaussian implements FittedPoints {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
  private readonly bias: number;
  private factor: Factor | undefined;

  constructor(mean: Float64Array, covariance: Float64Array, bias: number) {
    this.mean = mean;
    this.covariance = covariance;
    this.bias = bias;
  }

  sample(count: number, stream: Stream): Points {
    const {mean, bias} = this;
    const d = mean.length;
    const values = new Float64Array(count * d);
    fillNormal(stream, values, 0, count * d);
    if (d === 1) {
      const sd = Math.sqrt(bias * this.covariance[0]);
      for (let i = 0; i < count; i++) values[i] *= sd;
    } else {
      const {lower} = this.factored();
      colour(values, lower, d);
      if (bias !== 1) for (let i = 0; i < values.length; i++) values[i] *= Math.sqrt(bias);
    }
    return {kind: 'points', count, dimension: d, values, origin: mean};
  }

  logProbability(points: Points): Float64Array {
    return normalLogDensity(points, this.mean, this.factored());
  }

  save(): Uint8Array {
    return encodeModel('gaussian', {fields: {bias: this.bias}, arrays: [this.mean, this.covariance]});
  }

  private factored(): Factor {
    this.factor ??= semidefiniteCholesky(this.covariance, this.mean.length);
    return this.factor;
  }
}

function load(bytes: Uint8Array): FittedPoints {
  const {fields, arrays} = decodeModel('gaussian', bytes, {fields: ['bias'], arrays: 2});
  const [mean, covariance] = arrays;
  const d = mean.length;
  if (d < 1 || covariance.length !== d * d) throw broken('gaussian', `a mean of ${d} and a covariance of ${covariance.length} numbers`);
  if (!(fields.bias > 0)) throw broken('gaussian', `a sampling bias of ${fields.bias}`);
  for (let j = 0; j < d; j++) if (covariance[j * d + j] < 0) throw broken('gaussian', `a variance of ${covariance[j * d + j]}`);
  return new FittedGaussian(mean, covariance, fields.bias);
}

function divide(covariance: Float64Array, divisor: number): void {
  if (!(divisor > 2 ** -50)) throw tooFew(1);
  for (let i = 0; i < covariance.length; i++) covariance[i] /= divisor;
}

function tooFew(n: number): DataError {
  return new DataError(`an unbiased variance wants at least 2 records, got ${n}`, {next: 'Raise the sample size, or fit the variance by `ml`.'});
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
