/**
 * What a watch can see before it is relied on, as plain data: how many periods pass until its alarm where text of a lab comes into the stream.
 *
 * Types only. Every output draws this record and computes nothing.
 */

/** Periods until the alarm: the median of series, and its 10th and 90th percentile, absent where a tenth of the series sees nothing. */
export type AlarmDelay = {readonly value: number; readonly low: number; readonly high?: number} | {readonly reason: string};

/** Text of one generation as one share of every period. */
export interface PowerCell {
  /** Of `replace`, trained on the reference. */
  readonly generation: number;
  /** Of the text; 0..1 */
  readonly share: number;
  readonly periods: AlarmDelay;
  /** The share of series without an alarm within the horizon; 0..1 */
  readonly unseen: number;
}

/** What the periods are made of: those of the calibration, read again; their profiles, where the data are gone; parts of the reference. */
export type PowerSource = 'periods' | 'profiles' | 'reference';

export interface PowerCalibration {
  readonly from: PowerSource;
  readonly periods: number;
  /** Medians of a period. */
  readonly documents: number;
  readonly words: number;
}

export interface WatchPower {
  readonly watch: string;
  /** At which an alarm is raised. */
  readonly level: number;
  /** Periods after which a series ends without an alarm. */
  readonly horizon: number;
  /** Of each cell. */
  readonly series: number;
  readonly calibration: PowerCalibration;
  /** Words that the lab was trained on, and lineages that it ran. */
  readonly lab: {readonly words: number; readonly lineages: number};
  /** By generation, then by share. */
  readonly cells: readonly PowerCell[];
  /** The share of series of unchanged periods with an alarm, which is false, within the horizon; 0..1 */
  readonly falseAlarms: number;
  /** What is to be known of these numbers, and in which direction each errs. */
  readonly notes: readonly string[];
  /** Of the call that brought the state up to date. */
  readonly late: readonly string[];
  readonly changed: readonly string[];
  readonly warnings: readonly string[];
}
