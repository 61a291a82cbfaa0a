/**
 * Tables of a page in a frame of their own, which scrolls where a table is wider than the page: by keys too, under a name that is read out.
 * Where there is more to see, the edge of the frame is in shadow, and fades in browsers that can.
 */
import {type Html, html, lines} from '../html.ts';

export function scrolling(table: Html, label: string): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">${table}</div>`;
}

/** The start of a number's cell in a table of class `stack`, the rows of which become blocks on a phone: its head goes with it. */
export const cellHead = (head: string): Html => html`<td class="n" role="cell" data-head="${head}">`;

interface PlainTableOptions {
  readonly label: string;
  /** Columns of words besides the first, at the left with their heads. */
  readonly words?: readonly number[];
}

/** Rows of cells as they stand: the first heads its row, the others are numbers unless said, and stand to the right with their heads. */
export function plainTable(columns: readonly string[], rows: readonly (readonly string[])[], {label, words = []}: PlainTableOptions): Html {
  const isNumber = (column: number) => column > 0 && !words.includes(column);
  const head = columns.map((name, c) => html`<th scope="col"${isNumber(c) && html` class="n"`}>${name}</th>`);
  const cell = (text: string, c: number) => html`<td${!isNumber(c) && html` class="t"`}>${text}</td>`;
  const body = rows.map(([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map((text, i) => cell(text, i + 1))}</tr>`);
  return scrolling(html`<table class="data"><thead><tr>${head}</tr></thead><tbody>${lines(body)}</tbody></table>`, label);
}

/** A plain table that is opened by its summary. */
export const closedTable = (
  summary: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  {words = []}: Pick<PlainTableOptions, 'words'> = {},
): Html => html`<details><summary>${summary}</summary>${plainTable(columns, rows, {label: summary, words})}</details>`;
