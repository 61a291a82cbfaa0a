/**
 * How many periods pass until a watch raises its alarm: series of changed periods, judged as a watch judges them.
 *
 *   series   a calibration drawn with replacement from the calibration, then HORIZON periods so drawn from those of one change, which begins
 *            with the first of them
 *   delay    periods up to the alarm, itself included; of all series the median, the 10th and the 90th percentile
 *
 * Nothing is modelled: rows are measured text, and scores, ranks and evidence are those of the watch. What is drawn is which of the rows come.
 *
 * The calibration is drawn too: beside one that is held fixed, periods drawn from it are more regular than new ones are, which the prices of
 * ranks do not know (urn.ts), and unchanged series would raise many times the alarms of the budget (power.test.ts).
 *
 * law      unchanged series are exchangeable, so that the budget of false alarms holds for them; the same rows and stream give the same numbers
 * edge     where half of the series or more see nothing there is no median, and a reason says so
 * cost     cells x SERIES x HORIZON x streams
 * checked  power.test.ts
 */
import type {Stream} from '../../core/random/stream.ts';
import type {AlarmDelay, PowerCell} from '../watch-power.ts';
import type {HistoryRow} from './history.ts';
import {judgeSeries} from './judge.ts';
import {streamsOf} from './streams.ts';

/** Chosen: two months of days, more than a year of weeks. */
export const HORIZON = 60;
/** Chosen: percentiles of delays are then known to a few percent of the series. */
export const SERIES = 200;
/** Most alarms come early: a series is judged further only where none has. */
const SPANS = [HORIZON / 4, HORIZON];

export interface PowerInput {
  /** Rows of the calibration. */
  readonly calibration: readonly HistoryRow[];
  readonly measures: readonly string[];
  /** Documents of a slice by which it is judged at the least. */
  readonly least: number;
  /** At which an alarm is raised. */
  readonly level: number;
  readonly stream: Stream;
}

/** Periods with text of one generation in one share. */
export interface ChangedPeriods {
  readonly generation: number;
  readonly share: number;
  readonly rows: readonly HistoryRow[];
}

export function measurePower({generation, share, rows}: ChangedPeriods, input: PowerInput): PowerCell {
  const delays = delaysOf(rows, input);
  return {generation, share, periods: delayOf(delays), unseen: shareOf(delays, (delay) => delay === undefined)};
}

/** The share of series of the calibration's own periods in which there is an alarm. */
export function measureFalseAlarms(input: PowerInput): number {
  return shareOf(delaysOf(input.calibration, input), (delay) => delay !== undefined);
}

type Delay = number | undefined;

const shareOf = (delays: readonly Delay[], has: (delay: Delay) => boolean): number => delays.filter(has).length / delays.length;

/** Of each series, the periods until its alarm. */
function delaysOf(rows: readonly HistoryRow[], input: PowerInput): Delay[] {
  const {calibration, stream} = input;
  return Array.from({length: SERIES}, (_, s) => {
    const own = stream.fork(`series/${s}`);
    const drawn = (from: readonly HistoryRow[], count: number): HistoryRow[] =>
      Array.from({length: count}, () => from[own.below(from.length)]);
    return delayIn([...drawn(calibration, calibration.length), ...drawn(rows, HORIZON)], {...input, stream: own});
  });
}

/** `rows`: as many as calibrate, then those of the change. */
function delayIn(rows: readonly HistoryRow[], {calibration: {length: calibration}, measures, least, level, stream}: PowerInput): Delay {
  const streams = streamsOf(rows, {calibration, measures, least}).list.map((one) => one.stream);
  for (const span of SPANS) {
    const count = calibration + span;
    const {alarms} = judgeSeries({
      streams: streams.map((one) => ({...one, scores: one.scores.slice(0, count)})),
      periods: Array.from({length: count}, (_, i) => String(i)),
      ...{calibration, level, stream},
    });
    if (alarms.length > 0) return alarms[0].raised - calibration + 1;
  }
  return undefined;
}

function delayOf(delays: readonly Delay[]): AlarmDelay {
  const sorted = delays.map((delay) => delay ?? Infinity).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const at = (p: number): number => sorted[Math.floor(p * sorted.length)];
  const [low, value, high] = [at(0.1), at(0.5), at(0.9)];
  if (value === Infinity) return {reason: `not within ${HORIZON} periods`};
  return {value, low, ...(high < Infinity && {high})};
}
