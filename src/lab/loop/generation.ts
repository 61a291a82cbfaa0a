/** What is told of one generation of a lineage. */
import type {Data} from '../../core/data.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import type {Picture} from '../observe/picture.ts';

export interface Generation {
  /** 0: the truth, where it is known; t: the t-th fit. */
  readonly generation: number;
  readonly readings: readonly Reading[];
  readonly picture?: Picture;
  readonly notes: readonly string[];
  /** What each model wrote, as it was drawn: measures are read off it. None where nothing was written. */
  readonly written?: readonly Written[];
}

/** A sample of one model of an arm. */
export interface Written {
  /** Of a population, the model's name. */
  readonly model?: string;
  readonly data: Data;
}
