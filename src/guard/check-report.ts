/**
 * What `check` concludes, as plain data: every format of its output draws this record and computes nothing.
 *
 * Types only. Numbers are never NaN: what could not be measured is absent, with a reason.
 */

import type {ReadingKeys} from '../quality/reading-schema.ts';

export type Verdict = 'pass' | 'fail' | 'inconclusive';

/** A measure with a bound: one of `atLeast` and `atMost`; neither where a default bound could not be made, and then nothing was judged. */
export interface Gate {
  /** What the gate is called in reports; the measure, with its band in brackets, unless the user named it. */
  readonly name?: string;
  readonly measure: string;
  readonly band?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** A value with its 95% interval; low <= value <= high. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One gate, judged. `value`, `low` and `high` are absent together, and then `reason` says why. */
export interface Check {
  readonly name: string;
  readonly measure: string;
  readonly band?: string;
  readonly value?: number;
  readonly low?: number;
  readonly high?: number;
  /** Documents that the estimate rests on. */
  readonly n: number;
  /** What the reference shows against its own other half at equal size. */
  readonly expected?: Interval;
  readonly bound: Gate;
  /** Of the hypothesis that the bound holds, corrected for the number of gates (Holm). 0..1 */
  readonly p?: number;
  readonly verdict: Verdict;
  readonly reason?: string;
}

/** Whether the candidate is about what the reference is about. */
export interface DomainTest extends Partial<Interval> {
  readonly verdict: 'same' | 'other' | 'unclear';
  /** Above it, another domain. */
  readonly bound: number;
  readonly reason: string;
  /** The candidate's frequent words that the reference hardly has, most telling first. */
  readonly words: readonly string[];
}

/** One point of a picture: a measure in one band of the reference (rare to frequent), or one quantile. */
export interface BandReading extends Interval {
  readonly measure: string;
  readonly band: string;
  /** What the reference shows against its own other half. */
  readonly expected?: Interval;
}

/** A word that tells what happened: counts a million words on either side. */
export interface TellingWord {
  readonly word: string;
  readonly reference: number;
  readonly candidate: number;
}

export interface Side {
  /** As the user named it: files or a profile. */
  readonly name: string;
  /** How it was read, as far as that was said; absent of a profile. */
  readonly read?: ReadingKeys;
  readonly documents: number;
  readonly words: number;
  readonly bytes: number;
  /** Records that were broken and passed over (--max-bad). */
  readonly broken: number;
}

export interface CheckReport {
  readonly verdict: Verdict;
  /** One sentence: why this verdict. */
  readonly reason: string;
  readonly domain: DomainTest;
  readonly checks: readonly Check[];
  /** For pictures: `calibration` and `tail.retention` by band of the reference, `words` by quantile. */
  readonly bands: readonly BandReading[];
  /** Words whose rate differs beyond chance, by the factor that is left of the difference at the near end of its 95% interval, the largest
   *  first: those that the candidate has fewer of, and those it has more of. */
  readonly lost: readonly TellingWord[];
  readonly gained: readonly TellingWord[];
  readonly warnings: readonly string[];
  readonly candidate: Side;
  readonly reference: Side;
  /** Of every gate that failed or could not be judged, where that was asked for. */
  readonly examples?: readonly Example[];
  /** Why there are none of some gates. */
  readonly withoutExamples?: readonly string[];
  /** The candidate's parts by a field, where that was asked for; by documents, most first. */
  readonly slices?: readonly CheckedSlice[];
  /** Where the candidate stands among the generations of a lab on the reference, where that was asked for. */
  readonly forecast?: GenerationsPlace;
}

/** Where in the data a gate's number comes from: one record, and the other one that it is like where there is one. */
export interface Example extends ExamplePlace {
  readonly measure: string;
  /** Of the place of a rare word that the candidate lacks, the word. */
  readonly word?: string;
  /** Of a record that repeats itself: how often it says `text`, which is then what it says most often. */
  readonly times?: number;
  readonly other?: ExamplePlace;
}

/** `line` from 1: the line on which the record starts, in a Parquet file its row. `text` is cut short. */
export interface ExamplePlace {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** A part of the candidate by the value of a field, judged by the same gates. */
export interface CheckedSlice {
  readonly field: string;
  readonly value: string;
  readonly documents: number;
  readonly words: number;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly checks: readonly Check[];
  /** Names of gates that the candidate fails, and would not fail without this slice. */
  readonly carries: readonly string[];
}

/** A number of generations of `replace`, with its interval; absent, with a reason, where it cannot be told. */
export interface GenerationsPlace extends Partial<Interval> {
  /** "looks like 1.4 generations of `replace` [1.0, 1.9]" */
  readonly line: string;
  readonly reason?: string;
}
