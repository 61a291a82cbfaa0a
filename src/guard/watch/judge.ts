/**
 * A series of periods, judged: the evidence after each, and the alarms, from where each stands to where it ends.
 *
 *   evidence  sum over streams of weight R; an alarm is raised where it is at least the level
 *   ends      where what follows is as in the calibration again (standing.ts); all begins anew then
 *
 * Weights sum to 1, and nothing is asked of how streams depend on each other. With a level of N the mean time to a false alarm is at least N
 * periods: for one stream by a theorem (evidence.ts), for several by simulation.
 *
 * Refuses to read profiles: scores come from scores.ts. Pure; the same series is judged the same in however many calls.
 *
 * cost     periods x streams
 * checked  judge.test.ts; bench/watch.ts
 */
import type {Stream} from '../../core/random/stream.ts';
import {RankEvidence} from './evidence.ts';
import {Hint, hintLimit} from './hint.ts';
import {type DrawnScore, LEAST_CALIBRATION, RankCalibration} from './rank.ts';
import {type Alarm, type Carrier, StandingAlarm} from './standing.ts';

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

export interface JudgedSeries {
  /** In the calibration 0 and no hint. */
  readonly periods: readonly JudgedPeriod[];
  readonly alarms: readonly Alarm[];
  /** Streams that have too few scores in the calibration to judge by. */
  readonly unjudged: readonly string[];
  /** Of every stream that is judged, its part of the last evidence. */
  readonly parts: ReadonlyMap<string, number>;
}

interface Watched extends Carrier {
  readonly evidence: RankEvidence;
  readonly hint: Hint;
  own: number;
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
  let standing: StandingAlarm | undefined;
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
      standing = new StandingAlarm(t, {watched, total, level, first, calibration});
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
  const times = new Map<number | undefined, number>();
  for (const score of scores) times.set(score, (times.get(score) ?? 0) + 1);
  // draws order equals alone, and cost more than all else
  const drawOf = (period: string): number => own.fork(labelOf(`period/${period}`)).float();
  const drawn = periods.map((period, i): DrawnScore | undefined => {
    const score = scores[i];
    return score === undefined ? undefined : {score, draw: times.get(score)! > 1 ? drawOf(period) : 0};
  });
  const calibrated = new RankCalibration(drawn.slice(0, calibration).filter((one) => one !== undefined));
  const ranked = drawn.slice(calibration).map((one) => calibrated.ranked(one));
  const evidence = new RankEvidence(calibrated.count);
  return {name, weight, ranked, evidence, hint: new Hint(calibrated.count), own: 0};
}

/** Labels of streams are ASCII, names of periods and slices are what the data have. */
const labelOf = (name: string): string => name.replace(/[^ -[\]-~]/g, (character) => `\\${character.charCodeAt(0).toString(16)};`);
