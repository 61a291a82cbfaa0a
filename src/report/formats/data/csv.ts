/**
 * Rows as CSV with a header: fields with a comma, a quote or a line's end in quotes, nothing where there is no value, numbers as JSON has
 * them, lines that end in CR LF.
 *
 * source   RFC 4180
 */
import type {Row} from '../../../lab/results/row.ts';
import type {DataColumn} from './columns.ts';

/** Some lines at a time; the first has the header. */
export function* csvOf(columns: readonly DataColumn[], batches: Iterable<readonly Row[]>): Generator<string> {
  yield `${columns.map(({name}) => fieldOf(name)).join(',')}\r\n`;
  for (const rows of batches) yield rows.map((row) => `${columns.map(({of}) => fieldOf(of(row))).join(',')}\r\n`).join('');
}

function fieldOf(value: string | number | boolean | undefined): string {
  if (value === undefined) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
