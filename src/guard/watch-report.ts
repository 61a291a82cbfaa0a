/**
 * What `watch` concludes, as plain data: every format of its output and every delivery draws this record and computes nothing.
 *
 * Types only. Numbers are never NaN: what could not be measured is absent, with a reason.
 */
import type {Interval} from './check-report.ts';

export type WatchStatus = 'quiet' | 'alarm' | 'calibrating';
/** Whether text lost what the reference has, or is about something else. */
export type ChangeKind = 'collapse' | 'drift' | 'both';

/** A measure of a period with its 95% interval. */
export interface WatchedInterval extends Interval {
  /** What the reference shows of itself at the period's size: the value is judged beside it. */
  readonly expected?: number;
}

/** A measure of a period, or why there is none. */
export type WatchedValue = WatchedInterval | {readonly reason: string};

/** Why a period is shown and not judged: among the newest, which may grow; too few documents; no documents. */
export type Unjudged = 'open' | 'small' | 'empty';

export interface WatchedPeriod {
  readonly period: string;
  readonly documents: number;
  readonly words: number;
  /** What alarms at `level`; in the calibration 0. */
  readonly evidence: number;
  /** An early and unsure sign of a change. */
  readonly hint: boolean;
  readonly calibrates?: true;
  readonly unjudged?: Unjudged;
  /** Periods that are missing between the one before and this one, where names are dates; of many, the most that are counted. */
  readonly missing?: number;
  readonly measures: Readonly<Record<string, WatchedValue>>;
  /** The share of novel words beyond what the reference shows of itself: what tells another subject. */
  readonly novelty: WatchedValue;
  /** The share of machine-written text, where a synthetic reference was given. */
  readonly synthetic?: WatchedValue;
  readonly slices?: readonly WatchedSlice[];
}

/** A slice of a period, by the value of a field. */
export interface WatchedSlice {
  readonly field: string;
  readonly value: string;
  readonly documents: number;
  readonly measures: Readonly<Record<string, WatchedValue>>;
}

/** Periods by name; low <= value <= high. */
export interface SincePeriod {
  readonly value: string;
  readonly low: string;
  readonly high: string;
}

/** A word whose rate changed: counts a million words before and after. */
export interface ChangedWord {
  readonly word: string;
  readonly before: number;
  readonly after: number;
}

export interface WatchAlarm {
  /** The period at which it was raised. */
  readonly raised: string;
  readonly kind: ChangeKind;
  readonly since: SincePeriod;
  /** That carry the evidence, the strongest first. */
  readonly measures: readonly string[];
  readonly slices: readonly {readonly field: string; readonly value: string}[];
  /** Most lost first. */
  readonly words: readonly ChangedWord[];
  /** Those that came, most gained first. */
  readonly gained?: readonly ChangedWord[];
  /** Generations of a lab on the reference. */
  readonly looksLike: WatchedValue;
  readonly acknowledged?: boolean;
  /** As a date and time, UTC. */
  readonly silencedUntil?: string;
}

/** An alarm that is over. */
export interface PastAlarm {
  readonly raised: string;
  /** The first period after it. */
  readonly ended: string;
  readonly kind: ChangeKind;
  readonly since: SincePeriod;
  readonly measures: readonly string[];
  readonly slices: readonly {readonly field: string; readonly value: string}[];
}

/** What a measure, of all text or of a slice, adds to the evidence. */
export interface EvidencePart {
  readonly measure: string;
  readonly slice?: {readonly field: string; readonly value: string};
  readonly evidence: number;
}

/** How many periods calibrate now, and how many should. */
export interface CalibrationThere {
  readonly has: number;
  readonly wants: number;
  /** Where it goes on until a period that is not there yet: that one. */
  readonly until?: string;
}

export interface WatchReport {
  readonly watch: string;
  readonly status: WatchStatus;
  /** Why that status, in one sentence. */
  readonly reason: string;
  readonly periods: readonly WatchedPeriod[];
  readonly level: number;
  /** Absent where no periods are to calibrate. */
  readonly calibration?: CalibrationThere;
  /** Whose evidence that of the newest judged period is, the most first; its sum. Absent where none is judged. */
  readonly evidenceBy?: readonly EvidencePart[];
  readonly alarm: WatchAlarm | null;
  readonly past: readonly PastAlarm[];
  /** Of this call: periods that came after later ones, and those whose data changed. */
  readonly late: readonly string[];
  readonly changed: readonly string[];
  /** Slices that were first seen after the calibration, or have too little there. */
  readonly unjudgedSlices: readonly {readonly field: string; readonly value: string}[];
  readonly warnings: readonly string[];
}
