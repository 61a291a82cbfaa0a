/** What all parts of the page draw from: the record, and where its periods stand on the axis that all pictures have. */
import type {PastAlarm, WatchAlarm, WatchedInterval, WatchedPeriod, WatchedValue, WatchReport} from '../../../guard/watch-report.ts';
import type {Between} from '../../charts/period-axis.ts';
import type {PeriodLine} from '../../charts/period-chart.ts';
import type {ChangePoint, PeriodRange, Timeline} from '../../charts/timeline.ts';
import type {SvgDocument} from '../../document.ts';

export interface WatchSubject {
  readonly report: WatchReport;
  readonly timeline: Timeline;
  /** Of a long series the first period of the pictures that are open; all are in those that are closed. */
  readonly first?: number;
  readonly document: SvgDocument;
}

/** Those that are over, and the one that stands, in the order in which they were raised. */
export const allAlarms = ({past, alarm}: WatchReport): readonly ((WatchAlarm & {readonly ended?: undefined}) | PastAlarm)[] =>
  alarm === null ? past : [...past, alarm];

export function timelineOf(report: WatchReport): Timeline {
  const {periods} = report;
  const at = new Map(periods.map(({period}, i) => [period, i]));
  const changes = allAlarms(report).flatMap(({since}): ChangePoint[] => {
    const [low, value, high] = [since.low, since.value, since.high].map((name) => at.get(name));
    return low === undefined || value === undefined || high === undefined ? [] : [{low, value, high}];
  });
  return {names: periods.map(({period}) => period), calibration: calibrationOf(periods), changes, breaks: breaksOf(periods)};
}

/** More periods than this are too many for one picture on a phone. */
const MANY = 240;
const NEWEST = 120;
/** Before a change that stands. */
const BEFORE = 20;

/** Where the newest periods begin; undefined where all are drawn at once. */
export function firstDrawn({periods, alarm}: WatchReport): number | undefined {
  if (periods.length <= MANY) return undefined;
  const since = alarm === null ? -1 : periods.findIndex(({period}) => period === alarm.since.low);
  const first = Math.min(periods.length - NEWEST, since < 0 ? Infinity : since - BEFORE);
  return first > periods.length / 2 ? first : undefined;
}

const breaksOf = (periods: readonly WatchedPeriod[]): number[] => periods.flatMap(({missing}, i) => (missing === undefined ? [] : [i]));

/** Periods that calibrate, and those between them that are not judged. */
function calibrationOf(periods: readonly WatchedPeriod[]): PeriodRange[] {
  const stretches: {from: number; to: number}[] = [];
  let current: {from: number; to: number} | undefined;
  periods.forEach(({calibrates, unjudged}, i) => {
    if (calibrates && current) current.to = i;
    else if (calibrates) stretches.push((current = {from: i, to: i}));
    else if (unjudged === undefined) current = undefined;
  });
  return stretches;
}

/**
 * A measure over all periods, with what the calibration reads of it: from the least to the most that its values differ from what is expected,
 * beside what is expected of each period by its size.
 */
export function periodLine({report, timeline}: WatchSubject, read: (period: WatchedPeriod) => WatchedValue | undefined): PeriodLine {
  const values = report.periods.map((period) => knownValue(read(period)));
  const normal = values.map((): Between | undefined => undefined);
  const least = values.some((one) => one && one.low < 0) ? -Infinity : 0;
  timeline.calibration.forEach(({from, to}, i) => {
    const next = timeline.calibration[i + 1]?.from ?? values.length;
    const known = values.slice(from, to + 1).flatMap((one, k) => (one && report.periods[from + k].calibrates ? [beyond(one)] : []));
    const [low, high] = [Math.min(...known), Math.max(...known)];
    for (let t = from; t < next && known.length > 0; t++) {
      const {expected = 0} = values[t] ?? {};
      if (values[t]) normal[t] = [Math.max(least, expected + low), Math.max(least, expected + high)];
    }
  });
  return {values, normal};
}

const beyond = ({value, expected = 0}: WatchedInterval): number => value - expected;

export const knownValue = (value: WatchedValue | undefined): WatchedInterval | undefined =>
  value === undefined || 'reason' in value ? undefined : value;

/** Indexes of some periods as stretches of neighbours. */
export function stretchesOf(periods: readonly WatchedPeriod[], holds: (period: WatchedPeriod) => boolean): PeriodRange[] {
  const stretches: {from: number; to: number}[] = [];
  periods.forEach((period, i) => {
    if (!holds(period)) return;
    const last = stretches[stretches.length - 1];
    if (last?.to === i - 1) last.to = i;
    else stretches.push({from: i, to: i});
  });
  return stretches;
}
