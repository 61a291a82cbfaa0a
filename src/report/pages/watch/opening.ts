/** The verdict in one sentence with its reason, and the facts that whoever is called wants first. */
import {counted, grouped, readableNumber} from '../../../core/text/numbers.ts';
import {visible} from '../../../core/text/plain.ts';
import {newestJudged} from '../../../guard/watch/newest-judged.ts';
import type {ChangeKind, WatchAlarm, WatchReport, WatchStatus} from '../../../guard/watch-report.ts';
import {capital, sentence} from '../../formats/check/values.ts';
import {type Html, html, lines} from '../../html.ts';
import {measureTitle, namedSlice, someOf, valueCell} from './said.ts';

const LOOKS: Readonly<Record<WatchStatus, {readonly verdict: string; readonly sign: string}>> = {
  quiet: {verdict: 'pass', sign: '\u2713'},
  alarm: {verdict: 'fail', sign: '\u2717'},
  calibrating: {verdict: 'inconclusive', sign: '?'},
};

const KIND_NAMES: Readonly<Record<ChangeKind, string>> = {
  collapse: 'collapse',
  drift: 'another subject',
  both: 'another subject, and it repeats itself',
};

const KINDS: Readonly<Record<ChangeKind, string>> = {
  collapse: 'The text has lost what it had, such as rare words and variety, and no other subject explains it.',
  drift:
    'The text is about something else (drift). Its measures move with the subject: that alone is no sign of collapse, and none against it.',
  both: 'The text is about something else, and it repeats itself, which is damage in every subject.',
};

/** The verdict in words, as the title of the page has it too. */
export function watchHeadline({status, alarm, periods}: WatchReport): string {
  if (alarm !== null) return `Alarm: ${KIND_NAMES[alarm.kind]}`;
  if (status === 'calibrating') return 'Cannot tell yet';
  return newestHint(periods) ? 'Quiet, with an early sign' : 'Quiet';
}

const newestHint = (periods: WatchReport['periods']): boolean => newestJudged(periods)?.hint === true;

export function watchOpening(report: WatchReport): Html {
  const {status, watch, reason, alarm} = report;
  const {verdict, sign} = LOOKS[status];
  const facts = [...(alarm === null ? [] : alarmFacts(alarm)), ...seriesFacts(report)];
  const rows = facts.map(([name, told]) => html`<dt>${name}</dt><dd>${told}</dd>`);
  return html`<header><p class="kicker">Generation loss \u00b7 watch</p>
<h1><span class="verdict ${verdict}">${sign} ${watchHeadline(report)}</span><span class="hidden">: </span><span class="of">${visible(watch)}</span></h1>
<p class="lead">${visible(capital(sentence(reason)))}</p>
${rows.length > 0 && html`<dl class="arms facts">${lines(rows)}</dl>\n`}${notes(report)}</header>`;
}

type Fact = readonly [name: string, told: string | Html];

/** Measures that are named with their titles. */
const MOST_TITLED = 4;

function alarmFacts({raised, kind, since, measures, slices, looksLike, acknowledged, silencedUntil}: WatchAlarm): Fact[] {
  const between = since.low === since.high ? '' : `, with 95% between ${visible(since.low)} and ${visible(since.high)}`;
  const by = measures.slice(0, MOST_TITLED).map((measure) => html`<li>${measureTitle(measure)}</li>`);
  const more = measures.slice(MOST_TITLED);
  if (more.length > 0) by.push(html`<li class="soft">and ${someOf(more)}</li>`);
  return [
    ['Since', html`<b>${visible(since.value)}</b>${between}; raised at ${visible(raised)}`],
    ['What it is', KINDS[kind]],
    ['By', html`<ul class="plain">${lines(by)}</ul>`],
    ...(slices.length > 0 ? [['Where', someOf(slices.map(namedSlice))] as Fact] : []),
    [
      'Looks like',
      'reason' in looksLike
        ? `Not told: ${sentence(visible(looksLike.reason))}`
        : `${valueCell(looksLike)} generations of a lab on the reference, each trained on the one before`,
    ],
    ...(acknowledged ? [['Acknowledged', 'Nothing is sent but its end.'] as Fact] : []),
    ...(silencedUntil === undefined ? [] : [['Silenced', `Nothing is sent until ${visible(silencedUntil)} but its end.`] as Fact]),
  ];
}

function seriesFacts(report: WatchReport): Fact[] {
  const {periods, level, past, calibration} = report;
  const newest = periods[periods.length - 1];
  const judged = newestJudged(periods);
  const facts: Fact[] = [];
  if (judged && calibration)
    facts.push(['Evidence', `${readableNumber(judged.evidence)} after ${visible(judged.period)}; an alarm is raised at ${grouped(level)}`]);
  if (newest) {
    const sizes = `${counted(newest.documents, 'document')}, ${counted(newest.words, 'word')}${unjudgedText(newest.unjudged)}`;
    facts.push(['Newest', html`<b>${visible(newest.period)}</b>: ${sizes}`]);
    facts.push(['Series', `${counted(periods.length, 'period')}, ${spanText(periods)}; ${calibrationText(report)}`]);
  }
  if (past.length > 0) {
    const {raised, ended} = past[past.length - 1];
    const last = `${visible(raised)} to ${visible(ended)}`;
    facts.push(['Past alarms', html`<a href="#past">${counted(past.length, 'alarm')}</a>, the last from ${last}`]);
  }
  return facts;
}

const spanText = (periods: WatchReport['periods']): string =>
  periods.length === 1 ? visible(periods[0].period) : `${visible(periods[0].period)} to ${visible(periods[periods.length - 1].period)}`;

function calibrationText({periods, calibration}: WatchReport): string {
  if (calibration === undefined) return 'held against parts of the reference, since no past periods calibrate';
  const {has, wants, until} = calibration;
  if (until !== undefined) return `${counted(has, 'period')} of the calibration are there, which goes on until ${visible(until)}`;
  if (has < wants) return `${grouped(has)} of the ${counted(wants, 'period')} of the calibration are there`;
  return `held against ${counted(has, 'period')}, ${spanText(periods.filter(({calibrates}) => calibrates).slice(-has))}`;
}

const UNJUDGED = {open: 'open, and not judged before it is done', small: 'too small to judge', empty: 'empty'} as const;
const unjudgedText = (why: keyof typeof UNJUDGED | undefined): string => (why === undefined ? '' : ` (${UNJUDGED[why]})`);

/** What this call found, and what there is to warn of. */
function notes({late, changed, warnings}: WatchReport): Html | undefined {
  const told = [
    ...(late.length > 0 ? [`Came late, and was taken in: ${someOf(late)}.`] : []),
    ...(changed.length > 0 ? [`Read again, since the data changed: ${someOf(changed)}.`] : []),
    ...warnings.map((warning) => capital(sentence(visible(warning)))),
  ];
  if (told.length === 0) return undefined;
  return html`<div class="callout"><p><b>! Before you read on</b></p><ul>${lines(told.map((one) => html`<li>${one}</li>`))}</ul></div>`;
}
