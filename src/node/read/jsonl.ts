/** JSON Lines: one object a line, one string field of it as the record. Fields are found in bytes; JSON.parse is asked about the unusual. */
import {DataError} from '../../core/error.ts';
import {BatchBuilder, type RecordBatch} from './batch.ts';
import {appendUnescaped} from './json-escape.ts';
import {FieldScanner, type Found} from './json-field.ts';
import {forEachLine, lineBlocks} from './lines.ts';
import {type FieldRequest, missingField, quoted} from './request.ts';
import {appendParts, breakLine} from './text.ts';
import {isText} from './utf8.ts';

/** Batches of a JSONL file's records; blank lines are passed over. `field`: a key, or keys joined by dots. Throws DataError. */
export async function* jsonlBatches(chunks: AsyncIterable<Buffer>, name: string, request: FieldRequest): AsyncGenerator<RecordBatch> {
  const reader = new LineReader(name, request);
  for await (const block of lineBlocks(chunks, name, request.origin.first)) {
    const {bytes} = block;
    const suspect = !isText(bytes);
    const builder = new BatchBuilder(bytes.length, request.extra.length);
    forEachLine(bytes, block.firstLine, (start, end, line) => {
      if (suspect && breakLine(block, {start, end, line}, name, request)) return;
      reader.read(builder, bytes, start, end, line);
    });
    const batch = builder.take(name);
    if (batch !== undefined) yield batch;
  }
}

class LineReader {
  private readonly scanner: FieldScanner;
  private readonly text: Found;
  /** Of each further field what its path finds, and what a key that holds the dots itself does. */
  private readonly extra: readonly {path: Found; literal: Found}[];
  private readonly scratch = new BatchBuilder();
  private readonly name: string;
  private readonly request: FieldRequest;

  constructor(name: string, request: FieldRequest) {
    this.name = name;
    this.request = request;
    const more = request.extra.flatMap((field) => [field.split('.'), [field]]);
    this.scanner = new FieldScanner(request.field.split('.'), more);
    const {found} = this.scanner;
    this.text = found[0];
    this.extra = request.extra.map((_, k) => ({path: found[2 * k + 1], literal: found[2 * k + 2]}));
  }

  read(builder: BatchBuilder, bytes: Buffer, start: number, end: number, line: number): void {
    const kind = this.scanner.scan(bytes, start, end);
    if (kind !== 'string') {
      if (kind === 'null') this.skip(line);
      else this.readParsed(builder, bytes.toString('utf8', start, end), line);
      return;
    }
    if (this.extra.length > 0) this.readExtra(builder, bytes, start, end);
    const into = this.request.unit === 'file' ? builder : this.scratch;
    if (this.text.escaped) appendUnescaped(into, bytes, this.text.start, this.text.end);
    else into.append(bytes, this.text.start, this.text.end);
    this.end(builder, line);
  }

  private end(builder: BatchBuilder, line: number): void {
    const {unit} = this.request;
    if (unit === 'file' ? !builder.end(line) : this.split(builder, unit, line) === 0) this.skip(line);
  }

  private split(builder: BatchBuilder, unit: 'paragraph' | 'line', line: number): number {
    const kept = appendParts(builder, this.scratch.bytes.subarray(0, this.scratch.length), unit, line);
    this.scratch.discard();
    return kept;
  }

  private skip(line: number): void {
    const {tally, origin} = this.request;
    tally.skipEmpty(this.name, tally.locates ? origin.line(line) : undefined);
  }

  private readExtra(builder: BatchBuilder, bytes: Buffer, start: number, end: number): void {
    const {seen} = this.request;
    for (let k = 0; k < this.extra.length; k++) {
      const {path, literal} = this.extra[k];
      const found = path.kind === 'missing' ? literal : path;
      const value = builder.extraValue(k);
      if (found.kind === 'missing') seen.others ??= namesIn(bytes.toString('utf8', start, end));
      else seen.seen[k] = true;
      if (found.kind === 'string' && found.escaped) appendUnescaped(value, bytes, found.start, found.end);
      else if (found.kind === 'string' || found.kind === 'other') value.append(bytes, found.start, found.end);
    }
  }

  /** The slow way, and the one that knows what to say. */
  private readParsed(builder: BatchBuilder, text: string, relative: number): void {
    if (text.trim() === '') return;
    const {unit, tally, origin} = this.request;
    const value = this.valueOf(text, relative);
    if (value instanceof DataError) {
      tally.break(value, this.name, origin.line(relative));
      return;
    }
    if (this.extra.length > 0) this.parseExtra(builder, text);
    const bytes = Buffer.from(value);
    const into = unit === 'file' ? builder : this.scratch;
    into.append(bytes, 0, bytes.length);
    this.end(builder, relative);
  }

  private parseExtra(builder: BatchBuilder, text: string): void {
    const {seen, extra} = this.request;
    const record = parseExactly(text);
    for (let k = 0; k < extra.length; k++) {
      const value = fieldOf(record, extra[k]);
      if (value === undefined) seen.others ??= namesIn(text);
      else seen.seen[k] = true;
      const bytes = Buffer.from(value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value));
      builder.extraValue(k).append(bytes, 0, bytes.length);
    }
  }

  private valueOf(text: string, relative: number): string | DataError {
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch (cause) {
      const where = this.placeOf(relative);
      return new DataError(`${where} is not JSON: ${(cause as Error).message}`, {
        where,
        cause,
        next: 'JSONL holds one whole JSON object on each line.',
      });
    }
    const value = fieldOf(parsed, this.request.field);
    if (typeof value === 'string') return value;
    if (value === null) return '';
    const where = this.placeOf(relative);
    if (value === undefined) return this.missing(parsed, where);
    return new DataError(`${where}: field ${quoted(this.request.field)} holds ${describe(value)}, wanted a string`, {
      where,
      next: 'Name the field that holds the text.',
    });
  }

  private placeOf(relative: number): string {
    return `${this.name}:${this.request.origin.line(relative)}`;
  }

  private missing(parsed: unknown, where: string): DataError {
    const {field} = this.request;
    if (!isObject(parsed)) {
      return new DataError(`${where} holds ${describe(parsed)}, wanted an object with the field ${quoted(field)}`, {
        where,
        next: 'JSONL holds one JSON object on each line.',
      });
    }
    return missingField(where, field, fieldNames(parsed));
  }
}

/** JSON.parse, but numbers keep the digits they are written with. */
function parseExactly(text: string): unknown {
  const {parse, rawJSON} = JSON as unknown as {
    parse(text: string, revive: (key: string, value: unknown, context: {source: string}) => unknown): unknown;
    rawJSON(source: string): unknown;
  };
  return parse(text, (_, value, {source}) => (typeof value === 'number' ? rawJSON(source) : value));
}

function namesIn(text: string): string[] {
  const parsed: unknown = JSON.parse(text);
  return isObject(parsed) ? fieldNames(parsed) : [];
}

/** The value at a path of keys joined by dots; where there is none, that of a key that holds the dots itself. */
function fieldOf(parsed: unknown, field: string): unknown {
  let value: unknown = parsed;
  for (const key of field.split('.')) value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  if (value === undefined && isObject(parsed) && Object.hasOwn(parsed, field)) return parsed[field];
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldNames(value: Record<string, unknown>): string[] {
  return Object.entries(value).flatMap(([key, inner]) =>
    isObject(inner) ? [key, ...Object.keys(inner).map((k) => `${key}.${k}`)] : [key],
  );
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (value === null) return 'null';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
