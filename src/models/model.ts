/**
 * The port of every family of models: it is fitted to data and sampled; some also give a log-probability.
 * One contract suite (test/contract-model.ts) runs against every implementation.
 */
import type {Data, TrainingSet} from '../core/data.ts';
import type {Stream} from '../core/random/stream.ts';

export interface Model<D extends Data = Data> {
  /** The family's name in an experiment. */
  readonly kind: string;
  /** Fits to a training set of at least one record. Chance (starts of EM, say) comes from `stream` alone. Throws DataError where the data cannot be fitted. */
  fit(training: TrainingSet<D>, stream: Stream): Fitted<D>;
  /** What `save` wrote. Throws DataError on bytes that are not. */
  load(bytes: Uint8Array): Fitted<D>;
}

export interface Fitted<D extends Data = Data> {
  /** `count` records (for text: words, or bytes of a byte model; the last document is cut to hit it exactly). Same stream, same bytes. */
  sample(count: number, stream: Stream): D;
  /** Natural logarithm of each record's probability or density. (n,) */
  logProbability?(data: D): Float64Array;
  /** Bytes that `load` understands. */
  save(): Uint8Array;
  /** What a reader of the results should know about this fit ("order 5: KenLM's fallback discounts"), empty where nothing. */
  readonly notes?: readonly string[];
}
