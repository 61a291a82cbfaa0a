/**
 * From one JSON object to a record: one field of it, or what the turns of a conversation say. Fields are found in bytes; JSON.parse is asked
 * about lists and about the unusual.
 */
import {DataError} from '../core/error.ts';
import {BatchBuilder, type RecordBatch} from './batch.ts';
import {decodeText} from './bytes.ts';
import {appendUnescaped} from './json-escape.ts';
import {parseExactly} from './json-exact.ts';
import {FieldScanner, type Found} from './json-field.ts';
import {fieldNames, missingIn, noTurns, notJson, notRecord, type Spot, tooDeep, wrongField, wrongTurns} from './json-problem.ts';
import type {FieldRequest} from './request.ts';
import {appendParts} from './text.ts';
import {type Followed, follow, isRecord, NoText, type TurnChoice, turnsText} from './turns.ts';

const OPENING = 91;

/** Reads the objects of one file, one after the other. */
export class RecordReader {
  /** The number of the next object in the array that it stands in, from 1; absent where each stands on a line of its own. */
  ordinal?: number;
  private readonly scanner: FieldScanner;
  private readonly text: Found;
  private readonly path: readonly string[];
  /** What is found on the way to the text, from the top down. */
  private readonly above: readonly Found[];
  /** Of each further field what its path finds, and what a key that holds the dots itself does. */
  private readonly extra: readonly {path: Found; literal: Found}[];
  private readonly choice: TurnChoice;
  /** Whether nothing but the string is wanted of an object, whole. */
  private readonly plain: boolean;
  private readonly scratch = new BatchBuilder();
  private readonly name: string;
  private readonly request: FieldRequest;
  /** The object that is being read: bytes[start, end), and the line that it begins on. */
  private bytes: Uint8Array = new Uint8Array(0);
  private start = 0;
  private stop = 0;
  private line = 0;

  constructor(name: string, request: FieldRequest) {
    this.name = name;
    this.request = request;
    this.path = request.field.split('.');
    this.plain = request.roles === undefined && request.extra.length === 0 && !request.raw && request.unit === 'file';
    this.choice = {roles: request.roles, onRole: (role) => request.seen.addRole(role)};
    const above = this.path.slice(1).map((_, k) => this.path.slice(0, k + 1));
    const more = request.extra.flatMap((field) => [field.split('.'), [field]]);
    this.scanner = new FieldScanner(this.path, [...above, ...more]);
    const {found} = this.scanner;
    const first = 1 + above.length;
    this.text = found[0];
    this.above = found.slice(1, first);
    this.extra = request.extra.map((_, k) => ({path: found[first + 2 * k], literal: found[first + 2 * k + 1]}));
  }

  /** Where records go. */
  builder(): BatchBuilder {
    const {extra, raw, spare} = this.request;
    return new BatchBuilder(0, extra.length + (raw ? 1 : 0), spare);
  }

  /** What a builder of this reader holds, or undefined where that is nothing. */
  batch(builder: BatchBuilder): RecordBatch | undefined {
    const batch = builder.take(this.name);
    if (batch?.extra === undefined || !this.request.raw) return batch;
    const {extra, ...rest} = batch;
    return {...rest, ...(extra.length > 1 && {extra: extra.slice(0, -1)}), raw: extra.at(-1)};
  }

  /** Appends the record that bytes[start, end) hold, which begins on `line` as this reader's file counts. UTF-8 is the caller's to check. */
  read(builder: BatchBuilder, bytes: Uint8Array, start: number, end: number, line: number): void {
    const kind = this.scanner.scan(bytes, start, end);
    if (kind === 'string' && this.plain) {
      this.appendFound(builder, bytes);
      if (!builder.end(line)) this.skip(line);
      return;
    }
    this.bytes = bytes;
    this.start = start;
    this.stop = end;
    this.line = line;
    if (kind === 'string' && this.request.roles === undefined) {
      if (this.extra.length > 0) this.readExtra(builder);
      this.appendFound(this.request.unit === 'file' ? builder : this.scratch, bytes);
      this.end(builder);
    } else if (kind === 'null') this.skip(line);
    else if (kind !== 'missing' || !this.readTurns(builder)) this.readParsed(builder, decodeText(bytes, start, end));
  }

  private appendFound(into: BatchBuilder, bytes: Uint8Array): void {
    const {start, end, escaped} = this.text;
    if (escaped) appendUnescaped(into, bytes, start, end);
    else into.append(bytes, start, end);
  }

  private end(builder: BatchBuilder): void {
    const {unit, raw, extra} = this.request;
    if (raw) builder.extraValue(extra.length).append(this.bytes, this.start, this.stop);
    if (unit === 'file' ? !builder.end(this.line) : this.split(builder, unit) === 0) this.skip(this.line);
  }

  private split(builder: BatchBuilder, unit: 'paragraph' | 'line'): number {
    const kept = appendParts(builder, this.scratch.bytes.subarray(0, this.scratch.length), unit, this.line);
    this.scratch.discard();
    return kept;
  }

  private skip(line: number): void {
    const {tally, origin} = this.request;
    tally.skipEmpty(this.name, tally.locates ? origin.line(line) : undefined);
  }

  private readExtra(builder: BatchBuilder): void {
    const {bytes} = this;
    const {seen} = this.request;
    for (let k = 0; k < this.extra.length; k++) {
      const {path, literal} = this.extra[k];
      const found = path.kind === 'missing' ? literal : path;
      const value = builder.extraValue(k);
      if (found.kind === 'missing') seen.others ??= namesIn(decodeText(bytes, this.start, this.stop));
      else seen.seen[k] = true;
      if (found.kind === 'string' && found.escaped) appendUnescaped(value, bytes, found.start, found.end);
      else if (found.kind === 'string' || found.kind === 'other') value.append(bytes, found.start, found.end);
    }
  }

  /** Whether there is a list on the way to the text, and text in its turns. */
  private readTurns(builder: BatchBuilder): boolean {
    const {bytes} = this;
    const depth = this.above.findIndex(({kind, start}) => kind === 'other' && bytes[start] === OPENING);
    if (depth < 0) return false;
    const turns = JSON.parse(decodeText(bytes, this.above[depth].start, this.above[depth].end)) as unknown[];
    const text = turnsText(turns, this.path.slice(depth + 1), this.choice);
    if (typeof text !== 'string') return false;
    if (this.extra.length > 0) this.readExtra(builder);
    this.append(builder, text);
    return true;
  }

  private append(builder: BatchBuilder, text: string): void {
    (this.request.unit === 'file' ? builder : this.scratch).appendText(text);
    this.end(builder);
  }

  /** The slow way, and the one that knows what to say. */
  private readParsed(builder: BatchBuilder, text: string): void {
    const marks = /^\ufeff*/.exec(text)![0].length;
    if (marks > 0) {
      // the first line of a file that was appended to another
      this.read(builder, this.bytes, this.start + 3 * marks, this.stop, this.line);
      return;
    }
    if (text.trim() === '') return;
    const value = this.valueOf(text);
    const problem = value instanceof DataError ? value : this.extra.length > 0 ? this.parseExtra(builder, text) : undefined;
    if (problem !== undefined) this.request.tally.break(problem, this.name, this.request.origin.line(this.line));
    else this.append(builder, value as string);
  }

  private parseExtra(builder: BatchBuilder, text: string): DataError | undefined {
    const {seen, extra} = this.request;
    const record = parseExactly(text);
    if (record === undefined) return tooDeep(this.place());
    for (let k = 0; k < extra.length; k++) {
      const found = fieldOf(record, extra[k]);
      const value = found.rest.length > 0 ? undefined : found.value;
      if (value === undefined) seen.others ??= namesIn(text);
      else seen.seen[k] = true;
      const shown = value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
      builder.extraValue(k).appendText(shown);
    }
    return undefined;
  }

  private valueOf(text: string): string | DataError {
    const shape = this.ordinal === undefined ? 'lines' : 'array';
    const {field, roles} = this.request;
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch (cause) {
      return notJson(this.place(), text, cause, shape);
    }
    if (!isRecord(parsed)) return notRecord(this.place(), parsed, field, shape);
    const {value, rest} = fieldOf(parsed, field);
    if (rest.length > 0) {
      const said = turnsText(value as unknown[], rest, this.choice);
      if (said instanceof NoText) return wrongTurns(this.place(), field, said);
      return said ?? missingIn(this.place(), field, parsed);
    }
    if (value === null) return '';
    if (value === undefined) return missingIn(this.place(), field, parsed);
    if (typeof value !== 'string') return wrongField(this.place(), field, value);
    return roles === undefined ? value : noTurns(this.place(), field);
  }

  private place(): Spot {
    const where = `${this.name}:${this.request.origin.line(this.line)}`;
    return {where, shown: this.ordinal === undefined ? where : `${where} (record ${this.ordinal})`};
  }
}

function namesIn(text: string): string[] {
  const parsed: unknown = JSON.parse(text);
  return isRecord(parsed) ? fieldNames(parsed) : [];
}

/** The value at a path of keys joined by dots; where there is none, that of a key that holds the dots itself. `rest`: see `follow`. */
function fieldOf(record: unknown, field: string): Followed {
  if (!isRecord(record)) return {value: undefined, rest: []};
  const found = follow(record, field.split('.'));
  return (found.value === undefined || found.cut) && Object.hasOwn(record, field) ? {value: record[field], rest: []} : found;
}
