/**
 * Watches that look like real ones. Their measures are drawn, their evidence and alarms are what the judge makes of them: quiet, calibrating,
 * without past periods, an alarm with slices, another subject, an alarm that is over, a thousand periods, a hundred slices, hostile names.
 */
import {Stream} from '../../../core/random/stream.ts';
import {conclude, type DescribedAlarm} from '../../../guard/watch/conclude.ts';
import type {WatchCalibration} from '../../../guard/watch/definition.ts';
import type {HistoryRow, HistorySlice} from '../../../guard/watch/history.ts';
import {judgeHistory} from '../../../guard/watch/judgement.ts';
import type {Measured, MeasuredByName, MeasuredValue} from '../../../guard/watch/measured.ts';
import type {ChangedWord, WatchReport} from '../../../guard/watch-report.ts';
import type {WatchCommands} from './commands.ts';

export const commands: WatchCommands = {
  genloss: (...words) => ['genloss', ...words].join(' '),
  watch: (...flags) => ['genloss watch crawl.yaml', ...flags].join(' '),
  profileOf: (period) => `crawl.watch/periods/${period}.profile`,
  reference: 'crawl.watch/reference.profile',
};

/** What people read, how much it varies from day to day, and what damage adds to it. */
const MEASURES: Readonly<Record<string, readonly [normal: number, deviation: number, damage: number]>> = {
  'tail.retention': [0.412, 0.011, -0.16],
  'head.inflation': [1.012, 0.012, 0.21],
  unseen: [0.0612, 0.0028, -0.029],
  'distinct.1': [0.182, 0.0042, -0.041],
  'distinct.3': [0.931, 0.006, -0.12],
  repetition: [0.0214, 0.0019, 0.026],
  selfRepetition: [0.0341, 0.0038, 0.07],
  'duplicates.exact': [0.0042, 0.0014, 0.001],
  'duplicates.near': [0.0093, 0.0021, 0.012],
};

export const dayOf = (index: number): string => new Date(Date.UTC(2023, 0, 2) + 86_400_000 * index).toISOString().slice(0, 10);

interface Written {
  /** 0: as people write; 1: as a model of the third generation does. */
  readonly damage?: number;
  /** 0: the same subject; 1: another one. */
  readonly drift?: number;
  readonly documents?: number;
}

interface Series {
  readonly seed: string;
  readonly periods: number;
  readonly calibration: WatchCalibration;
  readonly level: number;
  readonly written?: (i: number) => Written;
  readonly open?: number;
  readonly nameOf?: (i: number) => string;
  readonly slices?: readonly (readonly [field: string, value: string])[];
  readonly sliced?: (i: number, slice: number) => Written;
  readonly synthetic?: boolean;
  readonly title?: string;
  readonly told?: Partial<DescribedAlarm>;
  readonly late?: readonly string[];
  readonly changed?: readonly string[];
  readonly warnings?: readonly string[];
}

function normalDraw(stream: Stream): number {
  let sum = -6;
  for (let k = 0; k < 12; k++) sum += stream.float();
  return sum;
}

function measuredAs(value: number, error: number, least = -Infinity): MeasuredValue {
  const [low, high] = [Math.max(least, value - 1.96 * error), value + 1.96 * error];
  const within = Math.max(least, value);
  const numbers = {value: within, low, high, expected: value, error, expectedError: error / 2};
  return Object.fromEntries(Object.entries(numbers).map(([key, one]) => [key, Number(one.toPrecision(7))])) as unknown as MeasuredValue;
}

function measuresOf(stream: Stream, {damage = 0, drift = 0, documents = 600}: Written): MeasuredByName {
  if (documents < 8) return Object.fromEntries(Object.keys(MEASURES).map((name) => [name, {reason: 'too little text for an interval'}]));
  const wider = Math.sqrt(600 / documents);
  return Object.fromEntries(
    Object.entries(MEASURES).map(([name, [normal, deviation, effect]]) => {
      const moved = drift * (name.startsWith('duplicates') ? 0 : 0.55);
      const expected = Number((normal * (0.9 + documents / 6000)).toPrecision(5));
      const value = expected + effect * (damage + moved) + deviation * wider * normalDraw(stream);
      return [name, {...measuredAs(value, deviation * wider, 0), expected}];
    }),
  );
}

const documentsOf = (stream: Stream): number => 540 + stream.below(160);

function rowsOf(series: Series): HistoryRow[] {
  const {seed, periods, written = (): Written => ({}), nameOf = dayOf, synthetic} = series;
  return Array.from({length: periods}, (_, i): HistoryRow => {
    const stream = Stream.root(`demo/${seed}`).fork(`period/${i}`);
    const own = written(i);
    const documents = own.documents ?? documentsOf(stream);
    const small = documents < 8;
    const novelty: Measured = small
      ? {reason: 'too little text for an interval'}
      : {...measuredAs(0.003 + 0.006 * normalDraw(stream) + 0.17 * (own.drift ?? 0) - 0.006 * (own.damage ?? 0), 0.006), expected: 0};
    return {
      period: nameOf(i),
      documents,
      words: documents * 212 + (documents > 0 ? stream.below(4000) : 0),
      measures: measuresOf(stream, {...own, documents}),
      novelty,
      ...(synthetic && !small && {synthetic: measuredAs(0.04 + 0.012 * normalDraw(stream) + 0.5 * (own.damage ?? 0), 0.014, 0)}),
      ...(series.slices && !small && {slices: slicesOf(series, i, stream)}),
    };
  });
}

function slicesOf({slices = [], sliced = (): Written => ({})}: Series, i: number, stream: Stream): HistorySlice[] {
  return slices.map(([field, value], k) => {
    const documents = 180 + stream.below(40);
    return {field, value, documents, words: documents * 212, measures: measuresOf(stream, {documents: 200, ...sliced(i, k)})};
  });
}

const LOST: readonly ChangedWord[] = [
  ['whereupon', 8.4, 0.2],
  ['gunwale', 2.2, 0],
  ["o'clock", 61, 12.4],
  ['marrow', 6.3, 0.6],
  ['quarrelled', 4.9, 0.4],
  ['kerosene', 3.7, 0.2],
  ['threshing', 2.9, 0],
  ['cassock', 1.8, 0],
].map(([word, before, after]) => ({word: word as string, before: before as number, after: after as number}));
const GAINED: readonly ChangedWord[] = [
  ['tapestry', 2.1, 118],
  ['delve', 1.4, 96.2],
  ['multifaceted', 1.9, 74],
  ['landscape', 38, 412],
  ['underscores', 3.2, 88.1],
].map(([word, before, after]) => ({word: word as string, before: before as number, after: after as number}));

const NOT_ASKED = {reason: 'the reference is a profile, which holds no text'} as const;

function reportOf(series: Series): WatchReport {
  const {title = 'news crawl', level, calibration, open = 0, told, late, changed, warnings} = series;
  const rows = rowsOf(series);
  const judgement = judgeHistory(rows, {measures: Object.keys(MEASURES), open, least: 8, calibration, accepted: [], level});
  const toldAlarms = judgement.alarms.map(
    (): DescribedAlarm => ({kind: 'collapse', words: LOST, gained: GAINED, looksLike: NOT_ASKED, ...told}),
  );
  return conclude({
    title,
    level,
    rows,
    judgement,
    told: toldAlarms,
    ...(late && {late}),
    ...(changed && {changed}),
    ...(warnings && {warnings}),
  });
}

export const empty = reportOf({seed: 'empty', periods: 0, calibration: 20, level: 1000});
export const calibrating = reportOf({seed: 'calibrating', periods: 12, calibration: 20, level: 1000});
/** Parts of the reference in place of past periods. */
export const hintsOnly = reportOf({
  ...{seed: 'hints', periods: 30, calibration: 'reference', level: 1000},
  written: (i) => ({damage: i > 24 ? 0.5 : 0}),
});
export const quiet = reportOf({
  ...{seed: 'quiet', periods: 90, calibration: 30, level: 365, open: 2},
  written: (i) => (i === 41 ? {documents: 3} : i === 60 ? {documents: 0} : {}),
  ...{late: [dayOf(77)], changed: [dayOf(71), dayOf(72)]},
  warnings: ['1 period between the others missing: 2023-03-05', '3 broken records passed over'],
});

const SOURCES = [
  ['source', 'harbour'],
  ['source', 'meadow'],
  ['source', 'quarry'],
] as const;

/** From day 58 on one source of three is written by a model. */
export const alarmInSlice = reportOf({
  ...{seed: 'alarm', periods: 75, calibration: 30, level: 1000, slices: SOURCES, synthetic: true},
  written: (i) => ({damage: i >= 58 ? 0.3 : 0}),
  sliced: (i, k) => ({damage: i >= 58 && k === 1 ? 0.9 : 0}),
  told: {looksLike: {value: 2.4, low: 1.7, high: 3.2}},
});
/** The same, known to those on call. */
export const acknowledged: WatchReport = {
  ...alarmInSlice,
  alarm: alarmInSlice.alarm && {...alarmInSlice.alarm, acknowledged: true, silencedUntil: '2023-04-01T06:00:00.000Z'},
};

/** Weeks that turn to another subject. */
export const drifted = reportOf({
  ...{
    seed: 'drift',
    periods: 52,
    calibration: {until: '2023-W20'},
    level: 260,
    title: 'questions of users',
    told: {kind: 'drift', gained: []},
  },
  nameOf: (i) => `2023-W${String(i + 1).padStart(2, '0')}`,
  written: (i) => ({drift: i >= 40 ? 0.8 : 0}),
});
export const copied = reportOf({
  ...{seed: 'both', periods: 60, calibration: 20, level: 500, told: {kind: 'both'}},
  written: (i) => ({drift: i >= 40 ? 0.9 : 0, damage: i >= 40 ? 0.4 : 0}),
});
/** Collapsed for twenty days, then as before. */
export const over = reportOf({
  ...{seed: 'over', periods: 130, calibration: 30, level: 1000, slices: SOURCES},
  written: (i) => ({damage: i >= 70 && i < 90 ? 0.6 : 0}),
  sliced: (i) => ({damage: i >= 70 && i < 90 ? 0.6 : 0}),
});
/** Nearly three years of days, six slices, an alarm that is over and one that stands. */
export const thousand = reportOf({
  ...{seed: 'thousand', periods: 1000, calibration: 60, level: 2000, open: 1, synthetic: true},
  slices: ['harbour', 'meadow', 'quarry', 'orchard', 'station', 'market'].map((value) => ['source', value] as const),
  written: (i) => ({...(i % 97 === 90 && {documents: 4}), damage: (i >= 420 && i < 450) || i >= 985 ? 0.5 : 0}),
  sliced: (i, k) => ({damage: (i >= 420 && i < 450 && k < 3) || (i >= 985 && k === 2) ? 0.9 : 0}),
});
/** A hundred sites, one of which is written by a model; some were first seen late. */
export const hundredSlices = reportOf({
  ...{seed: 'sites', periods: 60, calibration: 20, level: 500},
  slices: Array.from({length: 100}, (_, k) => ['site', `site-${String(k).padStart(3, '0')}.example`] as const),
  sliced: (i, k) => ({damage: i >= 40 && k === 17 ? 1 : 0}),
});

const HOSTILE = '<script>alert(1)</script>"\u202e';
export const hostile: WatchReport = {
  ...alarmInSlice,
  watch: HOSTILE,
  reason: HOSTILE,
  warnings: [HOSTILE],
  periods: alarmInSlice.periods.map((period, i) => (i === 3 ? {...period, period: HOSTILE} : period)),
  alarm: alarmInSlice.alarm && {
    ...alarmInSlice.alarm,
    words: [{word: HOSTILE, before: 3, after: 0}],
    slices: [{field: HOSTILE, value: HOSTILE}],
    since: {low: HOSTILE, value: HOSTILE, high: HOSTILE},
  },
};

/** By a name that says which it is. */
export const watches: readonly (readonly [string, WatchReport])[] = [
  ['no period', empty],
  ['a calibration', calibrating],
  ['no past periods', hintsOnly],
  ['a quiet watch', quiet],
  ['an alarm in a slice', alarmInSlice],
  ['an acknowledged alarm', acknowledged],
  ['another subject', drifted],
  ['another subject with copies', copied],
  ['an alarm that is over', over],
  ['a hundred slices', hundredSlices],
  ['hostile names', hostile],
];
