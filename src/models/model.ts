/**
 * The port of every family of models: it is fitted to data and sampled; some also give a log-probability.
 * One contract suite (test/contract-model.ts) runs against every implementation.
 */
import type {Categories, Data, Points, Rows, Text, TrainingSet} from '../core/data.ts';
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

export interface Fitted<D extends Data = Data> {
  /** `count` records (for text: words, or the bytes or characters of a model of those; the last document is cut to hit it exactly). Same stream, same bytes. */
  sample(count: number, stream: Stream): D;
  /** Natural logarithm of each record's probability or density. (n,) */
  logProbability?(data: D): Float64Array;
  /** Bytes that `load` understands. */
  save(): Uint8Array;
  /** What a reader of the results should know about this fit ("order 5: KenLM's fallback discounts"), empty where nothing. */
  readonly notes?: readonly string[];
}

/** A fitted family on points: its first two moments, exact. mean: (d,); covariance: (d * d,), row-major. */
export interface FittedPoints extends Fitted<Points> {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/** A fitted family on outcomes. probabilities: (K,), sums to 1. */
export interface FittedCategories extends Fitted<Categories> {
  readonly probabilities: Float64Array;
}

/** A fitted regression. coefficients: (d,). `relabel` draws new labels for the same x; `sample` is not defined without x and throws. */
export interface FittedRows extends Fitted<Rows> {
  readonly coefficients: Float64Array;
  relabel(rows: Rows, stream: Stream): Rows;
}

/** A fitted family on text. `continueText` goes on after a prompt for `count` words (or bytes or characters), for people to read. */
export interface FittedText extends Fitted<Text> {
  logProbability(data: Text): Float64Array;
  continueText(prompt: string, count: number, stream: Stream): string;
  /** Of a model with a vocabulary of its own: how many tokens of each document it lacks. (n,) */
  unknownTokens?(data: Text): ArrayLike<number>;
  /** Tokens that each document's log-probability is a sum over, its end among them, where they are not words, bytes or characters. (n,) */
  pricedTokens?(data: Text): Uint32Array;
}
