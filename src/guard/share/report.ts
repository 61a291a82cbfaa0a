/** What `share` reports, as data: the shape of its JSON document. Shares are of sentences, 0 .. 1; intervals are of 95%. */
import type {Arrangement} from './mixtures.ts';

/** A share with its interval, or why there is none: then the interval is 0 .. 1. */
export interface ShareVerdict {
  readonly share?: number;
  readonly low: number;
  readonly high: number;
  readonly verdict: 'estimate' | 'inconclusive';
  readonly reason?: string;
}

export interface ShareReport extends ShareVerdict {
  /** The estimator that was used, on known mixtures. */
  readonly curve: readonly CurvePoint[];
  readonly documents: number;
  readonly sentences: number;
  /** Documents without a sentence of three words; they are not judged. */
  readonly withoutSentences: number;
  readonly estimator?: string;
  readonly arrangement?: Arrangement;
  /** How the estimator and the arrangement were chosen, in words. */
  readonly choice?: string;
  readonly estimators: readonly EstimatorReport[];
  readonly arrangements: readonly ArrangementReport[];
  readonly references: {readonly human: ReferenceSize; readonly synthetic: ReferenceSize};
  readonly domain?: DomainReport;
  /** Of the candidate's documents with a sentence, how many a reference has too, byte for byte; absent where nothing was measured. */
  readonly overlap?: {readonly human: number; readonly synthetic: number};
  readonly notes: readonly string[];
  readonly slices?: readonly SliceReport[];
}

export interface CurvePoint {
  readonly truth: number;
  /** Mean estimate, and the ends between which 95% of the estimates lie. */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export interface EstimatorReport {
  readonly estimator: string;
  /** Its own raw estimate for the candidate. */
  readonly estimate: number;
  /** Mean absolute error and bias on known mixtures of documents, and of planted sentences. */
  readonly documents: {readonly error: number; readonly bias: number};
  readonly sentences: {readonly error: number; readonly bias: number};
}

export interface ArrangementReport {
  readonly arrangement: Arrangement;
  readonly estimator: string;
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** Squared distance of what the candidate shows from what this arrangement would, in standard deviations of three measures. */
  readonly distance: number;
  readonly plausible: boolean;
  readonly curve: readonly CurvePoint[];
}

export interface ReferenceSize {
  readonly documents: number;
  readonly sentences: number;
  /** Of these, how many documents were learned from. */
  readonly used: number;
}

export interface DomainReport {
  /** Chance that a classifier ranks a sentence of the candidate above one of the references; 0.5 where it cannot tell. */
  readonly auc?: number;
  /** Share of words that the references do not have: of the candidate, and of either reference's documents held against the others. */
  readonly novelty: {readonly candidate: number; readonly human: number; readonly synthetic: number; readonly deviation: number};
}

export interface SliceReport extends ShareVerdict {
  /** What the slice was cut by, and its value. */
  readonly by: string;
  readonly value: string;
  readonly documents: number;
  readonly sentences: number;
}
