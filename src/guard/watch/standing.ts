/**
 * An alarm from where it is raised on: what carries it, since when, and when it is over.
 *
 *   carriers  those whose own evidence would have raised it, the strongest first; where there are none, the strongest alone
 *   since     as since.ts has it, from the carriers; it is no later than the period at which the alarm was raised
 *   over      where what follows is as in the calibration again: by a cumulative sum of how much likelier each period is there than where
 *             all is as since the change, or where the last 40 periods together are likelier there. Never by age, nor by periods without scores
 *
 * checked   judge.test.ts: how often a lasting change is taken for over
 */
import {log} from '../../core/math/index.ts';
import type {Ranked} from './detector.ts';
import {type Since, sinceOf} from './since.ts';

/** A stream while it is watched. */
export interface Carrier {
  readonly name: string;
  readonly weight: number;
  /** By period after the calibration. */
  readonly ranked: readonly Ranked[];
  /** Its evidence now. */
  readonly own: number;
}

export interface Alarm {
  /** Indexes of periods. */
  readonly raised: number;
  /** The first period after it; absent while it stands. */
  readonly ended?: number;
  /** The last period that is not as in the calibration, as far as is known. */
  readonly last: number;
  readonly since: Since;
  /** Names of the streams that carry it, the strongest first. */
  readonly carriers: readonly string[];
}

/** What it is raised among. */
export interface Raised<T extends Carrier = Carrier> {
  readonly watched: readonly T[];
  /** Of the weights. */
  readonly total: number;
  readonly level: number;
  /** The first period that was judged since the last alarm. */
  readonly first: number;
  readonly calibration: number;
}

/** Periods that together say that all is as before. */
const LAST = 40;
/** Logs of the level that end an alarm. Chosen: with one, a lasting change of a deviation is taken for over twice as often (judge.test.ts). */
const ENOUGH = 1.5;
/** One period adds at most this part of a log: no single one ends an alarm. */
const LEAST_TO_END = 4;

/** A sum of deviations since the change, without the periods that may be as before again. */
interface Shift {
  sum: number;
  count: number;
  /** Of the periods since the last that is not as before. */
  laterSum: number;
  laterCount: number;
}

export class StandingAlarm {
  private readonly at: number;
  private readonly raised: Raised;
  private readonly carriers: readonly Carrier[];
  private readonly shifts: readonly Shift[];
  /** The most that each stream's evidence was, by their order. */
  private readonly peaks: Float64Array;
  private readonly newest: number[] = [];
  private last: number;
  private back = 0;

  constructor(at: number, raised: Raised) {
    this.at = at;
    this.last = at;
    this.raised = raised;
    this.peaks = Float64Array.from(raised.watched, ({own}) => own);
    this.carriers = this.carriersNow();
    const {value} = this.since();
    this.shifts = this.carriers.map(({ranked}) => {
      const z = this.slice(ranked, value, at).filter((one) => one !== undefined);
      return {sum: z.reduce((a, b) => a + b, 0), count: z.length, laterSum: 0, laterCount: 0};
    });
  }

  get isOver(): boolean {
    const isLike = this.newest.length === LAST && this.newest.reduce((a, b) => a + b, 0) >= 0;
    return isLike || this.back >= ENOUGH * log(this.raised.level);
  }

  advance(t: number): void {
    const {watched, level, calibration} = this.raised;
    for (let i = 0; i < watched.length; i++) this.peaks[i] = Math.max(this.peaks[i], watched[i].own);
    const likeness = this.likeness(t - calibration);
    if (likeness === undefined) return;
    this.newest.push(likeness);
    if (this.newest.length > LAST) this.newest.shift();
    this.take(t - calibration);
    this.back = Math.max(0, this.back + Math.min(log(level) / LEAST_TO_END, likeness));
    if (this.back > 0) return;
    this.last = t;
    for (const shift of this.shifts) {
      shift.sum += shift.laterSum;
      shift.count += shift.laterCount;
      shift.laterSum = 0;
      shift.laterCount = 0;
    }
  }

  told(): Alarm {
    return {raised: this.at, last: this.last, since: this.since(), carriers: this.carriersNow().map(({name}) => name)};
  }

  private take(i: number): void {
    this.carriers.forEach(({ranked}, j) => {
      const {z} = ranked[i];
      if (z === undefined) return;
      this.shifts[j].laterSum += z;
      this.shifts[j].laterCount++;
    });
  }

  /** Log of how much likelier a period is where all is as in the calibration than where all is as since the change; none without scores. */
  private likeness(i: number): number | undefined {
    let sum = 0;
    let count = 0;
    this.carriers.forEach(({ranked}, j) => {
      const {z} = ranked[i];
      if (z === undefined) return;
      const {sum: shifted, count: periods} = this.shifts[j];
      const shift = Math.max(0, shifted / Math.max(1, periods));
      sum += shift * (shift / 2 - z);
      count++;
    });
    return count === 0 ? undefined : sum / count;
  }

  private carriersNow(): Carrier[] {
    const {watched, total, level} = this.raised;
    const sorted = watched.map((one, i) => ({one, evidence: one.weight * this.peaks[i]})).sort((a, b) => b.evidence - a.evidence);
    const enough = sorted.filter(({evidence}) => evidence / total >= level);
    return (enough.length > 0 ? enough : sorted.slice(0, 1)).map(({one}) => one);
  }

  private since(): Since {
    const {first} = this.raised;
    const {value, low, high} = sinceOf(
      this.carriersNow().map(({ranked}) => this.slice(ranked, first, this.last)),
      this.at - first,
    );
    return {value: first + value, low: first + low, high: first + high};
  }

  private slice(ranked: readonly Ranked[], from: number, to: number): (number | undefined)[] {
    const {calibration} = this.raised;
    return ranked.slice(from - calibration, to + 1 - calibration).map(({z}) => z);
  }
}
