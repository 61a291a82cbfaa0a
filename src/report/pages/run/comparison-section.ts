/** Arms held against one of them: a section with every difference. */
import {counted} from '../../../core/text/numbers.ts';
import {type Html, html} from '../../html.ts';
import {rowLooks} from './arm-rows.ts';
import {isBorneOut, pairsStand, seedsNote} from './compared.ts';
import type {Difference, ReportInput} from './input.ts';
import {bandKey, type Subject} from './series.ts';
import {dataTable, summaryTable} from './tables.ts';

const MOST_ROWS = 1500;

/** Every difference, with what they rest on; undefined where nothing is compared. */
export function comparisonSection(subject: Subject): Html | undefined {
  const {input} = subject;
  const rows = input.summary.differences ?? [];
  if (rows.length === 0) return undefined;
  const columns = ['measure', 'arm', 'against', 'n', 'difference', 'low', 'high', 'ratio', 'low', 'high', 'p', 'p by Holm'];
  const cells = rows.map((row) => [
    bandKey(row.measure, row.band),
    row.arm,
    row.against,
    row.n,
    ...[row.difference, row.low, row.high, row.ratio, row.ratioLow, row.ratioHigh, row.p, row.pHolm],
  ]);
  const {generation} = rows[0];
  const title = `Differences at generation ${generation}, paired by seed: mean over n pairs with its 95% interval`;
  const more = rows.length > MOST_ROWS && html`<p class="note">Of ${rows.length} rows the first ${MOST_ROWS}; summary.json has all.</p>`;
  return html`<section aria-labelledby="differences"><h2 id="differences">What sets the arms apart</h2>
<p>${toldOf(input, rows)}</p>${input.comparison && summaryTable(input.comparison, rowLooks(subject))}${more}${dataTable({columns, rows: cells.slice(0, MOST_ROWS), words: 3}, {title})}</section>`;
}

function toldOf(input: ReportInput, rows: readonly Difference[]): string {
  const apart = rows.filter(isBorneOut).length;
  const few = input.comparison === undefined ? seedsNote(input.seeds) : '';
  const tested = `Each arm is held against another at the last generation, lineage by lineage with the same seed, which share their human data: ${counted(apart, 'difference')} of ${rows.length} ${apart === 1 ? 'is' : 'are'} larger than chance makes them (Student\u2019s paired test, p below .05 after Holm\u2019s correction over the arms of a measure). Where a measure is averaged on logarithms the ratio is what is tested.`;
  const alike = rows.filter((row) => pairsStand(row) === 'alike').length;
  const same =
    alike === 0
      ? ''
      : ` ${counted(alike, 'difference')} ${alike === 1 ? 'is' : 'are'} the same in every pair: there is no spread to judge by, and chance is not spoken of.`;
  const held = `${tested}${same}`;
  return few === '' ? held : `${held} ${few}`;
}
