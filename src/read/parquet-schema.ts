/** What a Parquet file says of itself: where a field's column is in its schema, and its row groups. Reads nothing. */
import {type ColumnMetaData, type FileMetaData, parquetSchema, type SchemaElement, type SchemaTree} from 'hyparquet';
import {DataError} from '../core/error.ts';
import {type FieldRequest, missingField, quoted} from './request.ts';

/** A column as it is stored. `path`: from the top of the schema down. Levels: how deep a value is nested in lists, and in what may be absent. */
export interface Leaf {
  readonly path: readonly string[];
  readonly element: SchemaElement;
  readonly repetition: number;
  readonly definition: number;
}

/** Where the text is: in a column, a text a row or many; nowhere, where all of it is null. */
interface TextColumn {
  readonly leaf?: Leaf;
  /** Lists that the path goes through: values below them are turns of a conversation; those of lists further down are parts of a turn. */
  readonly turns: number;
  /** Who speaks, once for each turn. */
  readonly roles?: Leaf;
}

export interface Columns {
  readonly text: TextColumn;
  /** Absent where all of it is null. */
  readonly extra: readonly (Leaf | undefined)[];
}

/** Its rows, counted from 0 in the file, and its columns. */
export interface Group {
  readonly rowStart: number;
  readonly rowEnd: number;
  readonly chunks: readonly ColumnMetaData[];
}

const MOST_ROWS = 0xfffffffe;

/** Throws Error where the numbers cannot be. */
export function groupsOf(metadata: FileMetaData): Group[] {
  let rowEnd = 0;
  return metadata.row_groups.map(({num_rows: rows, columns}) => {
    const rowStart = rowEnd;
    rowEnd += Number(rows);
    if (!(Number(rows) >= 0 && rowEnd <= MOST_ROWS)) throw new Error(`a row group of ${rows} rows`);
    return {rowStart, rowEnd, chunks: columns.flatMap(({meta_data: chunk, file_path: elsewhere}) => (chunk && !elsewhere ? [chunk] : []))};
  });
}

/** The columns of the text and of the further fields. Throws DataError where there is none of that name and kind. */
export function columnsOf(metadata: FileMetaData, name: string, request: FieldRequest): Columns {
  const root = parquetSchema(metadata);
  return {text: textColumn(root, name, request), extra: request.extra.map((_, k) => extraColumn(root, name, k, request))};
}

function textColumn(root: SchemaTree, name: string, {field, roles}: FieldRequest): TextColumn {
  const nodes = nodesOf(root, name, field, undefined);
  const turns = levelsOf(nodes).repetition;
  const last = nodes[nodes.length - 1];
  if (isNull(last)) return {turns};
  const parts = turns > 0 ? partsBelow(last) : undefined;
  const whole = [...nodes, ...(parts ?? [])];
  const end = whole[whole.length - 1];
  if (isNull(end)) return {turns};
  if (!isText(end)) throw wrongColumn(root, name, field, end, turns);
  const speakers = roles === undefined ? undefined : speakersOf(nodes, name, field);
  return {leaf: leafOf(whole), turns, ...(speakers && {roles: speakers})};
}

/** Undefined where there is none that holds anything. */
function extraColumn(root: SchemaTree, name: string, k: number, {extra, mayLack, seen}: FieldRequest): Leaf | undefined {
  const field = extra[k];
  if (mayLack && nodesIn(root, name, field) === undefined) {
    seen.others ??= columnNames(root);
    return undefined;
  }
  const nodes = nodesOf(root, name, field, 'Name columns that the file has.');
  seen.seen[k] = true;
  const leaf = leafOf(nodes);
  const last = nodes[nodes.length - 1];
  if (isNull(last)) return undefined;
  if (leaf.repetition === 0 && last.element.type !== undefined && last.children.length === 0) return leaf;
  throw new DataError(`${name}: column ${quoted(field)} holds ${typeName(last)}, wanted strings, numbers, dates or booleans`, {
    where: name,
    next: `Its columns: ${columnNames(root).slice(0, NAMED).join(', ')}.`,
  });
}

const NAMED = 100;

/** Throws DataError where there is no such field. */
function nodesOf(root: SchemaTree, name: string, field: string, otherwise: string | undefined): SchemaTree[] {
  const nodes = nodesIn(root, name, field);
  if (nodes === undefined) throw missingField(name, field, columnNames(root), otherwise);
  return nodes;
}

/** From below the root down to a field; a path that ends in something that is null everywhere ends there. Undefined where there is none. */
function nodesIn(root: SchemaTree, name: string, field: string): SchemaTree[] | undefined {
  const path = root.children.some((child) => child.element.name === field) ? [field] : field.split('.');
  const nodes: SchemaTree[] = [];
  let node = root;
  for (const key of path) {
    if (node !== root && isNull(node)) return nodes;
    const step = stepTo(node, key, name);
    if (step === undefined) return undefined;
    nodes.push(...step);
    node = nodes[nodes.length - 1];
  }
  return nodes;
}

/** To the child of that name, through the groups that lists are written with; if there is none, to where a list turns out to be null. */
function stepTo(node: SchemaTree, key: string, name: string): SchemaTree[] | undefined {
  const below: SchemaTree[] = [];
  for (let at = node; ; ) {
    const found = at.children.filter((child) => child.element.name === key);
    if (found.length > 1)
      throw new DataError(`${name} has ${found.length} columns ${quoted(key)}`, {where: name, next: 'Rename all but one.'});
    if (found.length === 1) return [...below, found[0]];
    const [only] = at.children;
    if (at.children.length !== 1 || (below.length === 0 && !isList(at, only)) || below.length === 2) return undefined;
    below.push(only);
    if (isNull(only)) return below;
    at = only;
  }
}

/** Whether a group is a list, as it is annotated or by its only child. */
function isList({element}: SchemaTree, only: SchemaTree): boolean {
  return (
    element.converted_type === 'LIST' ||
    element.logical_type?.type === 'LIST' ||
    only.element.repetition_type === 'REPEATED' ||
    element.repetition_type === 'REPEATED'
  );
}

/** Below a turn's text that is a list: to its strings, or to the `text` of its objects. */
function partsBelow(node: SchemaTree): SchemaTree[] | undefined {
  const below: SchemaTree[] = [];
  if (node.children.length === 1 && !isList(node, node.children[0])) return undefined;
  for (let at = node; at.children.length > 0; ) {
    const text = at.children.find(({element}) => element.name === 'text');
    if (text !== undefined) return [...below, text];
    if (at.children.length !== 1 || below.length === 2) return undefined;
    below.push(at.children[0]);
    at = at.children[0];
  }
  return below;
}

/** The column of who speaks, next to the text or above it, as near as can be. Throws DataError. */
function speakersOf(nodes: readonly SchemaTree[], name: string, field: string): Leaf {
  for (let i = nodes.length - 2; i >= 0; i--) {
    const above = nodes.slice(0, i + 1);
    if (levelsOf(above).repetition === 0) break;
    for (const key of ['role', 'from']) {
      const found = nodes[i].children.find(({element}) => element.name === key);
      if (found !== undefined && isText(found)) return leafOf([...above, found]);
    }
  }
  throw new DataError(`${name}: column ${quoted(field)} has no turns with a "role" or a "from"`, {
    where: name,
    next: 'Leave out --roles, or name a column of turns, for example --field messages.content.',
  });
}

function leafOf(nodes: readonly SchemaTree[]): Leaf {
  const {element} = nodes[nodes.length - 1];
  return {path: nodes.map((node) => node.element.name), element, ...levelsOf(nodes)};
}

function levelsOf(nodes: readonly SchemaTree[]): {repetition: number; definition: number} {
  const kinds = nodes.map(({element}) => element.repetition_type);
  return {repetition: kinds.filter((kind) => kind === 'REPEATED').length, definition: kinds.filter((kind) => kind !== 'REQUIRED').length};
}

function isText({element: {type, converted_type: converted}, children}: SchemaTree): boolean {
  const string = converted === undefined || converted === 'UTF8' || converted === 'ENUM' || converted === 'JSON';
  return type === 'BYTE_ARRAY' && string && children.length === 0;
}

/** A column whose values are all null has no type of its own. */
function isNull({element, children}: SchemaTree): boolean {
  return children.length === 0 && element.logical_type?.type === 'NULL';
}

function typeName({element, children}: SchemaTree): string {
  return element.converted_type ?? element.type ?? (children.length > 0 ? 'a group' : 'nothing');
}

function wrongColumn(root: SchemaTree, name: string, field: string, node: SchemaTree, turns: number): DataError {
  const inner = turns === 0 ? listedNames(node) : [];
  const key = ['content', 'value', 'text'].find((usual) => inner.includes(usual)) ?? inner[0];
  return new DataError(`${name}: column ${quoted(field)} holds ${typeName(node)}, wanted strings`, {
    where: name,
    next:
      key === undefined
        ? `Its columns: ${columnNames(root).slice(0, NAMED).join(', ')}.`
        : `It is a list of groups: --field ${field}.${key} reads one text of each, one a line.`,
  });
}

/** The names in the groups that a list holds; none where it is no list of groups. */
function listedNames(node: SchemaTree): string[] {
  let at = node;
  for (let depth = 0; depth < 2 && at.children.length === 1; depth++) {
    if (depth === 0 && !isList(at, at.children[0])) break;
    [at] = at.children;
  }
  return at === node ? [] : at.children.map(({element}) => element.name);
}

function columnNames(root: SchemaTree): string[] {
  return root.children.flatMap((child) => {
    const {name, converted_type: converted} = child.element;
    const inner = converted === undefined ? child.children.map(({element}) => element.name) : listedNames(child);
    return [name, ...inner.map((below) => `${name}.${below}`)];
  });
}
