/** Plain text: whole files, paragraphs or lines as records. */
import {ConfigError, DataError} from '../core/error.ts';
import {BatchBuilder, isBlank, LONGEST_RECORD, type RecordBatch} from './batch.ts';
import {joinBytes} from './bytes.ts';
import {foreignBytes} from './foreign.ts';
import {countLines, forEachLine, lineBlocks, type Stretch, withoutMark} from './lines.ts';
import {native} from './native.ts';
import {type FieldRequest, type Origin, quoted, WHOLE} from './request.ts';
import {isText, textProblem} from './utf8.ts';

/** Batches of a text file's records. Throws DataError, and ConfigError where further fields are asked for. */
export function textBatches(chunks: AsyncIterable<Uint8Array>, name: string, request: FieldRequest): AsyncGenerator<RecordBatch> {
  const {extra, unit, roles} = request;
  if (roles !== undefined)
    throw new ConfigError(`${name} is text, so it has no turns with roles`, {
      where: name,
      next: 'Leave out --roles; chats are in JSON and Parquet files.',
    });
  if (extra.length > 0) {
    throw new ConfigError(`${name} is text, so it has no field ${extra.map(quoted).join(' or ')}`, {
      where: name,
      next: 'Further fields are in JSON, CSV and Parquet files.',
    });
  }
  if (unit === 'file') return wholeFile(chunks, name, request);
  return unit === 'line' ? lineRecords(chunks, name, request) : paragraphs(chunks, name, request);
}

async function* wholeFile(chunks: AsyncIterable<Uint8Array>, name: string, {tally}: FieldRequest): AsyncGenerator<RecordBatch> {
  const held: Uint8Array[] = [];
  let size = 0;
  let binary = false;
  for await (const chunk of withoutMark(chunks)) {
    held.push(chunk);
    size += chunk.length;
    binary = native.indexOf(chunk, 0, 0) >= 0;
    if (binary) break;
    if (size > LONGEST_RECORD) throw tooLong(name, 'the file is one record');
  }
  const bytes = joinBytes(held);
  const error = foreignFile(bytes, name) ?? (binary || !isText(bytes) ? notText({bytes, firstLine: 1, position: 0}, name) : undefined);
  if (error !== undefined) tally.break(error, name);
  else if (isBlank(bytes, 0, bytes.length)) tally.skipEmpty(name);
  else yield {file: name, count: 1, bytes, offsets: Uint32Array.of(0, bytes.length), lines: Uint32Array.of(1)};
}

/** Of bytes that are not text, what they are if that can be told. */
function foreignFile(bytes: Uint8Array, name: string): DataError | undefined {
  const foreign = foreignBytes(bytes);
  if (foreign === undefined) return undefined;
  return new DataError(`${name} is not UTF-8 text: this is ${foreign.name}`, {where: name, next: foreign.next});
}

function tooLong(where: string, why: string): DataError {
  return new DataError(`${where}: ${why} and longer than 256 MiB`, {where, next: 'Read it with --unit paragraph or --unit line.'});
}

async function* lineRecords(chunks: AsyncIterable<Uint8Array>, name: string, request: FieldRequest): AsyncGenerator<RecordBatch> {
  const builder = new BatchBuilder(0, 0, request.spare);
  for await (const block of lineBlocks(chunks, name, {marked: request.origin.first, spare: request.spare})) {
    const {bytes} = block;
    const suspect = !isText(bytes);
    builder.reserve(bytes.length);
    block.forEach((start, end, line) => {
      if (suspect && breakLine(block, {start, end, line}, name, request)) return;
      builder.append(bytes, start, end);
      builder.end(line);
    });
    const batch = builder.take(name);
    if (batch !== undefined) yield batch;
  }
}

/** A paragraph is a run of lines that are not blank; its lines are joined by LF. It may reach over blocks. */
async function* paragraphs(chunks: AsyncIterable<Uint8Array>, name: string, request: FieldRequest): AsyncGenerator<RecordBatch> {
  const paragraph = new ParagraphBuilder();
  const {origin} = request;
  for await (const block of lineBlocks(chunks, name, {marked: origin.first, spare: request.spare})) {
    const {bytes} = block;
    const suspect = !isText(bytes);
    paragraph.records.reserve(bytes.length);
    block.forEach((start, end, line) => {
      if (suspect && breakLine(block, {start, end, line}, name, request)) paragraph.spoil();
      else paragraph.line(bytes, start, end, line);
    });
    if (paragraph.records.openLength > LONGEST_RECORD) throw tooLong(`${name}:${origin.line(paragraph.first)}`, 'a paragraph begins');
    const batch = paragraph.records.take(name);
    if (batch !== undefined) yield batch;
  }
  paragraph.close();
  const batch = paragraph.records.take(name);
  if (batch !== undefined) yield batch;
}

class ParagraphBuilder {
  readonly records: BatchBuilder;
  /** The line that the paragraph at hand begins on. */
  first = 0;
  private spoiled = false;

  constructor(records = new BatchBuilder()) {
    this.records = records;
  }

  line(bytes: Uint8Array, start: number, end: number, line: number): void {
    if (isBlank(bytes, start, end)) {
      this.close();
      return;
    }
    if (this.spoiled) return;
    if (this.records.openLength > 0) this.records.append(NEWLINE, 0, 1);
    else this.first = line;
    this.records.append(bytes, start, end);
  }

  /** The paragraph at hand is broken: it is left out, up to the next blank line. */
  spoil(): void {
    this.spoiled = true;
  }

  close(): void {
    if (this.spoiled) this.records.discard();
    else if (this.records.openLength > 0) this.records.end(this.first);
    this.spoiled = false;
  }
}

const NEWLINE = Uint8Array.of(10);

/** Cuts one field's text into records, all located at `line`. Says how many were kept. */
export function appendParts(records: BatchBuilder, text: Uint8Array, unit: 'paragraph' | 'line', line: number): number {
  const before = records.count;
  const paragraph = new ParagraphBuilder(records);
  forEachLine(text, line, (start, end) => {
    paragraph.line(text, start, end, line);
    if (unit === 'line') paragraph.close();
  });
  paragraph.close();
  return records.count - before;
}

/** Where a record is. */
interface LinePlace {
  readonly name: string;
  readonly line: number;
}

/** Appends a field that was checked to be text: whole, or cut into the unit asked for. */
export function appendRecord(builder: BatchBuilder, value: Uint8Array, {name, line}: LinePlace, {unit, tally}: FieldRequest): void {
  let kept: boolean;
  if (unit === 'file') {
    builder.append(value, 0, value.length);
    kept = builder.end(line);
  } else kept = appendParts(builder, value, unit, line) > 0;
  if (!kept) tally.skipEmpty(name, line);
}

/** Counts a line of a block as broken if it is not text; says whether it was. */
export function breakLine(
  block: Stretch,
  {start, end, line}: {start: number; end: number; line: number},
  name: string,
  {tally, origin}: FieldRequest,
): boolean {
  const bytes = block.bytes.subarray(start, end);
  const error = notText({bytes, firstLine: line, position: block.position + start}, name, origin);
  if (error === undefined) return false;
  tally.break(error, name, origin.line(line));
  return true;
}

/** Why a block is not text, with the place, or undefined. */
export function notText(block: Stretch, name: string, origin: Origin = WHOLE): DataError | undefined {
  const problem = textProblem(block.bytes);
  if (problem === undefined) return undefined;
  const line = origin.line(block.firstLine + countLines(block.bytes, problem.position));
  const byte = origin.byte(block.position + problem.position);
  return new DataError(`${name} ${problem.reason} at byte ${byte} of its text, on line ${line}`, {
    where: `${name}:${line}`,
    next: problem.next,
  });
}
