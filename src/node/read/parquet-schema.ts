/** What a Parquet file says of itself: where a field's column is in its schema, and its row groups. Reads nothing. */
import {type ColumnMetaData, type FileMetaData, parquetSchema, type SchemaTree} from 'hyparquet';
import {DataError} from '../../core/error.ts';
import {type FieldRequest, missingField, quoted} from './request.ts';

/** path: from the top of the schema down. flat: neither in a group nor a list. */
export interface Column {
  readonly path: readonly string[];
  readonly flat: boolean;
  readonly nullable: boolean;
}

/** Its rows, counted from 0 in the file, and its columns. */
export interface Group {
  readonly rowStart: number;
  readonly rowEnd: number;
  readonly chunks: readonly ColumnMetaData[];
}

export function groupsOf(metadata: FileMetaData): Group[] {
  let rowEnd = 0;
  return metadata.row_groups.map(({num_rows: rows, columns}) => {
    const rowStart = rowEnd;
    rowEnd += Number(rows);
    return {rowStart, rowEnd, chunks: columns.flatMap(({meta_data: chunk, file_path: elsewhere}) => (chunk && !elsewhere ? [chunk] : []))};
  });
}

/** The columns of the text and of the further fields. Throws DataError where there is none of that name and kind. */
export function columnsOf(metadata: FileMetaData, name: string, {field, extra}: FieldRequest): Column[] {
  const root = parquetSchema(metadata);
  return [columnOf(root, name, field, false), ...extra.map((wanted) => columnOf(root, name, wanted, true))];
}

function columnOf(root: SchemaTree, name: string, field: string, further: boolean): Column {
  const path = root.children.some((child) => child.element.name === field) ? [field] : field.split('.');
  let node: SchemaTree | undefined = root;
  let repeated = false;
  for (const key of path) {
    node = node?.children.find((child) => child.element.name === key);
    repeated ||= node?.element.repetition_type === 'REPEATED';
  }
  if (node === undefined) throw missingField(name, field, columnNames(root), further ? 'Name columns that the file has.' : undefined);
  const {type, converted_type: converted, repetition_type: repetition} = node.element;
  const text = type === 'BYTE_ARRAY' && (converted === undefined || converted === 'UTF8' || converted === 'ENUM' || converted === 'JSON');
  if (!repeated && (text || (further && type !== undefined))) {
    return {path, flat: path.length === 1, nullable: repetition === 'OPTIONAL'};
  }
  const wanted = further ? 'strings, numbers, dates or booleans' : 'strings';
  throw new DataError(`${name}: column ${quoted(field)} holds ${converted ?? type ?? 'a group'}, wanted ${wanted}`, {
    where: name,
    next: `Its columns: ${columnNames(root).join(', ')}.`,
  });
}

function columnNames(root: SchemaTree): string[] {
  return root.children.flatMap((child) => [
    child.element.name,
    ...(child.element.converted_type === undefined ? child.children.map((inner) => `${child.element.name}.${inner.element.name}`) : []),
  ]);
}
