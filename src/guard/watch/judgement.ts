/**
 * A history, judged: which of its periods calibrate, the evidence after each of the others, and the alarms.
 *
 * A calibration that was accepted later begins a new part of the series: the periods up to it stay judged by the one before. An alarm that
 * stands where a part ends is over there.
 *
 * law      a function of the rows and the rules: the same in however many calls the rows came
 */
import {Stream} from '../../core/random/stream.ts';
import type {CalibrationThere, EvidencePart, SincePeriod, Unjudged} from '../watch-report.ts';
import type {WatchCalibration} from './definition.ts';
import {hintsByReference} from './hints.ts';
import {type HistoryRow, unjudgedOf} from './history.ts';
import {type Alarm, type JudgedPeriod, judgeSeries} from './judge.ts';
import {ANY_DOMAIN, NOVELTY} from './measures.ts';
import {LEAST_CALIBRATION} from './rank.ts';
import {type SliceName, type Streams, streamsOf, type WatchedStream} from './streams.ts';

export interface WatchRules {
  readonly measures: readonly string[];
  readonly open: number;
  readonly least: number;
  readonly calibration: WatchCalibration;
  /** Periods with which a new calibration ends, in order. */
  readonly accepted: readonly string[];
  readonly level: number;
}

export interface JudgedAlarm {
  readonly raised: string;
  readonly ended?: string;
  readonly since: SincePeriod;
  readonly measures: readonly string[];
  readonly slices: readonly SliceName[];
  /** Whether novelty of the whole carries evidence of its own, and whether measures do that are the same in every domain. */
  readonly byNovelty: boolean;
  readonly byCopies: boolean;
  /** The periods that it is held against, and those from the change to the last that is not as before. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface WatchJudgement {
  readonly unjudged: ReadonlyMap<string, Unjudged>;
  /** Periods that calibrate, now or for an earlier part. */
  readonly calibrating: ReadonlySet<string>;
  readonly periods: ReadonlyMap<string, JudgedPeriod>;
  readonly alarms: readonly JudgedAlarm[];
  /** Slices of the newest part that are not judged. */
  readonly unjudgedSlices: readonly SliceName[];
  /** Of the newest part: how many calibrate, how many should, and how many were judged. */
  readonly calibration: CalibrationThere;
  readonly judged: number;
  /** Of the newest part, whose evidence its last period's is, the most first. */
  readonly evidenceBy: readonly EvidencePart[];
}

/** `rows`: sorted by period. */
export function judgeHistory(rows: readonly HistoryRow[], rules: WatchRules): WatchJudgement {
  const unjudged = unjudgedOf(rows, rules);
  const eligible = rows.filter(({period}) => !unjudged.has(period));
  const parts = partsOf(eligible, rules);
  const periods = new Map<string, JudgedPeriod>();
  const calibrating = new Set<string>();
  const alarms: JudgedAlarm[] = [];
  let unjudgedSlices: readonly SliceName[] = [];
  let evidenceBy: readonly EvidencePart[] = [];
  parts.forEach(({before, after}, i) => {
    const result = judgePart(before, after, rules);
    for (const {period} of before) {
      calibrating.add(period);
      periods.set(period, NOTHING);
    }
    after.forEach(({period}, t) => void periods.set(period, result.periods[t]));
    const end = i < parts.length - 1 ? rules.accepted[i] : undefined;
    alarms.push(...result.alarms.map((alarm) => ({...alarm, ...(alarm.ended === undefined && end !== undefined && {ended: end})})));
    ({unjudgedSlices, evidenceBy} = result);
  });
  const {before, after, wants} = parts[parts.length - 1];
  return {
    ...{unjudged, calibrating, periods, alarms, unjudgedSlices, evidenceBy},
    calibration: {has: before.length, wants, ...goesOnUntil(eligible, rules)},
    judged: canJudge(before, wants) ? after.length : 0,
  };
}

const NOTHING: JudgedPeriod = {evidence: 0, hint: false};

/** A calibration and what is held against it. `wants`: how many periods it should have; Infinity where it has none of its own. */
interface SeriesPart {
  readonly before: readonly HistoryRow[];
  readonly after: readonly HistoryRow[];
  readonly wants: number;
}

const canJudge = (before: readonly HistoryRow[], wants: number): boolean => before.length >= wants;

function partsOf(rows: readonly HistoryRow[], {calibration, accepted}: WatchRules): SeriesPart[] {
  const first = calibration === 'reference' ? 0 : typeof calibration === 'number' ? calibration : upTo(rows, calibration.until);
  const wants = calibration === 'reference' ? Infinity : Math.max(LEAST_CALIBRATION, first);
  const ends = accepted.map((period) => upTo(rows, period));
  const size = Math.max(first, LEAST_CALIBRATION);
  // one that another calibration ends within is no longer held against anything
  const before = rows.slice(0, Math.min(first, ends[0] ?? first));
  const parts: SeriesPart[] = [{before, after: rows.slice(first, Math.max(first, ends[0] ?? rows.length)), wants}];
  ends.forEach((end, i) => {
    const from = calibration === 'reference' ? 0 : Math.max(0, end - size);
    const next = Math.max(end, ends[i + 1] ?? rows.length);
    parts.push({before: rows.slice(from, end), after: rows.slice(end, next), wants: LEAST_CALIBRATION});
  });
  return parts;
}

/** Of a first calibration whose end lies ahead: when that is. */
function goesOnUntil(rows: readonly HistoryRow[], {calibration, accepted}: WatchRules): Pick<CalibrationThere, 'until'> {
  if (typeof calibration !== 'object' || accepted.length > 0) return {};
  const {until} = calibration;
  return rows.every(({period}) => period < until) ? {until} : {};
}

const upTo = (rows: readonly HistoryRow[], last: string): number => rows.filter(({period}) => period <= last).length;

interface JudgedPart {
  readonly periods: readonly JudgedPeriod[];
  readonly alarms: readonly JudgedAlarm[];
  readonly unjudgedSlices: readonly SliceName[];
  readonly evidenceBy: readonly EvidencePart[];
}

const NO_ALARMS = {alarms: [], unjudgedSlices: [], evidenceBy: []} as const;

function judgePart(
  before: readonly HistoryRow[],
  after: readonly HistoryRow[],
  {measures, level, least, calibration}: WatchRules,
): JudgedPart {
  if (before.length === 0 && calibration === 'reference') return {periods: hintsByReference(after, measures), ...NO_ALARMS};
  if (before.length < LEAST_CALIBRATION) return {periods: after.map(() => NOTHING), ...NO_ALARMS};
  const rows = [...before, ...after];
  const names = rows.map(({period}) => period);
  const streams = streamsOf(rows, {calibration: before.length, measures, least});
  const {periods, alarms, unjudged, parts} = judgeSeries({
    ...{streams: streams.list.map(({stream}) => stream), periods: names, calibration: before.length, level},
    stream: Stream.root('watch'),
  });
  const byName = new Map(streams.list.map((one) => [one.stream.name, one]));
  return {
    periods: periods.slice(before.length),
    alarms: alarms.map((alarm) => namedAlarm(alarm, {names, byName, calibration: before.length})),
    unjudgedSlices: unjudgedSlicesOf(streams, new Set(unjudged)),
    evidenceBy: after.length > 0 ? evidenceByOf(streams, parts) : [],
  };
}

interface Names {
  readonly names: readonly string[];
  readonly byName: ReadonlyMap<string, WatchedStream>;
  readonly calibration: number;
}

function namedAlarm({raised, ended, last, since, carriers}: Alarm, {names, byName, calibration}: Names): JudgedAlarm {
  const carrying = carriers.map((name) => byName.get(name)!);
  const slices = carrying.flatMap(({slice}) => (slice === undefined ? [] : [slice]));
  return {
    raised: names[raised],
    ...(ended !== undefined && {ended: names[ended]}),
    since: {value: names[since.value], low: names[since.low], high: names[since.high]},
    measures: [...new Set(carrying.map(({measure}) => measure))],
    slices: slices.filter((one, i) => slices.findIndex(({field, value}) => field === one.field && value === one.value) === i),
    byNovelty: carrying.some(({measure, slice}) => measure === NOVELTY && slice === undefined),
    byCopies: carrying.some(({measure}) => ANY_DOMAIN.has(measure)),
    before: names.slice(0, calibration),
    after: names.slice(since.value, Math.max(since.value, last) + 1),
  };
}

/** The two sides of a measure are one. */
function evidenceByOf({list}: Streams, parts: ReadonlyMap<string, number>): EvidencePart[] {
  const by = new Map<string, EvidencePart>();
  for (const {measure, slice, stream} of list) {
    const own = parts.get(stream.name);
    if (own === undefined) continue;
    const key = JSON.stringify([measure, slice]);
    by.set(key, {measure, ...(slice && {slice}), evidence: own + (by.get(key)?.evidence ?? 0)});
  }
  return [...by.values()].sort((a, b) => b.evidence - a.evidence);
}

/** Those that came later, and those none of whose measures the calibration has often enough. */
function unjudgedSlicesOf({list, late}: Streams, unjudged: ReadonlySet<string>): SliceName[] {
  const judged = new Map<SliceName, boolean>();
  for (const {slice, stream} of list) if (slice !== undefined) judged.set(slice, judged.get(slice) === true || !unjudged.has(stream.name));
  return [...late, ...[...judged].filter(([, is]) => !is).map(([slice]) => slice)];
}
