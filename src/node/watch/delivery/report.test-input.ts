/** Reports of a watch of days, as plain as a test of their delivery wants them. */
import type {PastAlarm, WatchAlarm, WatchedPeriod, WatchReport} from '../../../guard/watch-report.ts';

/** Day 0 is January 5, 2026. */
export const dayOf = (index: number): string => new Date(Date.UTC(2026, 0, 5) + 86_400_000 * index).toISOString().slice(0, 10);

export interface PlainAlarm {
  readonly raised: number;
  readonly ended?: number;
  readonly kind?: WatchAlarm['kind'];
}

export interface PlainReport {
  /** Of days; those from 5 on are judged. */
  readonly days?: number;
  readonly calibration?: number;
  /** In order; the last may stand. */
  readonly alarms?: readonly PlainAlarm[];
  readonly watch?: string;
}

export function watchReport({days = 60, calibration = 5, alarms = [], watch = 'harbour "news"'}: PlainReport = {}): WatchReport {
  const last = alarms.at(-1);
  const stands = last !== undefined && last.ended === undefined;
  return {
    watch,
    status: stands ? 'alarm' : 'quiet',
    reason: 'as a test has it',
    periods: Array.from({length: days}, (_, i) => periodAt(i, i < calibration)),
    level: 1000,
    alarm: stands ? {...common(last, alarms), words: [], looksLike: {reason: 'no lab'}} : null,
    past: alarms.flatMap((alarm): PastAlarm[] =>
      alarm.ended === undefined ? [] : [{...common(alarm, alarms), ended: dayOf(alarm.ended)}],
    ),
    late: [],
    changed: [],
    unjudgedSlices: [],
    warnings: [],
  };
}

/** A change begins after the alarm before it has ended. */
function common({raised, kind = 'collapse'}: PlainAlarm, alarms: readonly PlainAlarm[]) {
  const first = Math.max(0, ...alarms.flatMap(({ended}) => (ended !== undefined && ended <= raised ? [ended] : [])));
  const back = (days: number): string => dayOf(Math.max(first, raised - days));
  return {
    raised: dayOf(raised),
    kind,
    since: {low: back(3), value: back(2), high: dayOf(raised)},
    measures: ['tail.retention', 'unseen'],
    slices: [{field: 'source', value: 'meadow'}],
  };
}

const periodAt = (i: number, calibrates: boolean): WatchedPeriod => ({
  period: dayOf(i),
  documents: 60,
  words: 4800,
  evidence: calibrates ? 0 : i + 0.5,
  hint: false,
  ...(calibrates && {calibrates: true}),
  measures: {'tail.retention': {value: 0.31, low: 0.29, high: 0.33}, unseen: {reason: 'too little text'}},
  novelty: {value: 0.01, low: 0, high: 0.02},
});

export const QUIET: WatchReport = watchReport({days: 30});
export const ALARM: WatchReport = watchReport({days: 33, alarms: [{raised: 32}]});
export const OVER: WatchReport = watchReport({days: 50, alarms: [{raised: 32, ended: 45}]});
