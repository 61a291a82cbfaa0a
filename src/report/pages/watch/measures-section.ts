/** Every measure by period, those that carry the evidence first. */
import {visible} from '../../../core/text/plain.ts';
import type {WatchedPeriod, WatchReport} from '../../../guard/watch-report.ts';
import {type Html, html, lines} from '../../html.ts';
import {closedTable} from '../scrolling.ts';
import {badValue} from './meaning.ts';
import {measureTitle, someOf, valueCell} from './said.ts';
import {seriesFigure, seriesKey} from './series.ts';
import type {WatchSubject} from './subject.ts';

export function measuresSection(subject: WatchSubject): Html | undefined {
  const {report} = subject;
  const measures = orderedMeasures(report);
  if (measures.length === 0) return undefined;
  const series = measures.map((measure) => ({
    read: ({measures: own}: WatchedPeriod) => own[measure],
    ...{title: measureTitle(measure), name: measure, told: badValue(measure)},
    carries: report.alarm?.measures.includes(measure) === true,
  }));
  const rows = report.periods.map((period) => [visible(period.period), ...measures.map((one) => valueCell(period.measures[one]))]);
  return html`<section aria-labelledby="measures"><h2 id="measures">The measures</h2>
${seriesKey(subject)}${seriesFigure(subject, series)}
${gapNote(report, measures)}${closedTable('The measures in numbers, the newest period first', ['period', ...measures], rows.reverse())}</section>`;
}

/** The alarm's first, else those with the most evidence; then as the record has them. */
export function orderedMeasures({alarm, evidenceBy = [], periods}: WatchReport): string[] {
  const known = [...new Set(periods.flatMap(({measures}) => Object.keys(measures)))];
  const first = [...(alarm?.measures ?? []), ...evidenceBy.map(({measure}) => measure)].filter((measure) => known.includes(measure));
  return [...new Set([...first, ...known])];
}

/** Which values are missing, and why. */
function gapNote({periods}: WatchReport, measures: readonly string[]): Html | undefined {
  const why = new Map<string, string[]>();
  for (const {period, measures: own} of periods)
    for (const measure of measures) {
      const value = own[measure];
      if (value === undefined || !('reason' in value)) continue;
      const key = `${measure}: ${value.reason}`;
      why.set(key, [...(why.get(key) ?? []), period]);
    }
  if (why.size === 0) return undefined;
  const items = [...why].map(([key, names]) => html`<li>${visible(key)}: ${someOf(names)}</li>`);
  return html`<details><summary>Gaps, and why</summary><ul class="sources">${lines(items)}</ul></details>\n`;
}
