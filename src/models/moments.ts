/**
 * Mean and scatter of points, part by part, so that a growing pool is refitted in O(new records) + O(parts).
 *
 *   part:  m_p = o_p + (1/n_p) sum v_i        S_p = sum (v_i - mean v)(v_i - mean v)'      o_p: the part's origin
 *   pool:  m = sum a_p m_p                    C = sum a_p [S_p / n_p + (m_p - m)(m_p - m)']   a_p: the part's share
 *
 * shape    values: (n_p, d)  ->  mean: (d,)  covariance: (d, d)
 * domain   finite; all parts of one dimension, otherwise DataError
 * edge     deviations are taken from part means relative to origins: a variance of 1e-60 around 3 keeps its digits
 * cost     O(n d^2) for a part that is new, O(d^2) for one seen before: statistics are cached by the part's data object
 * source   T. Chan, G. Golub, R. LeVeque, "Algorithms for computing the sample variance", American Statistician 37(3), 1983
 * checked  against the two-pass formula over all records at once
 */
import type {Points} from '../core/data.ts';
import {DataError} from '../core/error.ts';
import {DrawnLine} from './gaussian/drawn-line.ts';
import type {SharedPart} from './parts.ts';

export interface Moments {
  /** (d,) */
  readonly mean: Float64Array;
  /** (d, d), sum over parts of share x mean square: the maximum-likelihood covariance. */
  readonly covariance: Float64Array;
  /** Sum of squared weights of single records, the weights summing to 1: 1/n where all weigh the same. */
  readonly concentration: number;
}

interface PartMoments {
  /** Mean of the values, without the origin. (d,) */
  readonly mean: Float64Array;
  /** (d, d) */
  readonly scatter: Float64Array;
}

const seen = new WeakMap<Points, PartMoments>();

/** Pooled moments of parts whose shares sum to 1. */
export function pooledMoments(parts: readonly SharedPart<Points>[]): Moments {
  const d = parts[0].data.dimension;
  const cached = parts.length > 1;
  const own = parts.map((part) => partMoments(part.data, cached));
  const base = parts[0].data.origin ?? new Float64Array(d);
  const shift = new Float64Array(d);
  const offsets = own.map(({mean}, p) => offsetFrom(base, parts[p].data, mean));
  let concentration = 0;
  for (let p = 0; p < parts.length; p++) {
    if (parts[p].data.dimension !== d) throw new DataError(`points of dimension ${parts[p].data.dimension} among points of dimension ${d}`);
    const {share, data} = parts[p];
    for (let j = 0; j < d; j++) shift[j] += share * offsets[p][j];
    concentration += (share * share) / data.count;
  }
  const covariance = new Float64Array(d * d);
  for (let p = 0; p < parts.length; p++) addPart(covariance, own[p].scatter, offsets[p], shift, parts[p]);
  const mean = shift.map((x, j) => x + base[j]);
  requireFinite(mean, covariance);
  return {mean, covariance, concentration};
}

function offsetFrom(base: Float64Array, {origin}: Points, mean: Float64Array): Float64Array {
  return origin === undefined ? mean.map((m, j) => m - base[j]) : mean.map((m, j) => m + (origin[j] - base[j]));
}

function addPart(into: Float64Array, scatter: Float64Array, offset: Float64Array, shift: Float64Array, part: SharedPart<Points>): void {
  const d = shift.length;
  const {share} = part;
  const n = part.data.count;
  for (let i = 0; i < d; i++) {
    const di = offset[i] - shift[i];
    for (let j = 0; j < d; j++) into[i * d + j] += share * (scatter[i * d + j] / n + di * (offset[j] - shift[j]));
  }
}

function partMoments(points: Points, cached: boolean): PartMoments {
  const known = cached ? seen.get(points) : undefined;
  if (known !== undefined) return known;
  const moments = points instanceof DrawnLine ? drawnMoments(points) : momentsOf(points);
  if (cached) seen.set(points, moments);
  return moments;
}

const drawnMoments = ({shift, squares}: DrawnLine): PartMoments => ({mean: Float64Array.of(shift), scatter: Float64Array.of(squares)});

function momentsOf(points: Points): PartMoments {
  const mean = meanOf(points);
  const {values, count} = points;
  return {mean, scatter: points.dimension === 1 ? Float64Array.of(squaresFour(values, count, mean[0])) : scatterSpace(points, mean)};
}

function meanOf({values, count: n, dimension: d}: Points): Float64Array {
  if (d === 1) return Float64Array.of(sumFour(values, n) / n);
  const mean = new Float64Array(d);
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < d; j++) mean[j] += values[at++];
  for (let j = 0; j < d; j++) mean[j] /= n;
  return mean;
}

/** Four sums at a time: one alone waits for each addition before the next. */
export function sumFour(values: Float64Array, n: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let e = 0;
  let i = 0;
  for (; i + 3 < n; i += 4) {
    a += values[i];
    b += values[i + 1];
    c += values[i + 2];
    e += values[i + 3];
  }
  for (; i < n; i++) a += values[i];
  return a + b + (c + e);
}

export function squaresFour(values: Float64Array, n: number, shift: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let e = 0;
  let i = 0;
  for (; i + 3 < n; i += 4) {
    const w = values[i] - shift;
    const x = values[i + 1] - shift;
    const y = values[i + 2] - shift;
    const z = values[i + 3] - shift;
    a += w * w;
    b += x * x;
    c += y * y;
    e += z * z;
  }
  for (; i < n; i++) a += (values[i] - shift) * (values[i] - shift);
  return a + b + (c + e);
}

/** Lower triangle first, four records at a time, then mirrored. */
function scatterSpace({values, count: n, dimension: d}: Points, mean: Float64Array): Float64Array {
  const scatter = new Float64Array(d * d);
  const block = new Float64Array(4 * d);
  for (let start = 0; start < n; start += 4) {
    const end = Math.min(start + 4, n);
    block.fill(0);
    for (let i = start; i < end; i++) for (let j = 0; j < d; j++) block[(i - start) * d + j] = values[i * d + j] - mean[j];
    addOuter(scatter, block, d);
  }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) scatter[j * d + i] = scatter[i * d + j];
  return scatter;
}

function addOuter(scatter: Float64Array, block: Float64Array, d: number): void {
  for (let i = 0; i < d; i++) {
    const a = block[i];
    const b = block[d + i];
    const c = block[2 * d + i];
    const e = block[3 * d + i];
    for (let j = 0; j <= i; j++) scatter[i * d + j] += a * block[j] + b * block[d + j] + c * block[2 * d + j] + e * block[3 * d + j];
  }
}

function requireFinite(mean: Float64Array, covariance: Float64Array): void {
  const d = mean.length;
  for (let j = 0; j < d; j++) {
    if (Number.isFinite(mean[j]) && Number.isFinite(covariance[j * d + j])) continue;
    throw new DataError(`coordinate ${j} of the points has mean ${mean[j]} and variance ${covariance[j * d + j]}: not finite`, {
      next: 'Look for NaN or overflow in the records; a sampling bias above 1 grows without bound.',
    });
  }
}

/** Milliseconds to fit and draw where that is the work of second moments. */
export const momentCost = (n: number, d: number): number => n * d * d * 2e-6 + d * d * d * 1e-6 + 0.003;
