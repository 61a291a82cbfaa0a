/**
 * The truth of a world of points, that samples are held against.
 *
 * The truth's own sample is drawn once for each size asked for, so that both sides are equally large and every generation meets the same.
 * `mean`, `variance` and `excessRisk` are exact properties of a fit, read where the fit is at hand.
 */
import {absoluteValues, type Points} from '../data.ts';
import {type Manifold, manifoldOf} from '../points/manifold.ts';
import type {GaussianSum} from '../points/squared-l2.ts';
import type {GaussianMoments} from '../points/wasserstein.ts';
import type {Stream} from '../random/stream.ts';

/** What is known of a world of points; `modes`: (K * d,) row-major, `modeSd`: (K,); `gaussians`: its density, where it is a mixture of them. */
export interface PointTruth {
  readonly mean?: Float64Array;
  readonly covariance?: Float64Array;
  readonly modes?: Float64Array;
  readonly modeSd?: Float64Array;
  readonly gaussians?: GaussianSum;
  /** Log-density, nats. (n,) */
  logProbability?(points: Points): Float64Array;
}

export interface PointCandidate {
  readonly sample: Points;
  /** The fit's exact moments. */
  readonly mean?: Float64Array;
  readonly covariance?: Float64Array;
  /** Whether the fit is one Gaussian: against a truth of one Gaussian, `wasserstein2` then is the closed form. */
  readonly isGaussian?: boolean;
}

/** Points a side of the neighbours: a seeded part of larger samples. */
const NEIGHBOUR_POINTS = 10_000;
/** Neighbours of precision, recall, density and coverage, as in Naeem et al. 2020. */
export const NEIGHBOURS = 5;

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
  constructor(stream: Stream, truth: PointTruth, draw: (count: number) => Points, available = Infinity) {
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
