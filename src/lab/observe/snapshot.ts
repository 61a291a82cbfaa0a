/** What there is to read of one generation. */
import type {Data, TrainingSet} from '../../core/data.ts';
import type {Fitted} from '../../models/model.ts';
import type {Treatment} from '../mitigation/port.ts';

export interface Moment {
  readonly generation: number;
  readonly fitted: Fitted;
  /** The model before feedback trained it; absent where none did. */
  readonly reference?: Fitted;
  readonly sample: Data;
  readonly parts: TrainingSet;
  /** What each model of a population wrote; absent where there is one. */
  readonly samples?: readonly Data[];
  /** Of the annotator, where the arm has one: what it thinks of records, without noise and bias. (n,) */
  readonly utility?: (data: Data) => Float64Array;
  /** What mitigations made of the sample: costs, and what they read themselves. */
  readonly treatment?: Treatment;
}
