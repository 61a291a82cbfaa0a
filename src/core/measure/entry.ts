/** What the catalog says of a measure. */
import type {Data} from '../data.ts';
import type {Range} from './range.ts';

export interface Measure {
  readonly name: string;
  readonly title: string;
  /** Of the value; '' where it is a pure number. */
  readonly unit: string;
  /** Kinds of data it is defined on. */
  readonly on: readonly Data['kind'][];
  /** What is measured: the fitted model, what was drawn from it, held-out human data, or the training set. */
  readonly from: 'model' | 'sample' | 'holdout' | 'training set' | 'mitigations';
  /** What its values can be. */
  readonly range: Range;
  /** How its bands divide it, where it has any; `compareBands` puts their names in order. */
  readonly bands?: 'reference count' | 'reference probability' | 'quantile' | 'component' | 'origin';
  /** Whether there is a row without band. */
  readonly whole: boolean;
  readonly better?: 'higher' | 'lower' | 'near reference';
  /**
   * The scale on which lineages lie about evenly around their middle, and on which they are averaged; the values themselves unless said.
   * `log`: their logarithms. `mass`: the value is log2 of a ratio of masses, and masses are averaged.
   */
  readonly scale?: 'log' | 'mass';
  /**
   * Where a lineage without a value stands among the others: below or above them all, or at 0, since it spends nothing. Unless said it
   * cannot be put in order with them.
   */
  readonly lost?: 'low' | 'high' | 'nothing';
  /** Whether the truth itself, measured as a sample is, reads more than 0: generation 0 is then the least to expect. */
  readonly floor?: boolean;
  /** Whether values are signed about a centre, so that it is their mean square that grows. */
  readonly square?: boolean;
  /** What to see in its picture. */
  readonly caption: string;
  readonly source: string;
}

/** A measure of a sample alone, or of one against a reference; where it is read stands in what extends this. */
export interface SampleMeasure extends Measure {
  /** Of text: whether the sample is read as it was drawn, or cut to the reference's size; cut unless said. */
  readonly size?: 'as drawn' | 'equal';
  /**
   * Of categories: read off the model's probabilities against the world's, unless said off what was drawn, alone or against the training
   * set at equal size; or off both, the probabilities and what was drawn by them.
   */
  readonly categories?: 'drawn' | 'drawn, against the training set' | 'law and drawn';
}
