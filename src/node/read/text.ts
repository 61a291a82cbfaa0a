/** Plain text: whole files, paragraphs or lines as records. */
import {DataError} from '../../core/error.ts';
import {BatchBuilder, isBlank, type RecordBatch} from './batch.ts';
import {countLines, forEachLine, type LineBlock, lineBlocks, withoutMark} from './lines.ts';
import type {Tally} from './tally.ts';
import {textProblem} from './utf8.ts';

export type Unit = 'file' | 'paragraph' | 'line';

/** Batches of a text file's records. Throws DataError. */
export function textBatches(chunks: AsyncIterable<Buffer>, name: string, unit: Unit, tally: Tally): AsyncGenerator<RecordBatch> {
  if (unit === 'file') return wholeFile(chunks, name, tally);
  return unit === 'line' ? lineRecords(chunks, name, tally) : paragraphs(chunks, name, tally);
}

async function* wholeFile(chunks: AsyncIterable<Buffer>, name: string, tally: Tally): AsyncGenerator<RecordBatch> {
  const held: Buffer[] = [];
  for await (const chunk of withoutMark(chunks)) held.push(chunk);
  const bytes = held.length === 1 ? held[0] : Buffer.concat(held);
  const error = notText({bytes, firstLine: 1, position: 0}, name);
  if (error !== undefined) tally.break(error, name);
  else if (isBlank(bytes, 0, bytes.length)) tally.skipEmpty(name);
  else yield {file: name, count: 1, bytes, offsets: Uint32Array.of(0, sizeChecked(bytes.length, name)), lines: Uint32Array.of(1)};
}

function sizeChecked(size: number, name: string): number {
  if (size <= 0xffffffff) return size;
  throw new DataError(`${name} is one record of ${size} bytes; a record holds at most 4 GiB`, {
    where: name,
    next: 'Read it by paragraph or by line.',
  });
}

async function* lineRecords(chunks: AsyncIterable<Buffer>, name: string, tally: Tally): AsyncGenerator<RecordBatch> {
  for await (const block of lineBlocks(chunks)) {
    const {bytes} = block;
    const suspect = notText(block, name) !== undefined;
    const builder = new BatchBuilder(bytes.length);
    forEachLine(bytes, block.firstLine, (start, end, line) => {
      if (suspect && breakLine(block, start, end, line, name, tally)) return;
      builder.append(bytes, start, end);
      builder.end(line);
    });
    const batch = builder.take(name);
    if (batch !== undefined) yield batch;
  }
}

/** A paragraph is a run of lines that are not blank; its lines are joined by LF. It may reach over blocks. */
async function* paragraphs(chunks: AsyncIterable<Buffer>, name: string, tally: Tally): AsyncGenerator<RecordBatch> {
  const paragraph = new ParagraphBuilder();
  for await (const block of lineBlocks(chunks)) {
    const {bytes} = block;
    const suspect = notText(block, name) !== undefined;
    paragraph.records.reserve(bytes.length);
    forEachLine(bytes, block.firstLine, (start, end, line) => {
      if (suspect && breakLine(block, start, end, line, name, tally)) paragraph.spoil();
      else paragraph.line(bytes, start, end, line);
    });
    const batch = paragraph.records.take(name);
    if (batch !== undefined) yield batch;
  }
  paragraph.close();
  const batch = paragraph.records.take(name);
  if (batch !== undefined) yield batch;
}

class ParagraphBuilder {
  readonly records: BatchBuilder;
  private first = 0;
  private spoiled = false;

  constructor(records = new BatchBuilder()) {
    this.records = records;
  }

  line(bytes: Buffer, start: number, end: number, line: number): void {
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

const NEWLINE = Buffer.from('\n');

/** Cuts one field's text into records, all located at `line`. Says how many were kept. */
export function appendParts(records: BatchBuilder, text: Buffer, unit: 'paragraph' | 'line', line: number): number {
  const before = records.count;
  const paragraph = new ParagraphBuilder(records);
  forEachLine(text, line, (start, end) => {
    paragraph.line(text, start, end, line);
    if (unit === 'line') paragraph.close();
  });
  paragraph.close();
  return records.count - before;
}

/** Counts the line as broken if it is not text. */
function breakLine(block: LineBlock, start: number, end: number, line: number, name: string, tally: Tally): boolean {
  const bytes = block.bytes.subarray(start, end);
  const error = notText({bytes, firstLine: line, position: block.position + start}, name);
  if (error === undefined) return false;
  tally.break(error, name, line);
  return true;
}

/** Why a block is not text, with the place, or undefined. */
export function notText(block: LineBlock, name: string): DataError | undefined {
  const problem = textProblem(block.bytes);
  if (problem === undefined) return undefined;
  const line = block.firstLine + countLines(block.bytes, problem.position);
  return new DataError(`${name} ${problem.reason} at byte ${block.position + problem.position} of its text, on line ${line}`, {
    where: `${name}:${line}`,
    next: problem.next,
  });
}
