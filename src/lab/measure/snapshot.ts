/** What there is to read of one generation. Types only. */
import type {Data, TrainingSet} from '../../core/data.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import type {Law} from '../../models/model.ts';

/** What a mitigation cost, and what it says of itself. */
export interface Cost {
  /** Asked of an annotator. */
  readonly comparisons?: number;
  /** Records drawn and not trained on. */
  readonly discarded?: number;
  /** Records that are others than the model wrote, or than they were in the training set before. */
  readonly changed?: number;
  /** Of the mitigation itself: `reward.proxy`, `reward.accuracy`. */
  readonly readings?: readonly Reading[];
  /** What a reader of the results should know. */
  readonly notes?: readonly string[];
}

export interface Snapshot<D extends Data = Data> {
  readonly generation: number;
  /** Of the model, or of all models of a population together. */
  readonly law: Law<D>;
  /** Of the model before feedback trained it; absent where none did. */
  readonly reference?: Law<D>;
  readonly sample: D;
  readonly parts: TrainingSet<D>;
  /** What each model of a population wrote; absent where there is one. */
  readonly samples?: readonly D[];
  /** Of the annotator, where the arm has one: what it thinks of records, without noise and bias. (n,) */
  readonly utility?: (data: Data) => Float64Array;
  /** What mitigations did with the sample. */
  readonly treatment?: Cost;
}
