/**
 * Periods by a date in each record: records of any file may be of any period.
 *
 * What is new is read, and its records say which periods are touched. A period that has records in what was read before is read again there:
 * of growing files the blocks that hold some, of others the files. So a period's profile is made of all of its records at once.
 *
 * A period some of whose data are gone cannot be made again: it stays, and what came for it later is named.
 */
import {type PeriodStep, periodOf} from '../../guard/watch/period-name.ts';
import {FieldsSeen} from '../../read/request.ts';
import type {FilePart} from '../scan/parts.ts';
import {digestsOf, hasBlocks} from './blocks.ts';
import {type FileStamp, type FoundFile, sameStamp} from './found.ts';
import {noDate, type ReadRecords, type RecordSink, type WatchReader} from './reader.ts';
import type {ReadFileBlocks, StoredBlock} from './stored.ts';

export interface DateReading {
  readonly field: string;
  readonly by: PeriodStep;
  readonly slices: readonly string[];
  readonly reader: WatchReader;
  readonly sink: RecordSink;
  /** Bytes of a block. */
  readonly block: number;
}

/** What is known of a file before any record is read. */
interface FilePlan {
  readonly found: FoundFile;
  /** Bytes from which on records are new; the file's size where nothing is. */
  readonly from: number;
  /** Digests of its blocks as it is now; one empty one of a file that is read whole. */
  readonly digests: readonly string[];
  /** Of each block the periods that it holds as far as is known. */
  readonly periods: readonly (readonly string[])[];
  /** Periods that had records which may be gone. */
  readonly lost: readonly string[];
  /** Whether anything of it was read before. */
  readonly isKnown: boolean;
}

export interface DateRead {
  /** Of all files, those that are gone among them. */
  readonly files: ReadonlyMap<string, ReadFileBlocks>;
  /** Periods that were read, wholly, into the sink. */
  readonly periods: readonly string[];
  /** Periods for which something came that cannot be added: others of their data are gone. */
  readonly stuck: readonly string[];
}

/** Whether there is anything to read at all. */
export const isNewByDate = (found: readonly FoundFile[], known: ReadonlyMap<string, ReadFileBlocks>): boolean =>
  found.some(({stamp}) => {
    const before = known.get(stamp.name);
    return before === undefined || !sameStamp(before.file, stamp);
  });

/** `again`: whether all is to be read, changed or not; `forget`: the sink is to forget a period. Throws DataError for a record without a date, and what reading throws. */
export async function readByDate(
  found: readonly FoundFile[],
  known: ReadonlyMap<string, ReadFileBlocks>,
  {again, forget, ...reading}: DateReading & {readonly again: boolean; readonly forget: (period: string) => void},
): Promise<DateRead> {
  const plans: FilePlan[] = [];
  const before = again ? new Map<string, ReadFileBlocks>() : withNewNames(found, known);
  for (const one of found) plans.push(await planFile(one, before.get(one.stamp.name), reading.block));
  const touched = new Set(plans.flatMap(({lost}) => lost));
  const held = new Map<FilePlan, Set<string>[]>();
  for (const plan of plans) held.set(plan, await readNew(plan, reading, touched));
  const names = new Set(found.map(({stamp}) => stamp.name));
  const gone = [...(again ? known : before).values()].filter(({file}) => !names.has(file.name));
  const stuck = new Set(gone.flatMap(({blocks}) => blocks.flatMap(({periods}) => periods)).filter((period) => touched.has(period)));
  for (const period of stuck) {
    touched.delete(period);
    forget(period);
  }
  for (const plan of plans) await readOld(plan, reading, touched);
  const files = new Map(gone.map((one) => [one.file.name, one]));
  for (const [{found: one, digests}, periods] of held)
    files.set(one.stamp.name, {file: one.stamp, blocks: digests.map((digest, b) => ({digest, periods: [...(periods[b] ?? [])].sort()}))});
  return {files, periods: [...touched].sort(), stuck: [...stuck].sort()};
}

/** What was read of files, those that were only renamed under their new names. */
function withNewNames(found: readonly FoundFile[], known: ReadonlyMap<string, ReadFileBlocks>): Map<string, ReadFileBlocks> {
  const names = new Set(found.map(({stamp}) => stamp.name));
  const key = ({size, modified}: FileStamp): string => `${size} ${modified}`;
  const left = new Map([...known.values()].filter(({file}) => !names.has(file.name)).map((one) => [key(one.file), one]));
  const renamed = new Map(known);
  for (const {stamp} of found) {
    const old = known.has(stamp.name) ? undefined : left.get(key(stamp));
    if (old === undefined || stamp.modified === '') continue;
    left.delete(key(stamp));
    renamed.delete(old.file.name);
    renamed.set(stamp.name, {...old, file: stamp});
  }
  return renamed;
}

/** Reads again the records of some periods of files that are as they were. Throws what reading throws. */
export async function readAgainByDate(
  found: readonly FoundFile[],
  known: ReadonlyMap<string, ReadFileBlocks>,
  {wanted, ...reading}: DateReading & {readonly wanted: ReadonlySet<string>},
): Promise<void> {
  for (const one of found) await readOld(await planFile(one, known.get(one.stamp.name), reading.block), reading, wanted);
}

async function planFile(found: FoundFile, before: ReadFileBlocks | undefined, block: number): Promise<FilePlan> {
  const {file, stamp} = found;
  const periodsOf = (blocks: readonly StoredBlock[]): string[] => blocks.flatMap(({periods}) => periods);
  if (before !== undefined && sameStamp(before.file, stamp))
    return {...read(before.blocks), found, from: Infinity, lost: [], isKnown: true};
  if (!hasBlocks(file)) return {found, from: 0, digests: [''], periods: [[]], lost: periodsOf(before?.blocks ?? []), isKnown: false};
  const size = before === undefined || before.file.size > file.size ? 0 : before.file.size;
  const {now, cut, lines, lineAtCut} = await digestsOf(file, {before: size, block});
  const blocks = size === 0 ? [] : before!.blocks;
  const wrong = blocks.findIndex(({digest}, b) => digest !== (size < (b + 1) * block && cut !== undefined ? cut : now[b]));
  // the record that goes on in the first block that is not as it was begins before it
  const kept = wrong < 0 ? blocks.length : Math.floor(lines[wrong] / block);
  const from = size > 0 && wrong < 0 ? lineAtCut : kept * block;
  const lost = size > 0 ? periodsOf(blocks.slice(kept)) : periodsOf(before?.blocks ?? []);
  return {found, from, digests: now, periods: now.map((_, b) => (b < kept ? blocks[b].periods : [])), lost, isKnown: from > 0};
}

const read = (blocks: readonly StoredBlock[]) => ({digests: blocks.map(({digest}) => digest), periods: blocks.map(({periods}) => periods)});

/** Reads what is new of a file. Of each block the periods that it holds now. */
async function readNew({found, from, periods, isKnown}: FilePlan, reading: DateReading, touched: Set<string>): Promise<Set<string>[]> {
  const held = periods.map((list) => new Set(list));
  const {file} = found;
  if (from > 0 && !(from < file.size)) return held;
  const take = (records: ReadRecords, record: number, period: string, block: number): void => {
    held[block].add(period);
    touched.add(period);
    collect(records, record, period, reading);
  };
  if (!hasBlocks(file)) {
    for await (const records of reading.reader.ofFile(found))
      await eachDated(records, reading, {take: (record, period) => take(records, record, period, 0)});
    return held;
  }
  const seen = new FieldsSeen(fieldsOf(reading));
  for (const {part, block} of partsOf(found, {from, to: file.size, block: reading.block}))
    for await (const records of reading.reader.ofPart(part, seen))
      await eachDated(records, reading, {part, take: (record, period) => take(records, record, period, block)});
  // of a file that has grown the records before may have the fields
  const problem = isKnown ? undefined : seen.problem(file.name);
  if (problem !== undefined) throw problem;
  return held;
}

/** Reads again, of what was read before, the records of some periods. */
async function readOld({found, from, periods}: FilePlan, reading: DateReading, wanted: ReadonlySet<string>): Promise<void> {
  const {file} = found;
  const holds = (block: number): boolean => periods[block].some((period) => wanted.has(period));
  const takeOf = (records: ReadRecords) => (record: number, period: string) => {
    if (wanted.has(period)) collect(records, record, period, reading);
  };
  if (!hasBlocks(file)) {
    if (from === 0 || !holds(0)) return;
    for await (const records of reading.reader.ofFile(found)) await eachDated(records, reading, {take: takeOf(records)});
    return;
  }
  const seen = new FieldsSeen(fieldsOf(reading));
  for (const {part, block} of partsOf(found, {from: 0, to: Math.min(from, file.size), block: reading.block})) {
    if (!holds(block)) continue;
    for await (const records of reading.reader.ofPart(part, seen)) await eachDated(records, reading, {part, take: takeOf(records)});
  }
}

const fieldsOf = ({field, slices}: DateReading): string[] => [...new Set([field, ...slices])];

interface Extent {
  readonly from: number;
  readonly to: number;
  readonly block: number;
}

/** Parts of a file between two places, none across a block's end. */
function partsOf({file}: FoundFile, {from, to, block: size}: Extent): {part: FilePart; block: number}[] {
  // the first is there for the count of lines before the others
  const starts = from > 0 ? [0] : [];
  const first = starts.length;
  for (let at = from; at < to; at = (Math.floor(at / size) + 1) * size) starts.push(at);
  const lineFeeds = new Int32Array(new SharedArrayBuffer(4 * starts.length)).fill(-1);
  return starts.slice(first).map((start, i) => {
    const slot = first + i;
    const last = slot === starts.length - 1;
    const part: FilePart = {kind: 'bytes', file, index: i, last, start, end: starts[slot + 1] ?? to, lineFeeds, slot, starts};
    return {part, block: Math.floor(start / size)};
  });
}

interface Dated {
  readonly part?: FilePart;
  readonly take: (record: number, period: string) => void;
}

/** Throws DataError, with its place, for a record without a date. */
async function eachDated(records: ReadRecords, {field, by, reader}: DateReading, {part, take}: Dated): Promise<void> {
  const {batch} = records;
  let before = '';
  let period: string | undefined;
  for (let i = 0; i < batch.count; i++) {
    const value = records.valueOf(field, i);
    if (value !== before || period === undefined) period = periodOf(value, by);
    before = value;
    if (period !== undefined) take(i, period);
    else {
      const isNone = (other: ReadRecords, record: number): boolean => periodOf(other.valueOf(field, record), by) === undefined;
      throw noDate(part === undefined ? `${batch.file}:${batch.lines[i]}` : await reader.placeOf(part, isNone), field, value);
    }
  }
}

function collect(records: ReadRecords, record: number, period: string, {slices, sink}: DateReading): void {
  const {bytes, offsets} = records.batch;
  const values = slices.map((field) => records.valueOf(field, record));
  sink.add(period, values, bytes, offsets[record], offsets[record + 1]);
}
