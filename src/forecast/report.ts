/** What a forecast answers: plain data, as `forecast --json` prints it. Types only. */
import type {Interval} from '../guard/check-report.ts';

export interface ForecastRow {
  readonly generation: number;
  readonly 'tail.retention': Interval;
  readonly bitsPerByte: Interval;
  /** Not run, but extrapolated from the generations before. */
  readonly extrapolated?: true;
}

/** A number of generations, or a share; without a value, and with a reason, where the bound is not reached, or not held. */
export interface Until {
  readonly value?: number;
  readonly low?: number;
  readonly high?: number;
  readonly reason?: string;
}

/** Where a candidate stands among the lab's generations. */
export interface Place extends Until {
  readonly candidate: string;
  /** "this corpus looks like 1.4 generations of `replace`" */
  readonly line: string;
  /** The same by single measures. */
  readonly by: readonly ({readonly measure: string} & Until)[];
}

export interface ForecastReport {
  /** What to do, and when the bound falls, in sentences. */
  readonly answer: string;
  readonly workflows: Readonly<Record<string, readonly ForecastRow[]>>;
  readonly generationsUntilBound: Readonly<Record<string, Until>>;
  /** 0..1; without a value where even human data alone does not hold the bound. */
  readonly humanShareNeeded: Until;
  readonly place?: Place;
  readonly bound: {readonly measure: 'tail.retention'; readonly atLeast: number; readonly from: string};
  /** Of each training set and sample; words as measures count them where the tokens are characters. */
  readonly words: number;
  /** What the n-gram counts. */
  readonly token: 'word' | 'character';
  readonly seeds: number;
  readonly generations: number;
  /** Generations that were run. */
  readonly measured: number;
  readonly assumptions: readonly string[];
}
