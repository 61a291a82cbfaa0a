/** JSON Lines: one object a line, one string field of it as the record. Fields are found in bytes; JSON.parse is asked about the unusual. */
import {DataError} from '../../core/error.ts';
import {BatchBuilder, type RecordBatch} from './batch.ts';
import {appendUnescaped, FieldScanner} from './json-field.ts';
import {forEachLine, lineBlocks} from './lines.ts';
import {similarNames} from './sources.ts';
import type {Tally} from './tally.ts';
import {appendParts, notText, type Unit} from './text.ts';

export interface FieldRequest {
  readonly field: string;
  readonly unit: Unit;
  readonly tally: Tally;
}

/** Batches of a JSONL file's records; blank lines are passed over. `field`: a key, or keys joined by dots. Throws DataError. */
export async function* jsonlBatches(chunks: AsyncIterable<Buffer>, name: string, request: FieldRequest): AsyncGenerator<RecordBatch> {
  const reader = new LineReader(name, request);
  for await (const block of lineBlocks(chunks)) {
    const {bytes} = block;
    const suspect = notText(block, name) !== undefined;
    const builder = new BatchBuilder(bytes.length);
    forEachLine(bytes, block.firstLine, (start, end, line) => {
      if (suspect) {
        const error = notText({bytes: bytes.subarray(start, end), firstLine: line, position: block.position + start}, name);
        if (error !== undefined) {
          request.tally.break(error, name, line);
          return;
        }
      }
      reader.read(builder, bytes, start, end, line);
    });
    const batch = builder.take(name);
    if (batch !== undefined) yield batch;
  }
}

class LineReader {
  private readonly scanner: FieldScanner;
  private readonly scratch = new BatchBuilder();
  private readonly name: string;
  private readonly request: FieldRequest;

  constructor(name: string, request: FieldRequest) {
    this.name = name;
    this.request = request;
    this.scanner = new FieldScanner(request.field.split('.'));
  }

  read(builder: BatchBuilder, bytes: Buffer, start: number, end: number, line: number): void {
    const kind = this.scanner.scan(bytes, start, end);
    const {unit, tally} = this.request;
    if (kind !== 'string') {
      if (kind === 'null') tally.skipEmpty(this.name, line);
      else this.readParsed(builder, bytes.toString('utf8', start, end), line);
      return;
    }
    const into = unit === 'file' ? builder : this.scratch;
    if (this.scanner.escaped) appendUnescaped(into, bytes, this.scanner.start, this.scanner.end);
    else into.append(bytes, this.scanner.start, this.scanner.end);
    if (unit === 'file' ? !builder.end(line) : this.split(builder, unit, line) === 0) tally.skipEmpty(this.name, line);
  }

  private split(builder: BatchBuilder, unit: 'paragraph' | 'line', line: number): number {
    const kept = appendParts(builder, this.scratch.bytes.subarray(0, this.scratch.length), unit, line);
    this.scratch.discard();
    return kept;
  }

  /** The slow way, and the one that knows what to say. */
  private readParsed(builder: BatchBuilder, text: string, line: number): void {
    if (text.trim() === '') return;
    const {unit, tally} = this.request;
    const value = this.valueOf(text, line);
    if (value instanceof DataError) {
      tally.break(value, this.name, line);
      return;
    }
    const bytes = Buffer.from(value);
    const into = unit === 'file' ? builder : this.scratch;
    into.append(bytes, 0, bytes.length);
    if (unit === 'file' ? !builder.end(line) : this.split(builder, unit, line) === 0) tally.skipEmpty(this.name, line);
  }

  private valueOf(text: string, line: number): string | DataError {
    const where = `${this.name}:${line}`;
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch (cause) {
      return new DataError(`${where} is not JSON: ${(cause as Error).message}`, {
        where,
        cause,
        next: 'JSONL holds one whole JSON object on each line.',
      });
    }
    const value = fieldOf(parsed, this.request.field);
    if (typeof value === 'string') return value;
    if (value === null) return '';
    if (value === undefined) return this.missing(parsed, where);
    return new DataError(`${where}: field ${quoted(this.request.field)} holds ${describe(value)}, wanted a string`, {
      where,
      next: 'Name the field that holds the text.',
    });
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

/** The error for a field that is not there, naming those that are. */
export function missingField(where: string, field: string, names: readonly string[]): DataError {
  const shown = names.slice(0, 20).map(quoted).join(', ') + (names.length > 20 ? ` and ${names.length - 20} more` : '');
  const near = similarNames(field, names);
  const next = near.length > 0 ? `Did you mean ${near.map(quoted).join(' or ')}?` : 'Name the field that holds the text.';
  return new DataError(`${where} has no field ${quoted(field)}; it has ${shown === '' ? 'none' : shown}`, {where, next});
}

function quoted(name: string): string {
  return JSON.stringify(name);
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
