/**
 * The truth of a world of points, and every measure of a sample against it.
 *
 * The truth's own sample is drawn once for each size asked for, so that both sides are equally large and every generation meets the same.
 * `mean`, `variance` and `excessRisk` are exact properties of a fit, read where the fit is at hand.
 */
import {absoluteValues, type Points} from '../data.ts';
import {DomainError} from '../error.ts';
import {type Manifold, manifoldOf} from '../points/manifold.ts';
import {modeCounts, modesAlive} from '../points/modes.ts';
import {FARTHEST, isWithinReach} from '../points/reach.ts';
import {type GaussianMoments, wasserstein2Gaussian, wasserstein2Samples} from '../points/wasserstein.ts';
import type {Stream} from '../random/stream.ts';
import type {Reading} from './estimate.ts';
import {NOTHING_PRODUCED} from './reasons.ts';
import {unknownMeasure} from './type-reference.ts';

/** What is known of a world of points; `modes`: (K * d,) row-major, `modeSd`: (K,). */
export interface PointTruth {
  readonly mean?: Float64Array;
  readonly covariance?: Float64Array;
  readonly modes?: Float64Array;
  readonly modeSd?: Float64Array;
}

export interface PointCandidate {
  readonly sample: Points;
  /** The fit's exact moments. */
  readonly mean?: Float64Array;
  readonly covariance?: Float64Array;
  /** Said of a fit that is one Gaussian: against a truth of one Gaussian, `wasserstein2` then is the closed form. */
  readonly family?: 'gaussian';
}

/** Points a side of the exact transport in more than one dimension, and of the neighbours: a seeded part of larger samples. */
const TRANSPORT_POINTS = 250;
const NEIGHBOUR_POINTS = 10_000;
/** Neighbours of precision, recall, density and coverage, as in Naeem et al. 2020. */
const NEIGHBOURS = 5;

export class PointReference {
  readonly truth: PointTruth;
  private readonly draw: (count: number) => Points;
  private readonly stream: Stream;
  private readonly drawn = new Map<number, Float64Array>();
  private reference?: {readonly count: number; readonly against: (sample: Float64Array) => Manifold};
  private last?: {readonly sample: Points; readonly manifold: Manifold};
  /** Points of the truth that there are: all that are asked for, unless it is known by held-out points alone. */
  readonly available: number;

  /**
   * `draw` gives that many points of the truth, always the same, `available` at most; `stream` decides which part of a large sample
   * is used.
   */
  constructor(truth: PointTruth, draw: (count: number) => Points, stream: Stream, available = Infinity) {
    this.truth = truth;
    this.draw = draw;
    this.stream = stream;
    this.available = available;
  }

  /** The truth as one Gaussian, where it is one: a single mode with the moments of the whole. */
  gaussian(dimension: number): GaussianMoments | undefined {
    const {mean, covariance, modes} = this.truth;
    return mean && covariance && modes?.length === dimension ? {mean, covariance} : undefined;
  }

  /** `count` points of the truth. (count * d,) */
  points(count: number): Float64Array {
    const known = this.drawn.get(count);
    if (known !== undefined) return known;
    const points = absoluteValues(this.draw(count));
    this.drawn.set(count, points);
    return points;
  }

  /** At most `atMost` of the sample's points, and no more than there are of the truth: a uniform subset in their order. (m * d,) */
  part(sample: Points, atMost: number): Float64Array {
    const most = Math.min(atMost, this.available);
    const values = absoluteValues(sample);
    const {count, dimension: d} = sample;
    if (count <= most) return values;
    const stream = this.stream.fork('part');
    const part = new Float64Array(most * d);
    for (let i = 0, kept = 0; kept < most; i++) {
      if (stream.float() * (count - i) >= most - kept) continue;
      part.set(values.subarray(i * d, (i + 1) * d), kept++ * d);
    }
    return part;
  }

  /** Precision and the rest of one sample, kept until another is asked for. Sample and truth have more than NEIGHBOURS points. */
  manifold(sample: Points): Manifold {
    if (this.last?.sample !== sample) {
      const part = this.part(sample, NEIGHBOUR_POINTS);
      this.last = {sample, manifold: this.against(part.length / sample.dimension, sample.dimension)(part)};
    }
    return this.last.manifold;
  }

  /** Samples of a size are held against as many points of the truth. */
  private against(count: number, dimension: number): (sample: Float64Array) => Manifold {
    if (this.reference?.count !== count) this.reference = {count, against: manifoldOf(this.points(count), dimension, NEIGHBOURS)};
    return this.reference.against;
  }
}

const BEYOND = `the points reach beyond ${FARTHEST.toPrecision(2)}, where squared distances are no numbers any more`;

/** Names that `measurePoints` answers. */
export const POINT_MEASURES: ReadonlySet<string> = new Set(['wasserstein2', 'modes', 'precision', 'recall', 'density', 'coverage']);

/** Readings of the named measures, in the order of `names`. Throws ConfigError on another name. */
export function measurePoints(reference: PointReference, candidate: PointCandidate, names: readonly string[]): Reading[] {
  return names.map((name): Reading => {
    if (!POINT_MEASURES.has(name)) throw unknownMeasure(name, POINT_MEASURES);
    if (name === 'wasserstein2') return readTransport(reference, candidate);
    if (name === 'modes') return readModes(reference, candidate.sample);
    const count = Math.min(candidate.sample.count, reference.available);
    if (count <= NEIGHBOURS) return {measure: name, reason: `${count} points have no ${NEIGHBOURS} neighbours each`};
    if (!isWithinReach(absoluteValues(candidate.sample))) return {measure: name, reason: BEYOND};
    return {measure: name, value: reference.manifold(candidate.sample)[name as keyof Manifold]};
  });
}

function readTransport(reference: PointReference, {sample, mean, covariance, family}: PointCandidate): Reading {
  const measure = 'wasserstein2';
  const truth = reference.gaussian(sample.dimension);
  if (truth && family === 'gaussian') {
    if (!mean || !covariance) throw new DomainError('a candidate of the Gaussian family has its mean and covariance');
    if (!isWithinReach(mean) || !isWithinReach(covariance)) return {measure, reason: BEYOND};
    return {measure, value: wasserstein2Gaussian(truth, {mean, covariance})};
  }
  if (sample.count === 0) return {measure, reason: NOTHING_PRODUCED};
  const part = reference.part(sample, sample.dimension === 1 ? Infinity : TRANSPORT_POINTS);
  if (!isWithinReach(part)) return {measure, reason: BEYOND};
  return {measure, value: wasserstein2Samples(reference.points(part.length / sample.dimension), part, sample.dimension)};
}

function readModes({truth}: PointReference, sample: Points): Reading {
  const {modes, modeSd} = truth;
  if (!modes || !modeSd) return {measure: 'modes', reason: 'no modes of the truth are known'};
  return {measure: 'modes', value: modesAlive(modeCounts(absoluteValues(sample), modes, {dimension: sample.dimension, sd: modeSd}))};
}
