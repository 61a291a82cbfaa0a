/** CSV and TSV: one column as the record. Quotes as in RFC 4180, in TSV none, unless something else is said. */
import {ConfigError, DataError} from '../core/error.ts';
import {BatchBuilder, GrowingBytes, LONGEST_RECORD, type RecordBatch} from './batch.ts';
import {decodeText, encodeText, joinBytes} from './bytes.ts';
import {endsWithCarriage, RowParser, type RowSyntax} from './csv-row.ts';
import {textChunks} from './lines.ts';
import {native} from './native.ts';
import {type FieldRequest, missingField, quoted} from './request.ts';
import {CHUNK_BYTES} from './source.ts';
import {appendRecord, notText} from './text.ts';
import {isText} from './utf8.ts';

/** Batches of the records of a CSV or TSV file. A record's line is that of its row's start. Throws DataError and ConfigError. */
export async function* csvBatches(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  format: 'csv' | 'tsv',
  request: FieldRequest,
): AsyncGenerator<RecordBatch> {
  if (request.roles !== undefined)
    throw new ConfigError(`${name} is a table, so it has no turns with roles`, {
      where: name,
      next: 'Leave out --roles; chats are in JSON and Parquet files.',
    });
  const table = new Table(name, format, request);
  let held: Uint8Array[] = [];
  let size = 0;
  let wanted = 1;
  for await (const chunk of textChunks(chunks, name)) {
    held.push(chunk);
    size += chunk.length;
    // what is held is looked at again only when it has doubled, or is longer than a row may be
    if (size < wanted) continue;
    const rest = table.read(joinBytes(held), false);
    held = [rest];
    size = rest.length;
    wanted = Math.min(2 * size, LONGEST_RECORD + CHUNK_BYTES);
    yield* table.batches();
  }
  table.read(joinBytes(held), true);
  yield* table.batches();
}

class Table {
  private readonly name: string;
  private readonly request: FieldRequest;
  private readonly delimiter: string;
  private readonly quote: number;
  private readonly builder: BatchBuilder;
  private readonly ready: RecordBatch[] = [];
  private parser?: RowParser;
  /** Of the text and the further fields, which of the values that are parsed it is. */
  private slots: readonly [number, ...(number | undefined)[]] = [0];
  private width = 0;
  /** The line that the next row begins on. */
  private line = 1;

  constructor(name: string, format: 'csv' | 'tsv', request: FieldRequest) {
    const {delimiter = format === 'csv' ? ',' : '\t', quote = format === 'csv' ? '"' : 'none'} = request.dialect;
    if (quote === delimiter)
      throw new ConfigError(`${quoted(quote)} is both delimiter and quote`, {where: name, next: 'Give another one, or --quote none.'});
    this.name = name;
    this.request = request;
    this.delimiter = delimiter;
    this.quote = quote === 'none' ? -1 : quote.charCodeAt(0);
    this.builder = new BatchBuilder(CHUNK_BYTES, request.extra.length, request.spare);
  }

  *batches(): Generator<RecordBatch> {
    yield* this.ready.splice(0);
    const last = this.builder.take(this.name);
    if (last !== undefined) yield last;
  }

  /** Takes the whole rows of `bytes`, which begin where a row does, and gives the rest. */
  read(bytes: Uint8Array, final: boolean): Uint8Array {
    let at = this.parser === undefined ? this.begin(bytes, final) : 0;
    const {parser} = this;
    if (parser === undefined) return bytes.subarray(at);
    const suspect = !isText(bytes);
    while (at < bytes.length) {
      const next = parser.parse(bytes, at, bytes.length, final);
      if (next < 0) {
        this.refuseEndless(parser, bytes.length - at, final);
        break;
      }
      this.row(parser, bytes, at, next, suspect);
      this.line += parser.lines;
      at = next;
      if (this.builder.length >= CHUNK_BYTES) this.ready.push(this.builder.take(this.name) as RecordBatch);
    }
    return bytes.subarray(at);
  }

  /** Up to the first row that is not empty: it names the columns, or at least says how many there are. Gives where records begin. */
  private begin(bytes: Uint8Array, final: boolean): number {
    const syntax = {delimiter: encodeText(this.delimiter), quote: this.quote, carriage: endsWithCarriage(bytes, this.quote)};
    const row = new RowParser(syntax, []);
    for (let at = 0; at < bytes.length; ) {
      const next = row.parse(bytes, at, bytes.length, final);
      if (next < 0) {
        this.refuseEndless(row, bytes.length - at, final);
        return at;
      }
      if (row.problem !== undefined) this.breakRow(row, bytes, at);
      else if (!isEmptyLine(bytes, at, next)) {
        this.useHeader(syntax, bytes.subarray(at, next), row.width);
        if (!this.request.dialect.header) return at;
        this.line += row.lines;
        return next;
      }
      this.line += row.lines;
      at = next;
    }
    return bytes.length;
  }

  private useHeader(syntax: RowSyntax, bytes: Uint8Array, width: number): void {
    const error = notText({bytes, firstLine: this.line, position: 0}, this.name);
    if (error !== undefined) throw error;
    const row = new RowParser(
      syntax,
      Array.from({length: width}, (_, column) => column),
    );
    row.parse(bytes, 0, bytes.length, true);
    const names = this.request.dialect.header
      ? (column: number) => decodeText(this.value(row, column, bytes))
      : (column: number) => `${column + 1}`;
    const columns = columnsOf(
      {names, width, where: `${this.name}:${this.line}`, line: decodeText(bytes), delimiter: this.delimiter},
      this.request,
    );
    const distinct = [...new Set(columns.filter((column) => column !== undefined))];
    const slotOf = (column: number | undefined) => (column === undefined ? undefined : distinct.indexOf(column));
    this.slots = [distinct.indexOf(columns[0]), ...columns.slice(1).map(slotOf)];
    this.parser = new RowParser(syntax, distinct);
    this.width = width;
  }

  private row(row: RowParser, bytes: Uint8Array, from: number, to: number, suspect: boolean): void {
    const {tally, unit} = this.request;
    const {name, line, builder, slots} = this;
    if (row.width === 1 && row.problem === undefined && isEmptyLine(bytes, from, to)) {
      if (this.width === 1) tally.skipEmpty(name, line);
    } else if (row.problem !== undefined || row.width !== this.width || startsFile(bytes, from)) this.breakRow(row, bytes, from);
    else if (!suspect || !this.breakBytes(row, bytes)) {
      for (let k = 1; k < slots.length; k++) {
        const slot = slots[k];
        if (slot !== undefined) this.append(builder.extraValue(k - 1), row, slot, bytes);
      }
      if (unit === 'file') {
        this.append(builder, row, slots[0], bytes);
        if (!builder.end(line)) tally.skipEmpty(name, line);
      } else appendRecord(builder, this.value(row, slots[0], bytes), {name, line}, this.request);
    }
  }

  private append(into: GrowingBytes, row: RowParser, slot: number, bytes: Uint8Array): void {
    const end = row.ends[slot];
    let start = row.starts[slot];
    if (row.doubled[slot] === 1) {
      for (let at = native.indexOf(bytes, this.quote, start); at >= 0 && at < end; at = native.indexOf(bytes, this.quote, start)) {
        into.append(bytes, start, at + 1);
        start = at + 2;
      }
    }
    into.append(bytes, start, end);
  }

  private value(row: RowParser, slot: number, bytes: Uint8Array): Uint8Array {
    if (row.doubled[slot] === 0) return bytes.subarray(row.starts[slot], row.ends[slot]);
    const value = new GrowingBytes(row.ends[slot] - row.starts[slot]);
    this.append(value, row, slot, bytes);
    return value.bytes.subarray(0, value.length);
  }

  /** Whether a value that is wanted is not text, which is counted. */
  private breakBytes(row: RowParser, bytes: Uint8Array): boolean {
    const {name, line, request} = this;
    for (const slot of this.slots) {
      if (slot === undefined) continue;
      const error = notText({bytes: this.value(row, slot, bytes), firstLine: line, position: 0}, name);
      if (error === undefined) continue;
      request.tally.break(error, name, line);
      return true;
    }
    return false;
  }

  private breakRow(row: RowParser, bytes: Uint8Array, from: number): void {
    const {name, line, width} = this;
    const where = `${name}:${line}`;
    const error = (what: string, next: string) => this.request.tally.break(new DataError(`${where} ${what}`, {where, next}), name, line);
    if (startsFile(bytes, from)) {
      error(
        'begins with a byte order mark: another file was appended there, its header with it',
        'Give the files one by one, or take out its header.',
      );
    } else if (row.problem !== undefined) {
      const around = quoted(decodeText(bytes, Math.max(from, row.at - SHOWN), row.at + SHOWN / 2).split(/[\r\n]/)[0]);
      error(
        row.problem === 'quote in a value'
          ? `is not CSV: a quote within an unquoted value, at ${around}`
          : `is not CSV: something follows a closing quote, at ${around}`,
        'Quote values that hold quotes and double those in them; or give --quote none if quotes are part of the text.',
      );
    } else {
      const like = this.request.dialect.header ? 'the header' : 'the first row';
      error(`has ${row.width} columns, wanted ${width} as in ${like}`, 'Quote values that hold delimiters, quotes or line ends.');
    }
  }

  /** A row that goes on to the end of the file, or for longer than a record may be: most often by a quote that does not close. */
  private refuseEndless(row: RowParser, size: number, final: boolean): void {
    if (!final && size <= LONGEST_RECORD) return;
    const open = row.at >= 0;
    const where = `${this.name}:${this.line + (open ? row.atLine : 0)}`;
    const far = final ? '' : ' within 256 MiB';
    throw new DataError(open ? `${where} opens a quote that does not close${far}` : `${where} begins a row longer than 256 MiB`, {
      where,
      next: open ? 'Close it, or give --quote none if quotes are part of the text.' : 'Look whether line ends are missing.',
    });
  }
}

/** Characters of a row that a message shows before a problem. */
const SHOWN = 40;

function isEmptyLine(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 10 && bytes[i] !== 13) return false;
  return true;
}

/** Whether a row begins with a byte order mark; that of the file itself was taken away. */
function startsFile(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf;
}

interface Header {
  readonly names: (column: number) => string;
  readonly width: number;
  readonly where: string;
  /** The row as it stands. */
  readonly line: string;
  readonly delimiter: string;
}

/** Columns that are named in messages. */
const NAMED = 1000;

/** Where the field and the further fields lie. Throws DataError. */
function columnsOf(header: Header, {field, extra, dialect, mayLack, seen}: FieldRequest): [number, ...(number | undefined)[]] {
  const {names, width, where} = header;
  const known = (): string[] => Array.from({length: Math.min(width, NAMED)}, (_, column) => names(column));
  const find = (wanted: string): number | undefined => {
    const found: number[] = [];
    for (let column = 0; column < width && found.length < 2; column++) if (names(column) === wanted) found.push(column);
    if (found.length > 1) {
      throw new DataError(`${where} names columns ${found.map((column) => column + 1).join(' and ')} both ${quoted(wanted)}`, {
        where,
        next: 'Rename one of them.',
      });
    }
    return found[0];
  };
  const text = find(field);
  if (text === undefined) throw missingField(where, field, known(), hintOf(header, field, dialect.header));
  const further = extra.map((wanted, k) => {
    const column = find(wanted);
    if (column !== undefined) seen.seen[k] = true;
    else if (mayLack) seen.others ??= known();
    else throw missingField(where, wanted, known(), 'Name columns that the file has.');
    return column;
  });
  return [text, ...further];
}

/** What is to be done where the header lacks the column of the text. */
function hintOf({line, delimiter}: Header, field: string, header: boolean): string {
  if (!header) return 'Without a header, columns are named by their number, from 1: --field 2.';
  const other = [',', ';', '\t', '|'].find((one) => one !== delimiter && line.includes(one));
  const shown = other === '\t' ? '"\\t"' : JSON.stringify(other);
  if (other !== undefined && (!line.includes(delimiter) || line.split(other).includes(field)))
    return `The header holds ${shown}: is it the delimiter? --delimiter ${shown}`;
  return 'Name the column that holds the text; of a file without a header give its number, with --no-header.';
}
