/**
 * Linear regression without intercept, by least squares; it redraws the labels of rows it is given.
 *
 *   (X'WX + lambda n I) b = X'Wy      relabel: y = x b + N(0, noise^2)
 *
 * shape    x: (n, d)  y: (n,)  ->  coefficients: (d,)
 * domain   n >= d and X of full rank unless lambda > 0, otherwise DataError
 * edge     normal equations: digits are lost with the square of the condition of X; it is about 1 for x ~ N(0, I)
 * cost     O(n d^2) for an x that is new, O(n d) for new labels of an x seen before, O(d^2) for rows seen before, O(d^3) to solve
 * checked  against numpy.linalg.lstsq and scikit-learn's Ridge(alpha=lambda n), and excess risk noise^2 d t / (n - d - 1) over thousands of lineages
 */

import type {Rows, TrainingSet} from '../../core/data.ts';
import {ConfigError, DataError, DomainError} from '../../core/error.ts';
import {log, square} from '../../core/math/index.ts';
import {fillNormal} from '../../core/random/normal.ts';
import type {Stream} from '../../core/random/stream.ts';
import {broken, decodeModel, encodeModel} from '../codec.ts';
import {semidefiniteCholesky} from '../covariance.ts';
import type {FittedRows, Model} from '../model.ts';
import {recordCount, sharedParts} from '../parts.ts';

interface RegressionOptions {
  /** Standard deviation of redrawn labels, >= 0. */
  readonly noise: number;
  /** Price lambda of coefficients, more than 0; none unless given. */
  readonly ridge?: number;
}

interface RegressionModel extends Model<Rows> {
  fit(training: TrainingSet<Rows>, stream: Stream): FittedRows;
  load(bytes: Uint8Array): FittedRows;
}

export function regressionModel({noise, ridge = 0}: RegressionOptions): RegressionModel {
  if (!(noise >= 0 && noise < Infinity))
    throw new ConfigError(`noise is a standard deviation of at least 0, got ${noise}`, {where: 'data.noise'});
  if (!(ridge >= 0 && ridge < Infinity)) throw new ConfigError(`ridge is at least 0, got ${ridge}`, {where: 'model.ridge'});
  return {
    kind: 'regression',
    fit(training) {
      const parts = sharedParts(training);
      const d = parts[0].data.dimension;
      const n = recordCount(parts);
      if (n < d && ridge === 0)
        throw new DataError(`${n} rows for ${d} coefficients`, {next: 'Give at least as many rows as the regression has dimensions.'});
      const gram = new Float64Array(d * d);
      const moment = new Float64Array(d);
      for (const {data, share} of parts) {
        if (data.dimension !== d) throw new DataError(`rows of dimension ${data.dimension} among rows of dimension ${d}`);
        add(gram, gramOf(data), (share * n) / data.count);
        add(moment, momentOf(data, parts.length > 1), (share * n) / data.count);
      }
      if (ridge > 0) for (let j = 0; j < d; j++) gram[j * d + j] += ridge * n;
      return new FittedLine(solve(gram, moment), noise);
    },
    load(bytes) {
      const {fields, arrays} = decodeModel('regression', bytes, {fields: ['noise'], arrays: 1});
      if (!(fields.noise >= 0) || arrays[0].length < 1)
        throw broken('regression', `noise ${fields.noise}, ${arrays[0].length} coefficients`);
      return new FittedLine(arrays[0], fields.noise);
    },
  };
}

class FittedLine implements FittedRows {
  readonly coefficients: Float64Array;
  private readonly noise: number;

  constructor(coefficients: Float64Array, noise: number) {
    this.coefficients = coefficients;
    this.noise = noise;
  }

  relabel(rows: Rows, stream: Stream): Rows {
    const {noise} = this;
    const y = new Float64Array(rows.count);
    fillNormal(stream, y, 0, rows.count);
    const fitted = linearValues(rows, this.coefficients);
    for (let i = 0; i < y.length; i++) y[i] = fitted[i] + noise * y[i];
    return {...rows, y};
  }

  /** Log-density of each label given its x. Throws DomainError where there is no noise: there is no density then. */
  logProbability(rows: Rows): Float64Array {
    const {noise} = this;
    if (!(noise > 0)) throw new DomainError('labels without noise have no density');
    const density = linearValues(rows, this.coefficients);
    const constant = -0.5 * log(2 * Math.PI) - log(noise);
    for (let i = 0; i < density.length; i++) density[i] = constant - 0.5 * square((rows.y[i] - density[i]) / noise);
    return density;
  }

  save(): Uint8Array {
    return encodeModel('regression', {fields: {noise: this.noise}, arrays: [this.coefficients]});
  }
}

/** x b of each row. (n,) Throws DomainError where the dimensions differ. */
export function linearValues({x, count: n, dimension: d}: Rows, coefficients: Float64Array): Float64Array {
  if (d !== coefficients.length) throw new DomainError(`rows of dimension ${d} for ${coefficients.length} coefficients`);
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += x[i * d + j] * coefficients[j];
    values[i] = sum;
  }
  return values;
}

/** X'X by the x itself, which every generation shares; X'y by the rows, which a pool keeps. */
const grams = new WeakMap<Float64Array, Float64Array>();
const moments = new WeakMap<Rows, Float64Array>();

function gramOf({x, count: n, dimension: d}: Rows): Float64Array {
  const known = grams.get(x);
  if (known !== undefined && known.length === d * d) return known;
  const gram = new Float64Array(d * d);
  for (let row = 0; row < n; row++) {
    for (let i = 0; i < d; i++) {
      const xi = x[row * d + i];
      for (let j = 0; j <= i; j++) gram[i * d + j] += xi * x[row * d + j];
    }
  }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) gram[j * d + i] = gram[i * d + j];
  grams.set(x, gram);
  return gram;
}

function momentOf(rows: Rows, cached: boolean): Float64Array {
  const known = cached ? moments.get(rows) : undefined;
  if (known !== undefined) return known;
  const {x, y, count: n, dimension: d} = rows;
  const moment = new Float64Array(d);
  for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) moment[j] += x[i * d + j] * y[i];
  if (cached) moments.set(rows, moment);
  return moment;
}

function add(into: Float64Array, from: Float64Array, factor: number): void {
  for (let i = 0; i < into.length; i++) into[i] += factor * from[i];
}

/** gram b = moment by Cholesky, forward and back. */
function solve(gram: Float64Array, moment: Float64Array): Float64Array {
  const d = moment.length;
  if (!gram.every(Number.isFinite) || !moment.every(Number.isFinite)) throw new DataError('the rows hold a number that is not finite');
  const {lower, rank} = semidefiniteCholesky(gram, d);
  if (rank < d)
    throw new DataError(`the rows determine ${rank} of ${d} coefficients`, {next: 'Give rows whose x are linearly independent.'});
  const b = moment.slice();
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) b[i] -= lower[i * d + j] * b[j];
    b[i] /= lower[i * d + i];
  }
  for (let i = d - 1; i >= 0; i--) {
    for (let j = i + 1; j < d; j++) b[i] -= lower[j * d + i] * b[j];
    b[i] /= lower[i * d + i];
  }
  return b;
}
