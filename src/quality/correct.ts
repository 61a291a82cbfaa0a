/**
 * Self-correction of points: each is moved to where it should be, the farther the larger gamma.
 *
 *   x' = (x + gamma c(x)) / (1 + gamma)
 *
 *   moments    c(x) = m + A (x - m_s), A = C_s^-1/2 (C_s^1/2 C C_s^1/2)^1/2 C_s^-1/2: the sample's affine image of mean m and covariance C that lies
 *              nearest to it. On the line the corrected sample has mean (m_s + gamma m) / (1 + gamma) and sd (s_s + gamma s) / (1 + gamma)
 *   records    c(x) = the record that x is matched with: of all matchings one whose squared distances sum to the least
 *   clusters   c(x) = the nearest centre
 *
 * shape    values: (n, d)  ->  (n, d); origins stay
 * edge     a direction in which the sample does not vary is not stretched: A is 0 there
 * cost     moments O(n d^2 + d^3); records O(n log n) on the line, else O(n^3); clusters O(n K d)
 * source   N. Gillman et al., "Self-correcting self-consuming loops", arXiv 2402.07087: the operator pi_gamma, and matching in its toy of Gaussians
 * checked  against the moments that it says, and all matchings of small samples
 */
import {absoluteValues, type Points} from '../core/data.ts';
import {powerOfTwo} from '../core/math/index.ts';
import {assign} from '../core/points/assignment.ts';
import {matrixProduct, symmetricEigen, symmetricSquareRoot} from '../core/stats/index.ts';
import {pooledMoments} from '../models/moments.ts';

/** Where each point should be, without its origin: (n * d,) */
type Aim = Float64Array;

export interface Target {
  /** (d,) */
  readonly mean: Float64Array;
  /** (d * d,) */
  readonly covariance: Float64Array;
}

export function moved(points: Points, aim: Aim, rate: number): Points {
  const weight = rate / (1 + rate);
  return {...points, values: points.values.map((x, i) => x + weight * (aim[i] - x))};
}

export function aimAtMoments(points: Points, {mean, covariance}: Target): Aim {
  const {values, count: n, dimension: d, origin} = points;
  const own = pooledMoments([{data: {...points, values, origin: undefined}, share: 1}]);
  const map = transportMap(own.covariance, covariance, d);
  const aim = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) {
      let sum = mean[j] - (origin?.[j] ?? 0);
      for (let k = 0; k < d; k++) sum += map[j * d + k] * (values[i * d + k] - own.mean[k]);
      aim[i * d + j] = sum;
    }
  }
  return aim;
}

/** A of the header, for covariances `from` and `to`. (d * d,) */
function transportMap(from: Float64Array, to: Float64Array, d: number): Float64Array {
  if (d === 1) return Float64Array.of(from[0] > 0 ? Math.sqrt(to[0] / from[0]) : 0);
  const root = symmetricSquareRoot(from, d);
  const inverse = inverseRoot(from, d);
  const middle = symmetricSquareRoot(symmetric(product(product(root, to, d), root, d), d), d);
  return product(product(inverse, middle, d), inverse, d);
}

const product = (a: Float64Array, b: Float64Array, d: number): Float64Array => matrixProduct(a, b, {rows: d, inner: d, columns: d});

/** Without what rounding left on one side alone. */
function symmetric(matrix: Float64Array, d: number): Float64Array {
  return matrix.map((x, at) => (x + matrix[(at % d) * d + Math.floor(at / d)]) / 2);
}

/** C^-1/2 on the directions in which there is variance, 0 on the others. */
function inverseRoot(covariance: Float64Array, d: number): Float64Array {
  const {values, vectors} = symmetricEigen(covariance, d);
  const least = d * powerOfTwo(-50) * Math.abs(values[d - 1]);
  const inverse = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    if (!(values[k] > least)) continue;
    const scale = 1 / Math.sqrt(values[k]);
    for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) inverse[i * d + j] += scale * vectors[k * d + i] * vectors[k * d + j];
  }
  return inverse;
}

/** `records`: as many as points. */
export function aimAtRecords(points: Points, records: Points): Aim {
  const {values, count: n, dimension: d, origin} = points;
  const there = absoluteValues(records).map((x, i) => x - (origin?.[i % d] ?? 0));
  const aim = new Float64Array(n * d);
  if (d === 1) {
    const order = Uint32Array.from({length: n}, (_, i) => i).sort((a, b) => values[a] - values[b]);
    const sorted = there.sort();
    order.forEach((i, rank) => {
      aim[i] = sorted[rank];
    });
    return aim;
  }
  const cost = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) cost[i * n + k] = squaredDistance(values, i, there, k, d);
  assign(cost, n).forEach((k, i) => void aim.set(there.subarray(k * d, (k + 1) * d), i * d));
  return aim;
}

/** `centres`: (K * d,) */
export function aimAtCentres({values, count: n, dimension: d, origin}: Points, centres: Float64Array): Aim {
  const there = centres.map((x, i) => x - (origin?.[i % d] ?? 0));
  const aim = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    let [nearest, least] = [0, Infinity];
    for (let k = 0; k * d < there.length; k++) {
      const distance = squaredDistance(values, i, there, k, d);
      if (distance < least) [nearest, least] = [k, distance];
    }
    aim.set(there.subarray(nearest * d, (nearest + 1) * d), i * d);
  }
  return aim;
}

/** Of row i of x to row k of y. */
function squaredDistance(x: Float64Array, i: number, y: Float64Array, k: number, d: number): number {
  let sum = 0;
  for (let j = 0; j < d; j++) {
    const difference = x[i * d + j] - y[k * d + j];
    sum += difference * difference;
  }
  return sum;
}
