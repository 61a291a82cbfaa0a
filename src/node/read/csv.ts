/** CSV and TSV with a header row: one named column as the record. Quoting as in RFC 4180; the parser is csv-parse. */
import {pipeline, Readable} from 'node:stream';
import {type CsvError, type Info, parse} from 'csv-parse';
import {DataError} from '../../core/error.ts';
import {BatchBuilder, type RecordBatch} from './batch.ts';
import {CHUNK_BYTES} from './chunks.ts';
import {type FieldRequest, missingField} from './jsonl.ts';
import {withoutMark} from './lines.ts';
import {appendParts, notText} from './text.ts';

interface Row {
  readonly record: Buffer[];
  readonly info: Info;
}

/** Batches of the records of a CSV (`,`) or TSV (tab) file. A record's line is that of its row's start. Throws DataError. */
export async function* csvBatches(
  chunks: AsyncIterable<Buffer>,
  name: string,
  delimiter: ',' | '\t',
  request: FieldRequest,
): AsyncGenerator<RecordBatch> {
  const {tally} = request;
  const errors: CsvError[] = [];
  const builder = new BatchBuilder(CHUNK_BYTES);
  let header: string[] | undefined;
  let column = -1;
  let line = 1;
  for await (const {record, info} of rows(chunks, delimiter, errors)) {
    breakRows(errors, name, request);
    if (isEmptyRow(record)) {
      if (header?.length === 1) tally.skipEmpty(name, line);
    } else if (header === undefined) {
      header = record.map(String);
      column = header.indexOf(request.field);
      if (column < 0) throw missingField(`${name}:${line}`, request.field, header);
    } else if (record.length !== header.length) {
      tally.break(wrongWidth(`${name}:${line}`, record.length, header.length), name, line);
    } else {
      appendField(builder, record[column], name, line, request);
    }
    line = info.lines + 1;
    if (builder.length < CHUNK_BYTES) continue;
    const batch = builder.take(name);
    if (batch !== undefined) yield batch;
  }
  breakRows(errors, name, request);
  const batch = builder.take(name);
  if (batch !== undefined) yield batch;
}

/** A line without a character; where there is one column only, that is an empty value. */
function isEmptyRow(record: readonly Buffer[]): boolean {
  return record.length === 0 || (record.length === 1 && record[0].length === 0);
}

async function* rows(chunks: AsyncIterable<Buffer>, delimiter: string, errors: CsvError[]): AsyncGenerator<Row> {
  const parser = parse({
    delimiter,
    encoding: null,
    info: true,
    relax_column_count: true,
    skip_records_with_error: true,
    on_skip: (error) => void (error !== undefined && errors.push(error)),
  });
  pipeline(Readable.from(withoutMark(chunks), {highWaterMark: 1}), parser, () => {});
  for await (const row of parser) yield row as Row;
}

function breakRows(errors: CsvError[], name: string, {tally}: FieldRequest): void {
  for (const error of errors.splice(0)) {
    const line = Number(error.lines ?? 1);
    const where = `${name}:${line}`;
    tally.break(
      new DataError(`${where} is not CSV: ${error.message}`, {where, cause: error, next: 'Check the quotes around that line.'}),
      name,
      line,
    );
  }
}

function wrongWidth(where: string, got: number, wanted: number): DataError {
  return new DataError(`${where} has ${got} columns, wanted ${wanted} as in the header`, {
    where,
    next: 'Quote values that hold delimiters, quotes or line ends.',
  });
}

function appendField(builder: BatchBuilder, value: Buffer, name: string, line: number, request: FieldRequest): void {
  const error = notText({bytes: value, firstLine: line, position: 0}, name);
  if (error !== undefined) request.tally.break(error, name, line);
  else appendRecord(builder, value, name, line, request);
}

/** Appends a field that was checked to be text: whole, or cut into the unit asked for. */
export function appendRecord(builder: BatchBuilder, value: Buffer, name: string, line: number, {unit, tally}: FieldRequest): void {
  let kept: boolean;
  if (unit === 'file') {
    builder.append(value, 0, value.length);
    kept = builder.end(line);
  } else kept = appendParts(builder, value, unit, line) > 0;
  if (!kept) tally.skipEmpty(name, line);
}
