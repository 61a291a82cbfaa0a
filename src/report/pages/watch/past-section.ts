/** Alarms that are over, the newest first. */
import {visible} from '../../../core/text/plain.ts';
import type {PastAlarm, WatchReport} from '../../../guard/watch-report.ts';
import {type Html, html, lines} from '../../html.ts';
import {scrolling} from '../scrolling.ts';
import {namedSlice, someOf} from './said.ts';

const COLUMNS = ['raised', 'ended', 'kind', 'since', 'by', 'where'] as const;

export function pastSection({past}: WatchReport): Html | undefined {
  if (past.length === 0) return undefined;
  const head = COLUMNS.map((name) => html`<th scope="col">${name}</th>`);
  const rows = [...past].reverse().map(row);
  const table = html`<table class="gates stack" role="table"><caption class="hidden">Past alarms, the newest first</caption><thead><tr>${head}</tr></thead><tbody>
${lines(rows)}
</tbody></table>`;
  return html`<section aria-labelledby="past"><h2 id="past">Past alarms</h2>\n${scrolling(table, 'Past alarms')}</section>`;
}

function row({raised, ended, kind, since, measures, slices}: PastAlarm): Html {
  const between =
    since.low === since.high ? visible(since.value) : `${visible(since.value)} (${visible(since.low)} to ${visible(since.high)})`;
  const cells = [visible(ended), kind, between, someOf(measures), slices.length > 0 ? someOf(slices.map(namedSlice)) : 'all text'];
  const drawn = cells.map(
    (text, i) => html`<td role="cell" data-head="${COLUMNS[i + 1]}" class="${i < 3 ? 'when' : 'finding'}">${text}</td>`,
  );
  return html`<tr role="row"><th scope="row" role="rowheader">${visible(raised)}</th>${drawn}</tr>`;
}
