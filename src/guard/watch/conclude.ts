/** From a judged history to the record that every output draws. Pure. */
import {counted, grouped, shortNumber} from '../../core/text/numbers.ts';
import type {PastAlarm, WatchAlarm, WatchedPeriod, WatchedSlice, WatchedValue, WatchReport, WatchStatus} from '../watch-report.ts';
import type {Change} from './change.ts';
import type {HistoryRow, HistorySlice} from './history.ts';
import type {JudgedAlarm, WatchJudgement} from './judgement.ts';
import type {Measured, MeasuredByName} from './measured.ts';
import {isJudged, newestJudged} from './newest-judged.ts';
import {disorderedNumbers, missingPeriods} from './period-name.ts';
import {LEAST_CALIBRATION} from './rank.ts';
import {leastCalibration} from './reach.ts';

export interface DescribedAlarm extends Change {
  readonly looksLike: WatchedValue;
}

export interface ConcludeInput {
  readonly title: string;
  readonly level: number;
  /** Sorted by period. */
  readonly rows: readonly HistoryRow[];
  readonly judgement: WatchJudgement;
  /** What each alarm is about, in their order. */
  readonly told: readonly DescribedAlarm[];
  readonly late?: readonly string[];
  readonly changed?: readonly string[];
  readonly warnings?: readonly string[];
}

export function conclude({title, level, rows, judgement, told, late = [], changed = [], warnings = []}: ConcludeInput): WatchReport {
  const {alarms, unjudgedSlices, calibration, evidenceBy} = judgement;
  const standing = alarms.findIndex(({ended}) => ended === undefined);
  const alarm = standing < 0 ? null : standingAlarm(alarms[standing], told[standing]);
  const names = rows.map(({period}) => period);
  const missing = missingPeriods(names, MOST_MISSING);
  const periods = rows.map((row) => shownPeriod(row, judgement, missing.get(row.period)?.length));
  const status: WatchStatus = alarm !== null ? 'alarm' : judgement.judged > 0 ? 'quiet' : 'calibrating';
  return {
    watch: title,
    status,
    reason: alarm === null ? reasonOf(judgement, periods, level) : alarmReason(alarm),
    ...{periods, level},
    ...(calibration.wants < Infinity && {calibration}),
    ...(evidenceBy.length > 0 && {evidenceBy}),
    alarm,
    past: alarms.flatMap((one, i) => (one.ended === undefined ? [] : [pastAlarm(one, one.ended, told[i])])),
    ...{late, changed, unjudgedSlices},
    warnings: [...warnings, ...warningsOf(names, [...missing.values()].flat()), ...doubtsOf(judgement)],
  };
}

const placed = ({raised, since, measures, slices}: JudgedAlarm) => ({raised, since, measures, slices});

const standingAlarm = (alarm: JudgedAlarm, {kind, words, gained, looksLike}: DescribedAlarm): WatchAlarm => ({
  ...placed(alarm),
  ...{kind, words, gained, looksLike},
});
const pastAlarm = (alarm: JudgedAlarm, ended: string, {kind}: DescribedAlarm): PastAlarm => ({...placed(alarm), ended, kind});

function shownPeriod(
  {period, documents, words, measures, novelty, synthetic, slices}: HistoryRow,
  judgement: WatchJudgement,
  missing: number | undefined,
): WatchedPeriod {
  const {evidence, hint} = judgement.periods.get(period) ?? {evidence: 0, hint: false};
  const unjudged = judgement.unjudged.get(period);
  return {
    ...{period, documents, words, evidence, hint},
    ...(judgement.calibrating.has(period) && {calibrates: true as const}),
    ...(unjudged !== undefined && {unjudged}),
    ...(missing !== undefined && {missing}),
    measures: shownMeasures(measures),
    novelty: shownValue(novelty),
    ...(synthetic && {synthetic}),
    ...(slices && {slices: slices.map(shownSlice)}),
  };
}

const shownSlice = ({field, value, documents, measures}: HistorySlice): WatchedSlice => ({
  ...{field, value, documents},
  measures: shownMeasures(measures),
});

const shownMeasures = (measures: MeasuredByName): Record<string, WatchedValue> =>
  Object.fromEntries(Object.entries(measures).map(([name, value]) => [name, shownValue(value)]));

const shownValue = (measured: Measured): WatchedValue =>
  'reason' in measured ? measured : {value: measured.value, low: measured.low, high: measured.high, expected: measured.expected};

const CHANGES = {
  collapse: 'the text has lost what it had',
  drift: 'the text is about something else',
  both: 'the text is about something else, and repeats itself',
} as const;

/** What has changed, in words. */
export const changeText = (kind: Change['kind']): string => CHANGES[kind];

function alarmReason({since: {value, low, high}, kind, measures}: WatchAlarm): string {
  const between = low === high ? '' : ` (${low} to ${high})`;
  return `${changeText(kind)} since ${value}${between}: ${measures.join(', ')}`;
}

function reasonOf({calibration: {has, wants, until}, judged}: WatchJudgement, periods: readonly WatchedPeriod[], level: number): string {
  if (periods.length === 0) return 'there is no period yet';
  if (judged > 0) {
    const last = newestJudged(periods);
    const hinted = last?.hint === true ? ', and an early and unsure sign of a change' : '';
    const much = (last?.evidence ?? 0) >= level * MUCH || last?.hint === true;
    return `${much ? 'too little' : 'nothing'} speaks for a change: after ${last?.period} the evidence is ${shortNumber(last?.evidence ?? 0)} of ${grouped(level)}${hinted}`;
  }
  if (wants === Infinity)
    return periods.some(({hint}) => hint)
      ? 'an early and unsure sign of a change; without past periods to calibrate on there is no alarm'
      : 'without past periods to calibrate on there are hints alone, and there is none';
  if (has >= wants && periods.some(isJudged))
    return 'no measure has values in enough periods of the calibration, so that nothing is judged';
  const small = periods.filter(({unjudged}) => unjudged === 'small').length;
  const shown = small > 0 ? `; ${counted(small, 'period')} too small to judge` : '';
  if (until !== undefined) return `${counted(has, 'period')} of the calibration are there, and it goes on until ${until}${shown}`;
  if (has < wants) return `${has} of the ${wants} periods of the calibration are there${shown}`;
  return `all ${has} periods of the calibration are there, and none after them${shown}`;
}

/** What a quiet verdict does not say. */
function doubtsOf({unjudgedMeasures, blind, silent, calibration: {has}}: WatchJudgement): string[] {
  const names = [...blind.whole, ...(blind.inSlices ? ['any measure of a slice'] : [])];
  const wanted = names.length > 0 ? leastCalibration(blind.needs) : undefined;
  const enough = wanted === undefined ? '' : `; ${counted(wanted, 'period')} would do`;
  return [
    ...(unjudgedMeasures.length > 0
      ? [`not judged, as fewer than ${LEAST_CALIBRATION} periods of the calibration have them: ${unjudgedMeasures.join(', ')}`]
      : []),
    ...(names.length > 0
      ? [`with a calibration of ${has} periods no alarm can come of one of these alone, however bad it is: ${names.join(', ')}${enough}`]
      : []),
    ...(silent !== undefined ? [`${silent} has no value that is judged: nothing speaks of it`] : []),
  ];
}

/** Of the level: evidence that is not nothing. */
const MUCH = 0.1;

/** As many names as a sentence can hold. */
const MOST_NAMED = 5;
/** Beyond it a gap is no slip. */
const MOST_MISSING = 1000;

function warningsOf(names: readonly string[], missing: readonly string[]): string[] {
  const disordered = disorderedNumbers(names);
  const more = missing.length > MOST_NAMED ? ` and ${missing.length === MOST_MISSING ? 'many' : missing.length - MOST_NAMED} more` : '';
  return [
    ...(missing.length > 0
      ? [
          `${missing.length === MOST_MISSING ? 'at least ' : ''}${counted(missing.length, 'period')} between the others missing: ${missing.slice(0, MOST_NAMED).join(', ')}${more}`,
        ]
      : []),
    ...(disordered
      ? [`periods are ordered by name, so that ${disordered[0]} comes before ${disordered[1]}; write numbers with leading zeros`]
      : []),
  ];
}
