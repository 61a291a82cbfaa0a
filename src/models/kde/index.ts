/**
 * A kernel density estimate with Gaussian kernels: the records it was fitted to, each blurred.
 *
 *   f(x) = sum_i w_i prod_j N(x_j; x_ij, h_j^2)      sample: a record by weight, plus N(0, h_j^2) in each coordinate
 *   h_j = bandwidth, or by a rule   scott       sd_j n^(-1 / (d + 4))          sklearn-scott       n^(-1 / (d + 4))
 *                                   silverman   sd_j (n (d + 2) / 4)^(-1 / (d + 4))   sklearn-silverman   (n (d + 2) / 4)^(-1 / (d + 4))
 *   sd_j: the standard deviation of coordinate j, which divides by n
 *
 * shape    values: (n, d)  ->  bandwidths: (d,)
 * domain   bandwidth > 0, in the unit of the records
 * edge     mean and covariance are exact: those of the records (dividing by n) plus h_j^2. Where a rule in standard deviations meets a
 *          coordinate without spread, h_j is 0: it can be sampled and has no density. scikit-learn's rules know no unit of the records. With weights, n is 1 / sum w^2 (Kish)
 * cost     fit: O(parts) beside the moments, nothing is copied; sample: O(count d); log-probability: O(records x n d), in blocks
 * source   D. Scott, "Multivariate Density Estimation", 1992, eq. 6.42; B. Silverman, "Density Estimation", 1986, eq. 4.14
 * checked  against scikit-learn's KernelDensity(bandwidth).score_samples, its rules' bandwidth_, and scipy's gaussian_kde factors
 */

import {concatenatedAs} from '../../core/concatenated.ts';
import {absoluteValues, type Points, type TrainingSet} from '../../core/data.ts';
import {ConfigError, DataError, DomainError} from '../../core/error.ts';
import {exp, log} from '../../core/math/index.ts';
import type {GaussianSum} from '../../core/points/squared-l2.ts';
import {type AliasTable, aliasTable, fillCategorical} from '../../core/random/categorical.ts';
import {fillNormal} from '../../core/random/normal.ts';
import type {Stream} from '../../core/random/stream.ts';
import {broken, decodeModel, encodeModel} from '../codec.ts';
import type {FittedMoments, Model} from '../model.ts';
import {type Moments, pooledMoments} from '../moments.ts';
import {type SharedPart, sharedParts} from '../parts.ts';
import {BANDWIDTH_RULES} from './bandwidth.ts';

interface KdeOptions {
  readonly bandwidth: number | keyof typeof BANDWIDTH_RULES;
}

export interface FittedKde extends FittedMoments {
  /** (d,) */
  readonly bandwidths: Float64Array;
}

interface KdeModel extends Model<Points> {
  fit(training: TrainingSet<Points>, stream: Stream): FittedKde;
  load(bytes: Uint8Array): FittedKde;
}

export function kdeModel({bandwidth}: KdeOptions): KdeModel {
  if (typeof bandwidth === 'string' ? !Object.hasOwn(BANDWIDTH_RULES, bandwidth) : !(bandwidth > 0 && bandwidth < Infinity)) {
    throw new ConfigError(`a bandwidth is more than 0 or one of ${Object.keys(BANDWIDTH_RULES).join(', ')}, got ${bandwidth}`, {
      where: 'model.bandwidth',
    });
  }
  return {
    kind: 'kde',
    fit(training) {
      const parts = sharedParts(training);
      const moments = pooledMoments(parts);
      const {covariance, concentration, mean} = moments;
      const d = mean.length;
      const sd = (j: number) => Math.sqrt(covariance[j * d + j]);
      const bandwidths = mean.map((_, j) => {
        if (typeof bandwidth === 'number') return bandwidth;
        const {of, isScaled} = BANDWIDTH_RULES[bandwidth];
        return of(concentration, d) * (isScaled ? sd(j) : 1);
      });
      return new KernelDensity(parts, bandwidths, moments);
    },
    load,
  };
}

class KernelDensity implements FittedKde {
  readonly bandwidths: Float64Array;
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
  private readonly parts: readonly SharedPart<Points>[];
  private table: AliasTable | undefined;

  constructor(parts: readonly SharedPart<Points>[], bandwidths: Float64Array, {mean, covariance}: Moments) {
    const d = bandwidths.length;
    for (let j = 0; j < d; j++) covariance[j * d + j] += bandwidths[j] * bandwidths[j];
    this.parts = parts;
    this.bandwidths = bandwidths;
    this.mean = mean;
    this.covariance = covariance;
  }

  sample(count: number, stream: Stream): Points {
    const {parts, bandwidths, mean} = this;
    const d = bandwidths.length;
    const chosen = new Uint32Array(count);
    if (parts.length > 1) {
      this.table ??= aliasTable(Float64Array.from(parts, (part) => part.share));
      fillCategorical(stream, this.table, chosen);
    }
    const values = new Float64Array(count * d);
    fillNormal(stream, values, 0, count * d);
    const shifts = parts.map(({data: {origin}}) => mean.map((m, j) => (origin === undefined ? -m : origin[j] - m)));
    for (let i = 0; i < count; i++) {
      const {data} = parts[chosen[i]];
      const from = stream.below(data.count) * d;
      for (let j = 0; j < d; j++) values[i * d + j] = bandwidths[j] * values[i * d + j] + data.values[from + j] + shifts[chosen[i]][j];
    }
    return {kind: 'points', count, dimension: d, values, origin: mean};
  }

  logProbability(points: Points): Float64Array {
    const d = this.bandwidths.length;
    if (points.dimension !== d) throw new DomainError(`points of dimension ${points.dimension} for a density of dimension ${d}`);
    if (!this.bandwidths.every((h) => h > 0)) {
      throw new DataError('a kernel density with a bandwidth of 0 has no density', {
        next: 'Give the bandwidth as a number, or records that differ in every coordinate.',
      });
    }
    return kernelLogDensity(
      this.scaled(points),
      this.parts.map((part) => ({share: part.share, values: this.scaled(part.data)})),
      this.bandwidths,
    );
  }

  gaussians(): GaussianSum {
    const {parts, bandwidths} = this;
    const d = bandwidths.length;
    const covariances = new Float64Array(d * d);
    for (let j = 0; j < d; j++) covariances[j * d + j] = bandwidths[j] * bandwidths[j];
    const weights = parts.map(({data: {count}, share}) => new Float64Array(count).fill(share / count));
    const means = parts.map(({data}) => absoluteValues(data));
    return {weights: concatenatedAs(Float64Array, weights), means: concatenatedAs(Float64Array, means), covariances};
  }

  /** Bandwidths; (count, share, has an origin) of each part; values and origin of each part. */
  save(): Uint8Array {
    const {parts, mean, bandwidths} = this;
    const shape = Float64Array.from(parts.flatMap(({data, share}) => [data.count, share, data.origin === undefined ? 0 : 1]));
    const arrays = parts.flatMap(({data}) => [data.values, data.origin ?? new Float64Array(0)]);
    const flat = concatenatedAs(Float64Array, arrays);
    return encodeModel('kde', {fields: {dimension: mean.length}, arrays: [bandwidths, shape, flat]});
  }

  /** Points relative to the mean, in bandwidths. */
  private scaled({values, origin}: Points): Float64Array {
    const {mean, bandwidths} = this;
    const d = mean.length;
    const shift = mean.map((m, j) => (origin === undefined ? -m : origin[j] - m));
    return values.map((x, i) => (x + shift[i % d]) / bandwidths[i % d]);
  }
}

function load(bytes: Uint8Array): FittedKde {
  const {fields, arrays} = decodeModel('kde', bytes, {fields: ['dimension'], arrays: 3});
  const [bandwidths, shape, flat] = arrays;
  const d = fields.dimension;
  if (!(Number.isInteger(d) && d >= 1 && bandwidths.length === d && bandwidths.every((h) => h >= 0)))
    throw broken('kde', `bandwidths ${bandwidths}`);
  if (shape.length === 0 || shape.length % 3 !== 0) throw broken('kde', `a shape of ${shape.length} numbers`);
  const parts: SharedPart<Points>[] = [];
  let at = 0;
  for (let p = 0; p < shape.length; p += 3) {
    const [count, share, hasOrigin] = shape.subarray(p, p + 3);
    if (!(Number.isInteger(count) && count >= 1 && share > 0)) throw broken('kde', `a part of ${count} records with share ${share}`);
    const values = flat.slice(at, (at += count * d));
    const origin = hasOrigin === 0 ? undefined : flat.slice(at, (at += d));
    parts.push({share, data: {kind: 'points', count, dimension: d, values, origin}});
  }
  if (at !== flat.length) throw broken('kde', `${flat.length} numbers in its records, wanted ${at}`);
  return new KernelDensity(parts, bandwidths, pooledMoments(parts));
}

const BLOCK = 1024;

/** log sum_parts share/n sum_i exp(-|z - z_i|^2 / 2) + constant, block by block around the block's largest exponent. (queries,) */
function kernelLogDensity(
  queries: Float64Array,
  parts: readonly {share: number; values: Float64Array}[],
  bandwidths: Float64Array,
): Float64Array {
  const d = bandwidths.length;
  const squares = new Float64Array(BLOCK);
  const density = new Float64Array(queries.length / d);
  let constant = -0.5 * d * log(2 * Math.PI);
  for (const h of bandwidths) constant -= log(h);
  for (let q = 0; q < density.length; q++) {
    const query = queries.subarray(q * d, (q + 1) * d);
    let most = -Infinity;
    let sum = 0;
    for (const {share, values} of parts) {
      const n = values.length / d;
      const weight = log(share / n);
      for (let from = 0; from < n; from += BLOCK) {
        const length = Math.min(BLOCK, n - from);
        const block = squares.subarray(0, length);
        const nearest = squaredDistances(query, values.subarray(from * d, (from + length) * d), block);
        const top = weight - 0.5 * nearest;
        if (top > most) {
          sum *= exp(most - top);
          most = top;
        }
        for (let i = 0; i < length; i++) sum += exp(weight - 0.5 * block[i] - most);
      }
    }
    density[q] = constant + most + log(sum);
  }
  return density;
}

/** Writes |z - z_i|^2 of a block and returns the least. */
function squaredDistances(query: Float64Array, block: Float64Array, out: Float64Array): number {
  const d = query.length;
  let least = Infinity;
  for (let i = 0, at = 0; i < out.length; i++) {
    let square = 0;
    for (let j = 0; j < d; j++) {
      const x = query[j] - block[at++];
      square += x * x;
    }
    out[i] = square;
    if (square < least) least = square;
  }
  return least;
}
