/** Rows as Parquet, a row group at a time. Apart, so that its package is loaded when needed. */
import {ByteWriter, type ColumnSource, ParquetWriter} from 'hyparquet-writer';
import type {Row} from '../../lab/results/row.ts';
import type {DataColumn} from '../../report/formats/data/columns.ts';

/** Rows of one group. */
const GROUP = 100_000;

const TYPES = {
  text: {type: 'BYTE_ARRAY', converted_type: 'UTF8'},
  number: {type: 'DOUBLE'},
  whole: {type: 'INT32'},
  truth: {type: 'BOOLEAN'},
} as const;

interface ParquetOptions {
  /** What the file says of itself. */
  readonly about: Readonly<Record<string, string>>;
  readonly program: string;
}

/** The bytes of the file, some at a time. */
export function* parquetOf(
  columns: readonly DataColumn[],
  batches: Iterable<readonly Row[]>,
  {about, program}: ParquetOptions,
): Generator<Uint8Array> {
  const bytes = new ByteWriter();
  const schema = columns.map(({name, type, isWhole}) => ({
    name,
    ...TYPES[type],
    repetition_type: isWhole ? ('REQUIRED' as const) : ('OPTIONAL' as const),
  }));
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [{name: 'root', num_children: columns.length}, ...schema],
    kvMetadata: Object.entries(about).map(([key, value]) => ({key, value})),
    createdBy: program,
  });
  const taken = (): Uint8Array => {
    const copy = bytes.getBytes().slice();
    // its offset goes on: places in the file are counted from the beginning
    bytes.index = 0;
    return copy;
  };
  const written = (rows: readonly Row[]): Uint8Array => {
    void writer.write({columnData: columnsOf(columns, rows), rowGroupSize: rows.length});
    return taken();
  };
  let rows: Row[] = [];
  for (const batch of batches) {
    for (const row of batch) {
      rows.push(row);
      if (rows.length < GROUP) continue;
      yield written(rows);
      rows = [];
    }
  }
  if (rows.length > 0) yield written(rows);
  void writer.finish();
  yield taken();
}

const columnsOf = (columns: readonly DataColumn[], rows: readonly Row[]): ColumnSource[] =>
  columns.map(({name, of}) => ({name, data: rows.map(of)}));
