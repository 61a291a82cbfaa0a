/** CSV and TSV with a header row: one named column as the record. Quoting as in RFC 4180; the parser is csv-parse. */
import {pipeline, Readable} from 'node:stream';
import {type CsvError, type Info, parse} from 'csv-parse';
import {DataError} from '../../core/error.ts';
import {BatchBuilder, type RecordBatch} from './batch.ts';
import {CHUNK_BYTES} from './chunks.ts';
import {withoutMark} from './lines.ts';
import {type FieldRequest, missingField} from './request.ts';
import {appendRecord, notText, type Place} from './text.ts';

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
  const builder = new BatchBuilder(CHUNK_BYTES, request.extra.length);
  let header: string[] | undefined;
  let columns: number[] = [];
  let line = 1;
  for await (const {record, info} of rows(chunks, delimiter, errors)) {
    breakRows(errors, name, request);
    if (isEmptyRow(record)) {
      if (header?.length === 1) tally.skipEmpty(name, line);
    } else if (header === undefined) {
      header = record.map(String);
      columns = columnsOf(header, `${name}:${line}`, request);
    } else if (record.length !== header.length) {
      tally.break(wrongWidth(`${name}:${line}`, record.length, header.length), name, line);
    } else {
      appendFields(
        builder,
        columns.map((column) => record[column]),
        {name, line},
        request,
      );
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

/** Where the field and the further fields lie. Throws DataError. */
function columnsOf(header: readonly string[], where: string, {field, extra}: FieldRequest): number[] {
  return [field, ...extra].map((wanted, k) => {
    const column = header.indexOf(wanted);
    if (column >= 0) return column;
    throw k === 0 ? missingField(where, wanted, header) : missingField(where, wanted, header, 'Name columns that the file has.');
  });
}

function appendFields(builder: BatchBuilder, values: readonly Buffer[], {name, line}: Place, request: FieldRequest): void {
  for (const bytes of values) {
    const error = notText({bytes, firstLine: line, position: 0}, name);
    if (error === undefined) continue;
    request.tally.break(error, name, line);
    return;
  }
  for (let k = 1; k < values.length; k++) builder.extraValue(k - 1).append(values[k], 0, values[k].length);
  appendRecord(builder, values[0], {name, line}, request);
}
