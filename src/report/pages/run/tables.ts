/**
 * The data behind the pictures, as tables that a screen reader, a clipboard and a printer understand.
 */
import {exactNumber, grouped, readableNumber, withMinus} from '../../../core/text/numbers.ts';
import {spread} from '../../charts/spread.ts';
import {type Html, html, lines} from '../../html.ts';
import {cellHead, scrolling} from '../scrolling.ts';
import type {RowLook} from './arm-rows.ts';
import type {ReportInput, ReportMeasure, ReportTable, SummaryRow} from './input.ts';
import {isOfPeople} from './people.ts';
import {keysOf} from './series.ts';

const MOST_ROWS = 1500;

const heading = (name: string, isNumber: boolean, code?: string): Html =>
  html`<th scope="col"${isNumber && html` class="n"`}>${name}${code !== undefined && html`<br><code>${code}</code>`}</th>`;

/** The summary table. The first column heads its row; a missing value is a dash. Rows of one group of arms stand together below its name. */
export function summaryTable(table: ReportTable, look: (rowName: string) => RowLook): Html {
  const head = table.columns.map((column, i) => heading(column, i > 0, table.codes?.[i] ?? undefined));
  const rows = table.rows.map((row, r) => ({cells: row, below: table.intervals?.[r], look: look(String(row[0]))}));
  const groups = [...new Set(rows.map((row) => row.look.group))];
  const bodies = groups.map((group) => {
    const name = group !== '' && html`<tr><th scope="rowgroup" colspan="${table.columns.length}" class="cell">${group}</th></tr>`;
    return html`<tbody>${name}
${lines(rows.filter((row) => row.look.group === group).map((row) => summaryRowOf(row, table.columns)))}
</tbody>`;
  });
  const note = table.caption !== '' && html`<p class="note">${table.caption}</p>`;
  const title = table.caption === '' ? `${table.columns.slice(1).join(', ')} by ${table.columns[0]}` : table.caption;
  const drawn = html`<table class="summary stack" role="table"><caption class="hidden">${title}</caption><thead><tr>${head}</tr></thead>${bodies}</table>`;
  return html`${scrolling(drawn, title)}${note}`;
}

interface DrawnRow {
  readonly cells: readonly (string | number | null)[];
  readonly below: readonly (string | null)[] | undefined;
  readonly look: RowLook;
}

function summaryRowOf({cells: [, ...cells], below, look: {label, sign}}: DrawnRow, [, ...heads]: readonly string[]): Html {
  const drawn = cells.map((cell, i) => html`${cellHead(heads[i])}${summaryCell(cell, below?.[i + 1] ?? undefined)}</td>`);
  return html`<tr role="row"><th scope="row" role="rowheader">${sign}${label}</th>${drawn}</tr>`;
}

/** Lines break after an arrow and within an interval, and nowhere in a number. */
function summaryCell(cell: string | number | null, below: string | undefined): Html {
  if (cell === null || (typeof cell === 'number' && !Number.isFinite(cell))) return html`\u2013`;
  const interval = below !== undefined && html`<br><small>${inPieces(withMinus(below), ', ')}</small>`;
  return html`${typeof cell === 'number' ? readableNumber(cell) : inPieces(withMinus(cell), ' \u2192 ')}${interval}`;
}

/** Lines may break after a mark. */
function inPieces(text: string, mark: string): Html {
  const parts = text.split(mark);
  const pieces = parts.map((part, i) => html`${i > 0 && ' '}<span class="one">${part}${i < parts.length - 1 && mark.trimEnd()}</span>`);
  return html`${pieces}`;
}

/** Every number of a measure (or, where they are too many, evenly spread generations) in a closed `<details>`. */
export function measureTable(input: ReportInput, measure: ReportMeasure): Html {
  const keys = keysOf(input, measure);
  const banded = keys.some(({band}) => band !== undefined);
  const total = keys.reduce(
    (sum, {key}) => sum + input.arms.reduce((rows, arm) => rows + (input.summary.arms[arm.name]?.[key]?.length ?? 0), 0),
    0,
  );
  const series = Math.max(1, keys.length * input.arms.length);
  const kept = total <= MOST_ROWS ? Number.POSITIVE_INFINITY : Math.max(2, Math.floor(MOST_ROWS / series));
  const shown = keys.flatMap(({key, band}) =>
    input.arms.flatMap((arm) =>
      spread(input.summary.arms[arm.name]?.[key] ?? [], kept).map(
        (row): Shown => ({arm: arm.name, band: banded ? (band ?? 'all') : undefined, row}),
      ),
    ),
  );
  const rowsShown = shown.map(({row}) => row);
  const thinned =
    Number.isFinite(kept) &&
    html`<p class="note">${grouped(total)} rows are too many for a page; these are evenly spread generations, summary.json has all.</p>`;
  const parts = PARTS.filter(({fields}) => rowsShown.some((row) => row[fields[0]] !== undefined));
  const lost = rowsShown.some(({nLost}) => nLost !== undefined);
  const numbers = ['generation', 'n', ...(lost ? ['lost'] : []), ...parts.flatMap(({names}) => names)];
  const columns = ['arm', ...(banded ? ['band'] : []), ...numbers];
  const head = columns.map((name, i) => heading(name, i > (banded ? 1 : 0)));
  const fields = parts.flatMap((part) => part.fields);
  const rows = shown.map(({arm, band, row}) => dataRow({arm, band, row, lost, fields}));
  const title = `${measure.title}${measure.unit === '' ? '' : ` (${measure.unit})`}: over n seeds, with 95% intervals`;
  const table = html`<table class="data" data-measure="${measure.name}"><caption>${title}</caption><thead><tr>${head}</tr></thead><tbody>
${lines(rows)}
</tbody></table>`;
  return html`<details><summary>The numbers behind the picture</summary>${thinned}${scrolling(table, title)}</details>`;
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

function dataRow({arm, band, row, lost, fields}: Shown & {lost: boolean; fields: readonly Field[]}): Html {
  const cell = (value: number | undefined) => (value === undefined ? html`<td>\u2013` : html`<td>${exactNumber(value)}`);
  const middle = band !== undefined && html`<td class="t">${band}`;
  const without = lost && html`<td>${row.nLost ?? 0}`;
  return html`<tr><th scope="row">${arm}</th>${middle}<td>${row.generation}${isOfPeople(row) ? ' (people)' : ''}<td>${row.n}${without}${fields.map((field) => cell(row[field]))}</tr>`;
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
): Html {
  const {columns, rows, words} = table;
  const head = columns.map((name, i) => heading(name, i >= words));
  const cell = (value: string | number | undefined, i: number) => {
    if (i === 0) return html`<th scope="row">${String(value)}</th>`;
    if (i < words) return html`<td class="t">${String(value)}`;
    return typeof value === 'number' && Number.isFinite(value) ? html`<td>${exactNumber(value)}` : html`<td>\u2013`;
  };
  const body = rows.map((row) => html`<tr>${row.map(cell)}</tr>`);
  const name = measure !== undefined && html` data-measure="${measure}"`;
  const drawn = html`<table class="data"${name}><caption>${title}</caption><thead><tr>${head}</tr></thead><tbody>
${lines(body)}
</tbody></table>`;
  return html`<details><summary>The numbers behind the picture</summary>${scrolling(drawn, title)}</details>`;
}
