/** Evidence over time: its picture, what else is to be said of periods, and whose evidence it is. */

import {counted, grouped, readableNumber} from '../../../core/text/numbers.ts';
import {visible} from '../../../core/text/plain.ts';
import {isJudged, newestJudged} from '../../../guard/watch/newest-judged.ts';
import type {WatchedPeriod, WatchReport} from '../../../guard/watch-report.ts';
import {type EvidencePicture, evidenceChart, MOST_LEVELS, type PeriodRow, pictureFrom} from '../../charts/evidence-chart.ts';
import type {PeriodRange} from '../../charts/timeline.ts';
import {type Html, html} from '../../html.ts';
import {closedTable} from '../scrolling.ts';
import {periodTable} from './period-table.ts';
import {namedSlice} from './said.ts';
import {allAlarms, stretchesOf, type WatchSubject} from './subject.ts';

export function evidenceSection(subject: WatchSubject): Html {
  const {report} = subject;
  return html`<section aria-labelledby="evidence"><h2 id="evidence">The evidence</h2>
<p class="fact">${evidenceFact(report)}</p>
${hintNote(report)}${figure(subject)}
${partsTable(report)}
${periodTable(report)}</section>`;
}

function evidenceFact(report: WatchReport): string {
  const judged = newestJudged(report.periods);
  if (judged === undefined) return 'No period is judged yet.';
  if (report.calibration === undefined)
    return 'Without past periods to calibrate on there is no evidence, and no alarm: early signs alone.';
  const {evidence, period} = judged;
  return `After ${visible(period)} the evidence for a change is ${readableNumber(evidence)}. At ${grouped(report.level)} an alarm is raised.`;
}

function hintNote({periods}: WatchReport): Html | undefined {
  const hinted = periods.filter(({hint}) => hint).map(({period}) => period);
  if (hinted.length === 0) return undefined;
  const newest = `${counted(hinted.length, 'period')}, the newest ${visible(hinted[hinted.length - 1])}`;
  return html`<p class="note">Early signs, which are unsure and have no budget: at ${newest}.</p>\n`;
}

function figure(subject: WatchSubject): Html | undefined {
  const {report, timeline, first, document} = subject;
  const {periods, level} = report;
  if (!periods.some((period) => isJudged(period) && period.evidence > 0)) return undefined;
  const raisedAt = new Set(allAlarms(report).map(({raised}) => raised));
  const raised = periods.flatMap(({period}, i) => (raisedAt.has(period) ? [i] : []));
  const picture: EvidencePicture = {
    ...{timeline, level, raised, rows: rowsOf(report)},
    evidence: periods.map((period) => (isJudged(period) ? period.evidence : undefined)),
    levelName: `alarm at ${grouped(level)}`,
  };
  const drawn = (one: EvidencePicture): Html => {
    const {names} = one.timeline;
    const label = `Evidence for a change by period, ${visible(names[0])} to ${visible(names[names.length - 1])}. ${evidenceFact(report)} The table below has the numbers.`;
    return evidenceChart(one, {label, document});
  };
  const beyond = picture.evidence.some((one) => one !== undefined && one > MOST_LEVELS * level) && BEYOND;
  const newest =
    first !== undefined &&
    html`<p class="facet">The newest ${counted(periods.length - first, 'period')}</p>${drawn(pictureFrom(picture, first))}<p class="facet">All ${counted(periods.length, 'period')}</p>`;
  return html`<figure>${key(picture)}${newest}${drawn(picture)}<figcaption>${CAPTION}${beyond}</figcaption></figure>`;
}

const CAPTION =
  'Each tick upwards is ten times as much. Without a change evidence wanders about low values; it is lost and won like a stake on a fair bet. After an alarm has ended it begins anew.';
const BEYOND = ' Evidence beyond a thousand times the level is at the frame.';

function key({raised, timeline}: {readonly raised: readonly number[]; readonly timeline: WatchSubject['timeline']}): Html {
  const changed = timeline.changes.length > 0 && html`<li><span class="swatch block change"></span>began here, with its 95% interval</li>`;
  const alarmed = raised.length > 0 && html`<li><span class="fail">\u2715</span>alarm raised</li>`;
  return html`<ul class="legend"><li><span class="swatch line"></span>evidence</li>${alarmed}${changed}<li><span class="swatch block calibrates"></span>calibration</li></ul>`;
}

/** Those that there are. */
function rowsOf(report: WatchReport): PeriodRow[] {
  const {periods, late, changed} = report;
  const soft = 'var(--soft)';
  const named = (names: readonly string[]) => {
    const set = new Set(names);
    return ({period}: WatchedPeriod) => set.has(period);
  };
  const rows: PeriodRow[] = [
    {name: 'alarm', colour: 'var(--arm-0)', stretches: alarmStretches(report)},
    {name: 'hint', colour: 'var(--arm-4)', stretches: stretchesOf(periods, ({hint}) => hint)},
    ...(['open', 'small', 'empty'] as const).map((why) => ({
      ...{name: why, colour: soft},
      stretches: stretchesOf(periods, ({unjudged}) => unjudged === why),
    })),
    {name: 'late', colour: 'var(--arm-3)', stretches: stretchesOf(periods, named(late))},
    {name: 'changed', colour: 'var(--arm-3)', stretches: stretchesOf(periods, named(changed))},
  ];
  return rows.filter(({stretches}) => stretches.length > 0);
}

/** From where each was raised to the last period before it ended. */
const alarmStretches = (report: WatchReport): PeriodRange[] =>
  allAlarms(report).flatMap(({raised, ended}) =>
    stretchesOf(report.periods, ({period}) => period >= raised && (ended === undefined || period < ended)),
  );

function partsTable({evidenceBy = [], periods}: WatchReport): Html | undefined {
  if (evidenceBy.length === 0) return undefined;
  const judged = newestJudged(periods);
  const rows = evidenceBy.map(({measure, slice, evidence}) => [
    visible(measure),
    slice === undefined ? 'all text' : namedSlice(slice),
    readableNumber(evidence),
  ]);
  return closedTable(`Whose evidence it is after ${visible(judged?.period ?? '')}`, ['measure', 'of', 'evidence'], rows, {words: [1]});
}
