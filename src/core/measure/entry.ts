/** What the catalog says of a measure. */
import type {Data} from '../data.ts';

export interface Measure {
  readonly name: string;
  readonly title: string;
  /** Of the value; '' where it is a pure number. */
  readonly unit: string;
  /** Kinds of data it is defined on. */
  readonly on: readonly Data['kind'][];
  /** What is measured: the fitted model, what was drawn from it, held-out human data, or the training set. */
  readonly from: 'model' | 'sample' | 'holdout' | 'training set' | 'mitigations';
  /** How its bands divide it, where it has any; `compareBands` puts their names in order. */
  readonly bands?: 'reference count' | 'reference probability' | 'quantile' | 'component' | 'origin';
  /** Whether there is a row without band. */
  readonly whole: boolean;
  readonly better?: 'higher' | 'lower' | 'near reference';
  /** What to see in its picture. */
  readonly caption: string;
  readonly source: string;
}
