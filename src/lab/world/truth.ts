/**
 * What a world is: a sampler of human data, and what is known of its law. Types only.
 */
import type {Categories, Data, Points, Rows} from '../../core/data.ts';
import type {GaussianSum} from '../../core/points/squared-l2.ts';
import type {Stream} from '../../core/random/stream.ts';

/** What is known of a law; what is not known, or not meant of its kind of records, is absent. */
export interface Truth {
  readonly kind: Data['kind'];
  readonly dimension?: number;
  /** Of points, exact. (d,) */
  readonly mean?: Float64Array;
  /** Of points, exact. (d * d,) */
  readonly covariance?: Float64Array;
  /** Of points. (K * d,) */
  readonly modes?: Float64Array;
  /** Root of the mean variance of a coordinate around each mode. (K,) */
  readonly modeSd?: Float64Array;
  /** Of points, where its density is a mixture of them. */
  readonly gaussians?: GaussianSum;
  /** Of points: log-density, nats. (n,) */
  logProbability?(points: Points): Float64Array;
  /** Of categories. (K,), sums to 1 */
  readonly probabilities?: Float64Array;
  /** Of rows: all equal, of unit length; of the logistic world of length `strength`. (d,) */
  readonly coefficients?: Float64Array;
  /** Of rows: standard deviation of the labels; of labelled rows the chance that a model writes the other one. */
  readonly noise?: number;
  /** Of rows: variances of the coordinates of x, which are independent; all 1 unless given. (d,) */
  readonly spectrum?: Float64Array;
  /** Of rows: whether labels are 1 with a chance that x tells, else 0. */
  readonly isLogistic?: boolean;
}

export type PointsTruth = Truth & Required<Pick<Truth, 'dimension' | 'mean' | 'covariance'>> & {readonly kind: 'points'};
export type CategoriesTruth = Truth & Required<Pick<Truth, 'probabilities'>> & {readonly kind: 'categories'};
export type RowsTruth = Truth & Required<Pick<Truth, 'dimension' | 'coefficients' | 'noise'>> & {readonly kind: 'rows'};

export interface World<D extends Data = Data, T extends Truth = Truth> {
  readonly kind: string;
  readonly truth: T;
  /** `count` independent records. Same stream, same bytes. */
  sample(count: number, stream: Stream): D;
  /** Of rows whose models do not write the labels: who does, the same for one stream. */
  labeller?(stream: Stream): (rows: Rows, stream: Stream) => Rows;
}

export type PointsWorld = World<Points, PointsTruth>;
export type CategoriesWorld = World<Categories, CategoriesTruth>;
export type RowsWorld = World<Rows, RowsTruth>;

export interface MixtureComponent {
  readonly weight: number;
  readonly mean: readonly number[];
  readonly sd?: number;
  readonly covariance?: readonly (readonly number[])[];
}
