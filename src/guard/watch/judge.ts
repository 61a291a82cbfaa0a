/**
 * A series of periods, judged: the evidence after each, and the alarms, from where each stands to where it ends.
 *
 *   evidence  sum over streams of weight R; an alarm is raised where it is at least the level
 *   ends      where what follows is as in the calibration again: by a cumulative sum of its likelihood beside that of the alarm's own scores,
 *             or where 40 periods in a row gave a detector that began anew no alarm
 *
 * Weights sum to 1, and nothing is asked of how streams depend on each other. With a level of N the mean time to a false alarm is at least N
 * periods, over all streams; after an alarm all begins anew.
 *
 * Refuses to read profiles: scores come from scores.ts. Pure; the same series is judged the same in however many calls.
 *
 * cost     periods x streams
 * checked  judge.test.ts; bench/watch.ts
 */
import {log} from '../../core/math/index.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Ranked} from './detector.ts';
import {RankEvidence} from './evidence.ts';
import {Hint, hintLimit} from './hint.ts';
import {type DrawnScore, LEAST_CALIBRATION, RankCalibration} from './rank.ts';
import {type Since, sinceOf} from './since.ts';

/** Scores of one measure, of all text or of a slice; larger is worse. */
export interface ScoreStream {
  /** What its draws of chance are addressed by; no two have the same. */
  readonly name: string;
  /** Its part of the stake; of all streams they are made to sum to 1. */
  readonly weight: number;
  /** By period; undefined where a period has none. The calibration's first. */
  readonly scores: readonly (number | undefined)[];
}

export interface SeriesToJudge {
  readonly streams: readonly ScoreStream[];
  /** Names of the periods, in order: scores are told apart by them. */
  readonly periods: readonly string[];
  /** How many of them calibrate. */
  readonly calibration: number;
  /** Periods on average to a false alarm. */
  readonly level: number;
  readonly stream: Stream;
}

export interface JudgedPeriod {
  readonly evidence: number;
  readonly hint: boolean;
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

export interface JudgedSeries {
  /** In the calibration 0 and no hint. */
  readonly periods: readonly JudgedPeriod[];
  readonly alarms: readonly Alarm[];
  /** Streams that have too few scores in the calibration to judge by. */
  readonly unjudged: readonly string[];
  /** Of every stream that is judged, its part of the last evidence. */
  readonly parts: ReadonlyMap<string, number>;
}

/** An alarm ends at the latest after so many periods as in the calibration. */
const LAST = 40;
/** One period adds at most this part of what ends an alarm: no single one does. */
const LEAST_TO_END = 4;

interface Watched {
  readonly name: string;
  readonly weight: number;
  readonly ranked: readonly Ranked[];
  readonly evidence: RankEvidence;
  /** Begins anew while an alarm stands. */
  readonly again: RankEvidence;
  readonly hint: Hint;
  /** Its statistic now, and the most that it was while an alarm stood. */
  own: number;
  peak: number;
}

export function judgeSeries({streams, periods, calibration, level, stream}: SeriesToJudge): JudgedSeries {
  const watched: Watched[] = [];
  const unjudged: string[] = [];
  for (const one of streams) {
    const known = one.scores.slice(0, calibration).filter((score) => score !== undefined);
    if (known.length < LEAST_CALIBRATION) unjudged.push(one.name);
    else watched.push(watchedOf(one, {periods, calibration, stream}));
  }
  const total = watched.reduce((sum, {weight}) => sum + weight, 0);
  const limit = hintLimit(watched.length);
  const judged: JudgedPeriod[] = periods.slice(0, calibration).map(() => ({evidence: 0, hint: false}));
  const alarms: Alarm[] = [];
  let first = calibration;
  let standing: Standing | undefined;
  for (let t = calibration; t < periods.length; t++) {
    let evidence = 0;
    let hint = false;
    for (const one of watched) {
      const ranked = one.ranked[t - calibration];
      one.own = one.evidence.advance(ranked);
      evidence += (one.weight / total) * one.own;
      if (one.hint.advance(ranked) > limit) hint = true;
    }
    judged.push({evidence, hint});
    if (standing === undefined) {
      if (!(evidence >= level)) continue;
      standing = new Standing(t, {watched, total, level, first, calibration});
      continue;
    }
    standing.advance(t);
    if (!standing.isOver) continue;
    alarms.push({...standing.told(), ended: t});
    standing = undefined;
    first = t + 1;
    for (const one of watched) {
      one.evidence.begin();
      one.hint.begin();
    }
  }
  if (standing) alarms.push(standing.told());
  const parts = new Map(watched.map(({name, weight, own}) => [name, (weight / total) * own]));
  return {periods: judged, alarms, unjudged, parts};
}

function watchedOf(
  {name, weight, scores}: ScoreStream,
  {periods, calibration, stream}: {periods: readonly string[]; calibration: number; stream: Stream},
): Watched {
  const own = stream.fork(labelOf(`stream/${name}`));
  const drawn = periods.map((period, i): DrawnScore | undefined => {
    const score = scores[i];
    return score === undefined ? undefined : {score, draw: own.fork(labelOf(`period/${period}`)).float()};
  });
  const calibrated = new RankCalibration(drawn.slice(0, calibration).filter((one) => one !== undefined));
  const ranked = drawn.slice(calibration).map((one) => calibrated.ranked(one));
  const evidence = new RankEvidence(calibrated.count);
  return {name, weight, ranked, evidence, again: new RankEvidence(calibrated.count), hint: new Hint(), own: 0, peak: 0};
}

/** Labels of streams are ASCII, names of periods and slices are what the data have. */
const labelOf = (name: string): string => name.replace(/[^ -[\]-~]/g, (character) => `\\${character.charCodeAt(0).toString(16)};`);

interface Raised {
  readonly watched: readonly Watched[];
  /** Of the weights. */
  readonly total: number;
  readonly level: number;
  /** The first period that was judged since the last alarm. */
  readonly first: number;
  readonly calibration: number;
}

/** An alarm from where it is raised on. */
class Standing {
  private readonly at: number;
  private readonly raised: Raised;
  private readonly carriers: readonly Watched[];
  /** Of each carrier, in standard deviations, while it was raised. */
  private readonly shifts: readonly number[];
  /** The last period that is not as in the calibration. */
  private last: number;
  private back = 0;
  private calm = 0;

  constructor(at: number, raised: Raised) {
    this.at = at;
    this.last = at;
    this.raised = raised;
    for (const one of raised.watched) {
      one.peak = one.own;
      one.again.begin();
    }
    this.carriers = this.carriersNow();
    const {value} = this.since();
    this.shifts = this.carriers.map(({ranked}) => {
      const z = this.slice(ranked, value, at).filter((one) => one !== undefined);
      return Math.max(0, z.reduce((a, b) => a + b, 0) / Math.max(1, z.length));
    });
  }

  get isOver(): boolean {
    return this.back >= log(this.raised.level) || this.calm >= LAST;
  }

  advance(t: number): void {
    const {watched, total, level, calibration} = this.raised;
    let anew = 0;
    for (const one of watched) {
      one.peak = Math.max(one.peak, one.own);
      anew += (one.weight / total) * one.again.advance(one.ranked[t - calibration]);
    }
    this.calm++;
    if (anew >= level) {
      this.calm = 0;
      for (const {again} of watched) again.begin();
    }
    this.back = Math.max(0, this.back + Math.min(log(level) / LEAST_TO_END, this.likeness(t - calibration)));
    if (this.back === 0) this.last = t;
  }

  told(): Alarm {
    return {raised: this.at, last: this.last, since: this.since(), carriers: this.carriersNow().map(({name}) => name)};
  }

  /** Log of how much likelier a period is where all is as in the calibration than where all is as while the alarm was raised. */
  private likeness(i: number): number {
    const each = this.carriers.map(({ranked}, j) => {
      const {z} = ranked[i];
      return z === undefined ? 0 : this.shifts[j] * (this.shifts[j] / 2 - z);
    });
    return each.reduce((a, b) => a + b, 0) / each.length;
  }

  /** Those whose own evidence would have raised it, the strongest first; where there are none, the strongest alone. */
  private carriersNow(): Watched[] {
    const {watched, total, level} = this.raised;
    const sorted = [...watched].sort((a, b) => b.weight * b.peak - a.weight * a.peak);
    const enough = sorted.filter(({weight, peak}) => (weight / total) * peak >= level);
    return enough.length > 0 ? enough : sorted.slice(0, 1);
  }

  private since(): Since {
    const {first} = this.raised;
    const found = sinceOf(this.carriersNow().map(({ranked}) => this.slice(ranked, first, this.last)));
    return {value: first + found.value, low: first + found.low, high: first + found.high};
  }

  private slice(ranked: readonly Ranked[], from: number, to: number): (number | undefined)[] {
    const {calibration} = this.raised;
    return ranked.slice(from - calibration, to + 1 - calibration).map(({z}) => z);
  }
}
