/**
 * The port of every family of models: it is fitted to data; what was fitted has a law that can be measured, and draws more data.
 * One contract suite (test/contract-model.ts) runs against every implementation.
 */
import type {Categories, Data, Points, Rows, Text, TrainingSet} from '../core/data.ts';
import type {GaussianSum} from '../core/points/squared-l2.ts';
import type {Stream} from '../core/random/stream.ts';

export interface Model<D extends Data = Data> {
  /** The family's name in an experiment. */
  readonly kind: string;
  /**
   * Fits to a training set of at least one record. `from`: the last generation's fit, for families that go on from it. Chance (starts of EM, say) comes from `stream` alone. Throws DataError
   * where the data cannot be fitted, DivergenceError where a training ran away.
   */
  fit(training: TrainingSet<D>, stream: Stream, from?: Fitted<D>): Fitted<D>;
  /** What `save` wrote. Throws DataError on bytes that are not. */
  load(bytes: Uint8Array): Fitted<D>;
}

/** What measures read of a fit: of one model, or of several whose output is mixed. */
export interface Law<D extends Data = Data> {
  /** Natural logarithm of each record's probability or density. (n,) */
  logProbability?(data: D): Float64Array;
}

export interface Fitted<D extends Data = Data> extends Law<D> {
  /** Bytes that `load` understands. */
  save(): Uint8Array;
  /** What a reader of the results should know about this fit ("order 5: KenLM's fallback discounts"), empty where nothing. */
  readonly notes?: readonly string[];
}

/** A fit that draws records from nothing. */
export interface Sampler<D extends Data = Data> extends Fitted<D> {
  /** `count` records (for text: words, or the bytes or characters of a model of those; the last document is cut to hit it exactly). Same stream, same bytes. */
  sample(count: number, stream: Stream): D;
}

/** A law on points. What a family does not know exactly is absent. */
export interface PointsLaw extends Law<Points> {
  /** Its first two moments, exact. mean: (d,); covariance: (d * d,), row-major. */
  readonly mean?: Float64Array;
  readonly covariance?: Float64Array;
  /** Whether it is one Gaussian, of these moments. */
  readonly isGaussian?: boolean;
  /** Of a mixture: weights (K,), and covariances (K * d * d,). */
  readonly components?: {readonly weights: Float64Array; readonly covariances: Float64Array};
  /** Its density as a mixture of Gaussians, exact: of a kernel density estimate a component a record. */
  gaussians?(): GaussianSum;
}

export interface FittedPoints extends PointsLaw, Sampler<Points> {
  /** Of a model with a latent space of L dimensions, L, and where its encoder puts points: (n * L,). */
  readonly latent?: number;
  latentMeans?(points: Points): Float64Array;
}

/** A fit to points whose moments are known. */
export interface FittedMoments extends FittedPoints {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/** A law on outcomes. probabilities: (K,), sums to 1. */
export interface CategoriesLaw extends Law<Categories> {
  readonly probabilities: Float64Array;
}

export interface FittedCategories extends CategoriesLaw, Sampler<Categories> {}

/** A line through the origin. coefficients: (d,). */
export interface RowsLaw extends Law<Rows> {
  readonly coefficients: Float64Array;
  /** Whether it gives labels 0 and 1 the chances 1 / (1 + e^(-x b)). */
  readonly isLogistic?: boolean;
}

/** A fitted line: there is no law of x to draw from, so it draws new labels for the same x. */
export interface FittedRows extends RowsLaw, Fitted<Rows> {
  relabel(rows: Rows, stream: Stream): Rows;
}

/** A law on text: the natural logarithm of each document's probability, its end priced in. */
export interface TextLaw extends Law<Text> {
  logProbability(data: Text): Float64Array;
  /** Of a model with a vocabulary of its own: how many tokens of each document it lacks. (n,) */
  unknownTokens?(data: Text): ArrayLike<number>;
  /** Tokens that each document's log-probability is a sum over, its end among them, where they are not words, bytes or characters. (n,) */
  pricedTokens?(data: Text): Uint32Array;
}

/** Which tokens of a text are drawn anew: of those that have at least the probability `above`, each with the chance `share`. */
export interface TokenEdit {
  readonly above: number;
  readonly share: number;
}

export interface EditedText {
  readonly records: Text;
  /** Whether a document is another than it was: 1 or 0. (n,) */
  readonly changed: Uint8Array;
  /** That are others than they were. */
  readonly tokens: number;
}

/** `continueText` goes on after a prompt for `count` words (or bytes or characters), for people to read. */
export interface FittedText extends TextLaw, Sampler<Text> {
  logProbability(data: Text): Float64Array;
  continueText(prompt: string, count: number, stream: Stream): string;
  /** Of a network: the mean of its last hidden states over each document. */
  hidden?(text: Text): Points;
  /** Tokens that it finds too probable drawn anew, each in the place of the old one. */
  editTokens?(text: Text, edit: TokenEdit, stream: Stream): EditedText;
}
