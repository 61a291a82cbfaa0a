/** The candidate's slices by a field, each with its verdict and what it carries of what the candidate fails. */
import {readableNumber} from '../../../core/text/numbers.ts';
import {visible} from '../../../core/text/plain.ts';
import type {CheckReport} from '../../../guard/check-report.ts';
import {SIGNS, sliceFinding} from '../../formats/check/values.ts';
import {type Html, html, lines} from '../../html.ts';
import {cellHead, scrolling} from '../scrolling.ts';

export function sliceSection({slices = []}: CheckReport): Html | undefined {
  if (slices.length === 0) return undefined;
  const field = visible(slices[0].field);
  const rows = slices.map(
    (slice) =>
      html`<tr role="row"><th scope="row" role="rowheader">${visible(slice.value)}</th><td role="cell" class="${slice.verdict}">${SIGNS[slice.verdict]} ${slice.verdict}</td>${cellHead('documents')}${readableNumber(slice.documents)}</td><td role="cell" class="finding">${visible(sliceFinding(slice))}</td></tr>`,
  );
  const table = html`<table class="gates stack" role="table"><caption class="hidden">By ${field}</caption><thead><tr><th scope="col">${field}</th><th scope="col">verdict</th><th scope="col" class="n">documents</th><th scope="col">carries</th></tr></thead><tbody>\n${lines(rows)}\n</tbody></table>`;
  return html`<section aria-labelledby="slices"><h2 id="slices">By ${field}</h2>\n${scrolling(table, `By ${field}`)}</section>`;
}
