/** From pages of a Parquet column to records. Text is looked at all at once; only where something is wrong, value by value. */
import {DataError} from '../core/error.ts';
import type {BatchBuilder} from './batch.ts';
import {encodeText} from './bytes.ts';
import type {TextPage} from './parquet-turns.ts';
import type {FieldRequest} from './request.ts';
import {CHUNK_BYTES} from './source.ts';
import {appendRecord, notText} from './text.ts';
import {isText} from './utf8.ts';

/** firstRow of the page counts from the file's first. extra: values of each further field, from row extraRow on. */
interface PageRows {
  readonly name: string;
  readonly page: TextPage;
  readonly extra: readonly ArrayLike<unknown>[];
  readonly extraRow: number;
}

interface Rows {
  readonly from: number;
  readonly to: number;
}

/** Appends records from row `from` on, until the batch is large or `to` is reached; the row to go on with. Throws DataError. */
export function appendRows(builder: BatchBuilder, rows: PageRows, {from, to}: Rows, request: FieldRequest): number {
  const {firstRow, starts, ends} = rows.page;
  let end = from;
  for (let size = builder.length; end < to && size < CHUNK_BYTES; end++) {
    size += Math.max(0, ends[end - firstRow] - starts[end - firstRow]);
  }
  if (request.unit !== 'file' || !appendQuickly(builder, rows, {from, to: end}, request)) {
    for (let row = from; row < end; row++) appendRow(builder, rows, row, request);
  }
  return end;
}

/** Whether all went well; else nothing was appended. */
function appendQuickly(builder: BatchBuilder, {page, extra, extraRow, name}: PageRows, {from, to}: Rows, {tally}: FieldRequest): boolean {
  const {bytes, starts, ends, firstRow} = page;
  const {count, length} = builder;
  const empty: number[] = [];
  let inside = false;
  for (let row = from; row < to; row++) {
    if (ends[row - firstRow] < starts[row - firstRow]) {
      empty.push(row + 1);
      continue;
    }
    for (let k = 0; k < extra.length; k++) {
      const value = valueBytes(extra[k][row - extraRow]);
      builder.extraValue(k).append(value, 0, value.length);
      inside ||= !isText(value);
    }
    const start = starts[row - firstRow];
    const end = ends[row - firstRow];
    if (end > start) builder.append(bytes, start, end);
    // where the whole is UTF-8 and no value begins within a character, each value is UTF-8
    inside ||= end > start && (bytes[start] & 0xc0) === 0x80;
    if (!builder.end(row + 1)) empty.push(row + 1);
  }
  if (inside || !isText(builder.bytes.subarray(length, builder.length))) {
    builder.rewind(count);
    return false;
  }
  for (const line of empty) tally.skipEmpty(name, line);
  return true;
}

function appendRow(builder: BatchBuilder, {page, extra, extraRow, name}: PageRows, row: number, request: FieldRequest): void {
  const line = row + 1;
  const start = page.starts[row - page.firstRow];
  const end = page.ends[row - page.firstRow];
  if (end < start) {
    request.tally.skipEmpty(name, line);
    return;
  }
  const values = [page.bytes.subarray(start, end), ...extra.map((field) => valueBytes(field[row - extraRow]))];
  for (const bytes of values) {
    const error = notText({bytes, firstLine: line, position: 0}, `${name}, row ${line}:`);
    if (error === undefined) continue;
    const where = `${name}:${line}`;
    request.tally.break(
      new DataError(`${where} holds a value that is not UTF-8 text`, {where, cause: error, next: error.next}),
      name,
      line,
    );
    return;
  }
  for (let k = 0; k < extra.length; k++) builder.extraValue(k).append(values[k + 1], 0, values[k + 1].length);
  appendRecord(builder, values[0], {name, line}, request);
}

const NOTHING = new Uint8Array(0);

function valueBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (value === null || value === undefined) return NOTHING;
  return encodeText(value instanceof Date ? value.toISOString() : String(value));
}
