/** Records as a Parquet file: the text, where it came from, and its other fields as JSON. Apart, so that its package is loaded when needed. */
import {type ColumnSource, fileWriter, ParquetWriter} from 'hyparquet-writer';
import {outputError} from '../files.ts';
import type {OutputRecord} from './output-record.ts';
import type {ShardWriter} from './shard-writer.ts';

/** Characters of text in one row group. */
const GROUP = 16 << 20;
const REQUIRED = 'REQUIRED';
const OPTIONAL = 'OPTIONAL';
const string = {type: 'BYTE_ARRAY', converted_type: 'UTF8'} as const;

/** `changed`: names of steps as a JSON list; there where the recipe has a step that changes records. */
const CHANGED = {name: 'changed', ...string, repetition_type: OPTIONAL} as const;
const SCHEMA = [
  {name: 'text', ...string, repetition_type: REQUIRED},
  {name: 'file', ...string, repetition_type: REQUIRED},
  {name: 'line', type: 'INT64', repetition_type: REQUIRED},
  {name: 'weight', type: 'DOUBLE', repetition_type: OPTIONAL},
  {name: 'source', ...string, repetition_type: OPTIONAL},
  {name: 'fields', ...string, repetition_type: OPTIONAL},
] as const;

interface ParquetOptions {
  readonly checksum: (path: string, name: string) => Promise<{bytes: number; sha256: string}>;
  /** Whether a step may have changed records. */
  readonly changes: boolean;
}

type Row = ReturnType<OutputRecord['row']>;

export async function parquetShard(path: string, {checksum, changes}: ParquetOptions): Promise<ShardWriter> {
  const columns = changes ? [...SCHEMA, CHANGED] : [...SCHEMA];
  const schema = [{name: 'root', num_children: columns.length}, ...columns];
  const guarded = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      throw outputError(error, path);
    }
  };
  const writer = guarded(() => new ParquetWriter({writer: fileWriter(path), schema, createdBy: 'genloss'}));
  let rows: Row[] = [];
  let size = 0;
  const flush = (): void => {
    if (rows.length > 0) guarded(() => writer.write({columnData: columnsOf(rows, changes), rowGroupSize: rows.length}));
    rows = [];
    size = 0;
  };
  return {
    add(record) {
      const row = record.row();
      rows.push(row);
      size += row.text.length + (row.fields?.length ?? 0) + row.provenance.file.length;
      if (size >= GROUP) flush();
    },
    async end() {
      flush();
      guarded(() => writer.finish());
      return checksum(path, path);
    },
  };
}

function columnsOf(rows: readonly Row[], changes: boolean): ColumnSource[] {
  return [
    {name: 'text', data: rows.map(({text}) => text)},
    {name: 'file', data: rows.map(({provenance}) => provenance.file)},
    {name: 'line', data: rows.map(({provenance}) => BigInt(provenance.line))},
    {name: 'weight', data: rows.map(({provenance}) => provenance.weight)},
    {name: 'source', data: rows.map(({provenance}) => provenance.source)},
    {name: 'fields', data: rows.map(({fields}) => fields)},
    ...(changes ? [{name: 'changed', data: rows.map(({provenance: {changed}}) => changed && JSON.stringify(changed))}] : []),
  ];
}
