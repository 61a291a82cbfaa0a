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
import {type JudgedPeriod, judgeSeries} from './judge.ts';
import {ANY_DOMAIN, NOVELTY} from './measures.ts';
import {LEAST_CALIBRATION} from './rank.ts';
import {blindStreams} from './reach.ts';
import type {Alarm} from './standing.ts';
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
  /** Whether novelty of the whole carries evidence of its own, whether measures do that are the same in every domain, and whether others do. */
  readonly byNovelty: boolean;
  readonly byCopies: boolean;
  readonly byLoss: boolean;
  /** The periods that it is held against, and those from the change to the last that is not as before. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface BlindMeasures {
  readonly whole: readonly string[];
  readonly inSlices: boolean;
  readonly needs: number;
}

export interface WatchJudgement {
  readonly unjudged: ReadonlyMap<string, Unjudged>;
  /** Periods that calibrate, now or for an earlier part. */
  readonly calibrating: ReadonlySet<string>;
  readonly periods: ReadonlyMap<string, JudgedPeriod>;
  readonly alarms: readonly JudgedAlarm[];
  /** Of the newest part: slices, and measures of the whole, that are not judged. */
  readonly unjudgedSlices: readonly SliceName[];
  readonly unjudgedMeasures: readonly string[];
  /** Measures that are, but could raise no alarm alone, and the most evidence that one of them would need. */
  readonly blind: BlindMeasures;
  /** The newest period, where it is judged and has no score. */
  readonly silent?: string;
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
  let newest: JudgedPart = NOTHING_JUDGED;
  parts.forEach(({before, after}, i) => {
    const result = judgePart(before, after, rules);
    for (const {period} of before) {
      calibrating.add(period);
      periods.set(period, NOTHING);
    }
    after.forEach(({period}, t) => void periods.set(period, result.periods[t]));
    const end = i < parts.length - 1 ? rules.accepted[i] : undefined;
    alarms.push(...result.alarms.map((alarm) => ({...alarm, ...(alarm.ended === undefined && end !== undefined && {ended: end})})));
    newest = result;
  });
  const {unjudgedSlices, unjudgedMeasures, blind, evidenceBy, isJudged, isSilent} = newest;
  const {before, after, wants} = parts[parts.length - 1];
  return {
    ...{unjudged, calibrating, periods, alarms, unjudgedSlices, unjudgedMeasures, blind, evidenceBy},
    ...(isSilent && {silent: after[after.length - 1].period}),
    calibration: {has: before.length, wants, ...goesOnUntil(eligible, rules)},
    judged: canJudge(before, wants) && isJudged ? after.length : 0,
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

/** Periods of the newest calibration, as many as there are, and how many it should have; Infinity where it has none of its own. `rows`: sorted. */
export function calibrationOf(
  rows: readonly HistoryRow[],
  rules: WatchRules,
): {readonly rows: readonly HistoryRow[]; readonly wants: number} {
  const unjudged = unjudgedOf(rows, rules);
  const parts = partsOf(
    rows.filter(({period}) => !unjudged.has(period)),
    rules,
  );
  const {before, wants} = parts[parts.length - 1];
  return {rows: before, wants};
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
  readonly unjudgedMeasures: readonly string[];
  readonly blind: BlindMeasures;
  readonly evidenceBy: readonly EvidencePart[];
  /** Whether there is anything to judge by, and whether the last period has nothing of it. */
  readonly isJudged: boolean;
  readonly isSilent: boolean;
}

const NOTHING_JUDGED: JudgedPart = {
  ...{periods: [], alarms: [], unjudgedSlices: [], unjudgedMeasures: [], blind: {whole: [], inSlices: false, needs: 0}, evidenceBy: []},
  ...{isJudged: false, isSilent: false},
};

function judgePart(
  before: readonly HistoryRow[],
  after: readonly HistoryRow[],
  {measures, level, least, calibration}: WatchRules,
): JudgedPart {
  if (before.length === 0 && calibration === 'reference') return {...NOTHING_JUDGED, periods: hintsByReference(after, measures)};
  if (before.length < LEAST_CALIBRATION) return {...NOTHING_JUDGED, periods: after.map(() => NOTHING)};
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
    unjudgedMeasures: measuresOf(streams, new Set(unjudged)),
    blind: blindOf(
      streams,
      blindStreams(
        streams.list.flatMap(({stream}) => (parts.has(stream.name) ? [stream] : [])),
        {calibration: before.length, level},
      ),
    ),
    evidenceBy: after.length > 0 ? evidenceByOf(streams, parts) : [],
    isJudged: parts.size > 0,
    isSilent:
      after.length > 0 && !streams.list.some(({stream: {name, scores}}) => parts.has(name) && scores[rows.length - 1] !== undefined),
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
    byLoss: carrying.some(({measure}) => measure !== NOVELTY && !ANY_DOMAIN.has(measure)),
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

function blindOf({list}: Pick<Streams, 'list'>, blind: ReadonlyMap<string, number>): BlindMeasures {
  const whole = measuresOf({list}, new Set(blind.keys()));
  return {
    whole,
    inSlices: list.some(({slice, stream}) => slice !== undefined && blind.has(stream.name)),
    needs: Math.max(0, ...blind.values()),
  };
}

/** Measures of the whole with a stream among some. */
const measuresOf = ({list}: Pick<Streams, 'list'>, names: ReadonlySet<string>): string[] => [
  ...new Set(list.flatMap(({measure, slice, stream}) => (slice === undefined && names.has(stream.name) ? [measure] : []))),
];

/** Those that came later, and those none of whose measures the calibration has often enough. */
function unjudgedSlicesOf({list, late}: Streams, unjudged: ReadonlySet<string>): SliceName[] {
  const judged = new Map<SliceName, boolean>();
  for (const {slice, stream} of list) if (slice !== undefined) judged.set(slice, judged.get(slice) === true || !unjudged.has(stream.name));
  return [...late, ...[...judged].filter(([, is]) => !is).map(([slice]) => slice)];
}
