/**
 * The data behind the pictures, as tables that a screen reader, a clipboard and a printer understand.
 */

import {grouped} from '../../core/text/grouped.ts';
import type {ReportInput, ReportMeasure, ReportTable, SummaryRow} from './input.ts';
import {isOfPeople} from './people.ts';
import {keysOf, spread} from './series.ts';
import {escapeHtml, exactNumber, readableNumber} from './words.ts';

const MOST_ROWS = 1500;

/** The summary table. The first column heads its row; a missing value is a dash. */
export function summaryTable(table: ReportTable, sign: (rowName: string) => string): string {
  const head = table.columns.map((column, i) => `<th scope="col"${i === 0 ? '' : ' class="n"'}>${escapeHtml(column)}</th>`).join('');
  const below = (r: number, i: number) => table.intervals?.[r]?.[i] ?? undefined;
  const body = table.rows
    .map((row, r) => `<tr>${row.map((cell, i) => summaryCell(cell, i, {sign, below: below(r, i)})).join('')}</tr>`)
    .join('\n');
  const note = table.caption === '' ? '' : `<p class="note">${escapeHtml(table.caption)}</p>`;
  const title = table.caption === '' ? `${table.columns.slice(1).join(', ')} by ${table.columns[0]}` : table.caption;
  return `${scrolling(`<table class="summary"><caption class="hidden">${escapeHtml(title)}</caption><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`, title)}${note}`;
}

function summaryCell(
  cell: string | number | null,
  column: number,
  {sign, below}: {sign: (rowName: string) => string; below: string | undefined},
): string {
  if (column === 0) return `<th scope="row">${sign(String(cell))}${escapeHtml(String(cell ?? '\u2013'))}</th>`;
  if (cell === null || (typeof cell === 'number' && !Number.isFinite(cell))) return '<td class="n">\u2013</td>';
  const interval = below === undefined ? '' : `<br><small>${escapeHtml(minus(below))}</small>`;
  return `<td class="n">${typeof cell === 'number' ? readableNumber(cell) : escapeHtml(minus(cell))}${interval}</td>`;
}

/** The sign of numbers, as pages write it. */
const minus = (text: string): string => text.replace(/-(?=\d)/g, '\u2212');

/** Every number of a measure (or, where they are too many, evenly spread generations) in a closed `<details>`. */
export function measureTable(input: ReportInput, measure: ReportMeasure): string {
  const keys = keysOf(input, measure);
  const banded = keys.some(({band}) => band !== undefined);
  const total = keys.reduce(
    (sum, {key}) => sum + input.arms.reduce((rows, arm) => rows + (input.summary.arms[arm.name]?.[key]?.length ?? 0), 0),
    0,
  );
  const lines = Math.max(1, keys.length * input.arms.length);
  const kept = total <= MOST_ROWS ? Number.POSITIVE_INFINITY : Math.max(2, Math.floor(MOST_ROWS / lines));
  const shown = keys.flatMap(({key, band}) =>
    input.arms.flatMap((arm) =>
      spread(input.summary.arms[arm.name]?.[key] ?? [], kept).map(
        (row): Shown => ({arm: arm.name, band: banded ? (band ?? 'all') : undefined, row}),
      ),
    ),
  );
  const rowsShown = shown.map(({row}) => row);
  const thinned = Number.isFinite(kept)
    ? `<p class="note">${grouped(total)} rows are too many for a page; these are evenly spread generations, summary.json has all.</p>`
    : '';
  const parts = PARTS.filter(({fields}) => rowsShown.some((row) => row[fields[0]] !== undefined));
  const lost = rowsShown.some(({nLost}) => nLost !== undefined);
  const numbers = ['generation', 'n', ...(lost ? ['lost'] : []), ...parts.flatMap(({names}) => names)];
  const columns = ['arm', ...(banded ? ['band'] : []), ...numbers];
  const head = columns.map((name, i) => `<th scope="col"${i > (banded ? 1 : 0) ? ' class="n"' : ''}>${name}</th>`).join('');
  const fields = parts.flatMap((part) => part.fields);
  const rows = shown.map(({arm, band, row}) => dataRow({arm, band, row, lost, fields}));
  const title = `${measure.title}${measure.unit === '' ? '' : ` (${measure.unit})`}: over n seeds, with 95% intervals`;
  const table = `<table class="data" data-measure="${escapeHtml(measure.name)}"><caption>${escapeHtml(title)}</caption><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`;
  return `<details><summary>The numbers behind the picture</summary>${thinned}${scrolling(table, title)}</details>`;
}

type Field =
  | 'mean'
  | 'low'
  | 'high'
  | 'geometricMean'
  | 'geometricLow'
  | 'geometricHigh'
  | 'median'
  | 'medianLow'
  | 'medianHigh'
  | 'meanSquare';

/** What a summary may hold of a point. */
const PARTS: readonly {readonly names: readonly string[]; readonly fields: readonly Field[]}[] = [
  {names: ['geometric mean', 'low', 'high'], fields: ['geometricMean', 'geometricLow', 'geometricHigh']},
  {names: ['mean', 'low', 'high'], fields: ['mean', 'low', 'high']},
  {names: ['median', 'low', 'high'], fields: ['median', 'medianLow', 'medianHigh']},
  {names: ['mean square'], fields: ['meanSquare']},
];

interface Shown {
  readonly arm: string;
  readonly band: string | undefined;
  readonly row: SummaryRow;
}

function dataRow({arm, band, row, lost, fields}: Shown & {lost: boolean; fields: readonly Field[]}): string {
  const cell = (value: number | undefined) => (value === undefined ? '<td>\u2013' : `<td>${exactNumber(value)}`);
  const middle = band === undefined ? '' : `<td class="t">${escapeHtml(band)}`;
  const without = lost ? `<td>${row.nLost ?? 0}` : '';
  return `<tr><th scope="row">${escapeHtml(arm)}</th>${middle}<td>${row.generation}${isOfPeople(row) ? ' (people)' : ''}<td>${row.n}${without}${fields.map((field) => cell(row[field])).join('')}</tr>`;
}

/** Rows of words and then numbers in a closed `<details>`; a missing number is a dash. */
export function dataTable(
  table: {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly (string | number | undefined)[])[];
    /** How many columns are words. */
    readonly words: number;
  },
  {title, measure}: {title: string; measure?: string},
): string {
  const {columns, rows, words} = table;
  const head = columns.map((name, i) => `<th scope="col"${i < words ? '' : ' class="n"'}>${escapeHtml(name)}</th>`).join('');
  const cell = (value: string | number | undefined, i: number) => {
    if (i === 0) return `<th scope="row">${escapeHtml(String(value))}</th>`;
    if (i < words) return `<td class="t">${escapeHtml(String(value))}`;
    return typeof value === 'number' && Number.isFinite(value) ? `<td>${exactNumber(value)}` : '<td>\u2013';
  };
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n');
  const name = measure === undefined ? '' : ` data-measure="${escapeHtml(measure)}"`;
  const drawn = `<table class="data"${name}><caption>${escapeHtml(title)}</caption><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`;
  return `<details><summary>The numbers behind the picture</summary>${scrolling(drawn, title)}</details>`;
}

/** A box that scrolls sideways by itself and can be reached by keyboard. */
function scrolling(table: string, label: string): string {
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(label)}">${table}</div>`;
}
