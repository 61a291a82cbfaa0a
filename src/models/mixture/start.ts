/**
 * Where expectation maximisation starts: greedy k-means++, then Lloyd's k-means, then each cluster's own moments.
 *
 * shape    values: (n, d)  ->  labels: (n,) in 0..K-1
 * domain   n >= K
 * edge     a cluster that loses all its records takes the record farthest from its centre
 * cost     O(n K d) a round, at most 300 rounds; ends when the centres move by at most 1e-4 of the mean variance (squared, summed)
 * source   D. Arthur, S. Vassilvitskii, "k-means++", SODA 2007, section 5: the best of 2 + ln K tries for each centre; scikit-learn's KMeans
 */
import {log, square} from '../../core/math/index.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Cloud, Components} from './em.ts';

const ROUNDS = 300;
const MOVEMENT = 1e-4;

/** Moments of the clusters of k-means: the maximisation step at responsibilities of 0 and 1. */
export function startComponents(stream: Stream, cloud: Cloud, K: number, regularization: number): Components {
  return clusterMoments(cloud, K, kMeansLabels(stream, cloud, K), regularization);
}

/** Each record's cluster. (n,) */
export function kMeansLabels(stream: Stream, cloud: Cloud, K: number): Int32Array {
  const {n, d} = cloud;
  const centres = plusPlusCentres(stream, cloud, K);
  const labels = new Int32Array(n);
  const distances = new Float64Array(n);
  if (K === 1) return labels;
  const enough = MOVEMENT * meanVariance(cloud);
  for (let round = 0; round < ROUNDS; round++) {
    const changed = assign(cloud, centres, labels, distances);
    if (round > 0 && changed === 0) break;
    if (recentre(cloud, centres, labels, distances) <= enough) {
      assign(cloud, centres, labels, distances);
      break;
    }
  }
  fillEmpty(labels, distances, centres.length / d);
  return labels;
}

/** Means of the clusters of k-means. (K * d,) */
export function clusterCentres(stream: Stream, cloud: Cloud, K: number): Float64Array {
  return clusterMoments(cloud, K, kMeansLabels(stream, cloud, K), 0).means;
}

/** Greedy k-means++ on squared distances. (K, d) */
export function plusPlusCentres(stream: Stream, cloud: Cloud, K: number): Float64Array {
  const {values, n, d, weights} = cloud;
  const centres = new Float64Array(K * d);
  const tries = 2 + Math.floor(log(K));
  let nearest = new Float64Array(n).fill(1);
  let candidate = new Float64Array(n);
  let best = new Float64Array(n);
  for (let k = 0; k < K; k++) {
    let least = Infinity;
    let chosen = 0;
    for (let t = 0; t < (k === 0 ? 1 : tries); t++) {
      const record = drawBy(stream, nearest, weights);
      const potential = distancesTo(cloud, record, k === 0 ? undefined : nearest, candidate);
      if (!(potential < least)) continue;
      least = potential;
      chosen = record;
      [best, candidate] = [candidate, best];
    }
    [nearest, best] = [best, nearest];
    for (let j = 0; j < d; j++) centres[k * d + j] = values[chosen * d + j];
  }
  return centres;
}

/** A record with probability proportional to its mass x weight; uniform where all is 0. */
function drawBy(stream: Stream, mass: Float64Array, weights: Float64Array | undefined): number {
  const n = mass.length;
  let total = 0;
  for (let i = 0; i < n; i++) total += weights === undefined ? mass[i] : mass[i] * weights[i];
  if (!(total > 0)) return stream.below(n);
  let left = stream.float() * total;
  let last = 0;
  for (let i = 0; i < n; i++) {
    const own = weights === undefined ? mass[i] : mass[i] * weights[i];
    if (own <= 0) continue;
    last = i;
    left -= own;
    if (left < 0) break;
  }
  return last;
}

/** Squared distance to the nearest centre were `record` one more; returns the weighted sum. */
function distancesTo({values, n, d, weights}: Cloud, record: number, nearest: Float64Array | undefined, out: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    let square = 0;
    for (let j = 0; j < d; j++) {
      const x = values[i * d + j] - values[record * d + j];
      square += x * x;
    }
    const own = nearest !== undefined && nearest[i] < square ? nearest[i] : square;
    out[i] = own;
    sum += weights === undefined ? own : own * weights[i];
  }
  return sum;
}

/** Writes the nearest centre of each record and its squared distance; returns how many changed. */
function assign({values, n, d}: Cloud, centres: Float64Array, labels: Int32Array, distances: Float64Array): number {
  const K = centres.length / d;
  let changed = 0;
  for (let i = 0; i < n; i++) {
    let least = Infinity;
    let label = 0;
    for (let k = 0; k < K; k++) {
      let square = 0;
      for (let j = 0; j < d; j++) {
        const x = values[i * d + j] - centres[k * d + j];
        square += x * x;
      }
      if (square < least) {
        least = square;
        label = k;
      }
    }
    if (labels[i] !== label) changed++;
    labels[i] = label;
    distances[i] = least;
  }
  return changed;
}

/** Moves centres to the means of their records; returns the sum of squared movements. */
function recentre(cloud: Cloud, centres: Float64Array, labels: Int32Array, distances: Float64Array): number {
  const {values, n, d, weights} = cloud;
  const K = centres.length / d;
  fillEmpty(labels, distances, K);
  const mass = new Float64Array(K);
  const sums = new Float64Array(K * d);
  for (let i = 0; i < n; i++) {
    const weight = weights === undefined ? 1 : weights[i];
    mass[labels[i]] += weight;
    for (let j = 0; j < d; j++) sums[labels[i] * d + j] += weight * values[i * d + j];
  }
  let moved = 0;
  for (let c = 0; c < K * d; c++) {
    const centre = sums[c] / mass[Math.floor(c / d)];
    moved += square(centre - centres[c]);
    centres[c] = centre;
  }
  return moved;
}

/** Gives every empty cluster the farthest record of a cluster that has more than one. */
function fillEmpty(labels: Int32Array, distances: Float64Array, K: number): void {
  const sizes = new Int32Array(K);
  for (let i = 0; i < labels.length; i++) sizes[labels[i]]++;
  for (let k = 0; k < K; k++) {
    if (sizes[k] > 0) continue;
    let farthest = -1;
    for (let i = 0; i < labels.length; i++) {
      if (sizes[labels[i]] > 1 && (farthest < 0 || distances[i] > distances[farthest])) farthest = i;
    }
    sizes[labels[farthest]]--;
    labels[farthest] = k;
    distances[farthest] = 0;
    sizes[k] = 1;
  }
}

function meanVariance({values, n, d}: Cloud): number {
  let total = 0;
  for (let j = 0; j < d; j++) {
    let mean = 0;
    for (let i = 0; i < n; i++) mean += values[i * d + j] / n;
    for (let i = 0; i < n; i++) total += square(values[i * d + j] - mean) / n;
  }
  return total / d;
}

function clusterMoments({values, n, d, weights}: Cloud, K: number, labels: Int32Array, regularization: number): Components {
  const mass = new Float64Array(K).fill(10 * Number.EPSILON);
  const means = new Float64Array(K * d);
  const covariances = new Float64Array(K * d * d);
  for (let i = 0; i < n; i++) {
    const weight = weights === undefined ? 1 : weights[i];
    mass[labels[i]] += weight;
    for (let j = 0; j < d; j++) means[labels[i] * d + j] += weight * values[i * d + j];
  }
  for (let c = 0; c < K * d; c++) means[c] /= mass[Math.floor(c / d)];
  for (let i = 0; i < n; i++) {
    const k = labels[i];
    const share = (weights === undefined ? 1 : weights[i]) / mass[k];
    for (let a = 0; a < d; a++) {
      const x = share * (values[i * d + a] - means[k * d + a]);
      for (let b = 0; b < d; b++) covariances[(k * d + a) * d + b] += x * (values[i * d + b] - means[k * d + b]);
    }
  }
  for (let k = 0; k < K; k++) for (let j = 0; j < d; j++) covariances[(k * d + j) * d + j] += regularization;
  let total = 0;
  for (let k = 0; k < K; k++) total += mass[k];
  return {weights: mass.map((m) => m / total), means, covariances};
}
