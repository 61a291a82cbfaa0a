/**
 * Periods by a date in each record: records of any file may be of any period.
 *
 * What is new is read, and its records say which periods are touched. A period that has records in what was read before is read again there:
 * of growing files the blocks that hold some, of others the files. So a period's profile is made of all of its records at once.
 *
 * A period some of whose data are gone cannot be made again: it stays as it was, and what came for it later is named and tried again by every
 * call until it can be taken in.
 */
import {type PeriodStep, periodOf} from '../../guard/watch/period-name.ts';
import type {FilePart} from '../scan/parts.ts';
import {hasBlocks} from './blocks.ts';
import {type FilePlan, hadOf, planFile, withNewNames} from './file-plan.ts';
import {type FoundFile, sameStamp} from './found.ts';
import {noDate, type ReadRecords, type RecordSink, type WatchReader} from './reader.ts';
import type {ReadFileBlocks} from './stored.ts';

export interface DateReading {
  readonly field: string;
  readonly by: PeriodStep;
  readonly slices: readonly string[];
  readonly reader: WatchReader;
  readonly sink: RecordSink;
  /** Bytes of a block. */
  readonly block: number;
}

export interface DateRead {
  /** Of all files, those that are gone among them. */
  readonly files: ReadonlyMap<string, ReadFileBlocks>;
  /** Periods that were read, wholly, into the sink. */
  readonly periods: readonly string[];
  /** Periods for which something came that cannot be added: others of their data are gone. */
  readonly stuck: readonly string[];
}

export interface DateNews extends DateReading {
  /** Whether all is to be read, changed or not. */
  readonly again: boolean;
  /** Periods of which something is lacking that their data can tell. */
  readonly due: ReadonlySet<string>;
  /** Has the sink forget a period. */
  readonly forget: (period: string) => void;
}

/** Whether there is anything to read at all. */
export const isNewByDate = (found: readonly FoundFile[], known: ReadonlyMap<string, ReadFileBlocks>): boolean =>
  found.some(({stamp}) => {
    const before = known.get(stamp.name);
    return before === undefined || before.stuck !== undefined || !sameStamp(before.file, stamp);
  });

/** Throws DataError for a record without a date, and what reading throws. */
export async function readByDate(
  found: readonly FoundFile[],
  before: ReadonlyMap<string, ReadFileBlocks>,
  {again, due, forget, ...reading}: DateNews,
): Promise<DateRead> {
  const known = await withNewNames(found, before, reading.block);
  const plans: FilePlan[] = [];
  for (const one of found) plans.push(await planFile(one, known.get(one.stamp.name), {block: reading.block, isNew: again}));
  const touched = new Set(plans.flatMap(({lost, stuck}) => [...lost, ...stuck]));
  const newOf = new Map<FilePlan, NewOfFile>();
  for (const plan of plans) newOf.set(plan, await readNew(plan, reading));
  for (const {read} of newOf.values()) for (const period of read) touched.add(period);
  const names = new Set(found.map(({stamp}) => stamp.name));
  const gone = [...known.values()].filter(({file}) => !names.has(file.name));
  const lacking = new Set(gone.flatMap(hadOf));
  const stuck = new Set([...lacking].filter((period) => touched.has(period)));
  for (const period of stuck) {
    touched.delete(period);
    forget(period);
  }
  for (const period of plans.flatMap(({periods}) => periods.flat())) if (due.has(period) && !lacking.has(period)) touched.add(period);
  for (const plan of plans) await readOld(plan, reading, touched);
  const files = new Map(gone.map((one) => [one.file.name, again ? unread(one) : one]));
  for (const [plan, own] of newOf) files.set(plan.found.stamp.name, readOf(plan, own, stuck));
  return {files, periods: [...touched].sort(), stuck: [...stuck].sort()};
}

/** What is to be kept of a file that was read. */
function readOf({found, digests, lost, stuck: before, had}: FilePlan, {held, read}: NewOfFile, stuck: ReadonlySet<string>): ReadFileBlocks {
  const own = [...new Set([...before, ...lost, ...read])].filter((period) => stuck.has(period)).sort();
  const still = own.filter((period) => had.has(period));
  return {
    file: found.stamp,
    blocks: digests.map((digest, b) => ({...(digest !== undefined && {digest}), periods: [...(held[b] ?? [])].sort()})),
    ...(own.length > 0 && {stuck: own}),
    ...(still.length > 0 && {had: still}),
  };
}

/** Of a file that is gone where all was to be read again: it is, when it comes back. */
function unread(one: ReadFileBlocks): ReadFileBlocks {
  const had = hadOf(one).sort();
  const stuck = [...new Set([...one.blocks.flatMap(({periods}) => periods), ...(one.stuck ?? [])])].sort();
  return {file: one.file, blocks: one.blocks, ...(stuck.length > 0 && {stuck}), ...(had.length > 0 && {had})};
}

/** Reads again the records of some periods of files that are as they were. Throws what reading throws. */
export async function readAgainByDate(
  found: readonly FoundFile[],
  known: ReadonlyMap<string, ReadFileBlocks>,
  {wanted, ...reading}: DateReading & {readonly wanted: ReadonlySet<string>},
): Promise<void> {
  for (const one of found)
    await readOld(await planFile(one, known.get(one.stamp.name), {block: reading.block, isNew: false}), reading, wanted);
}

interface NewOfFile {
  /** Of each block the periods that it holds now. */
  readonly held: readonly ReadonlySet<string>[];
  /** Periods of what was read. */
  readonly read: ReadonlySet<string>;
}

/** Reads what is new of a file. */
async function readNew({found, from, periods}: FilePlan, reading: DateReading): Promise<NewOfFile> {
  const held = periods.map((list) => new Set(list));
  const read = new Set<string>();
  const {file} = found;
  if (from === undefined) return {held, read};
  const takeIn = (records: ReadRecords, block: number) => (record: number, period: string) => {
    held[block].add(period);
    read.add(period);
    collect(records, record, period, reading);
  };
  if (!hasBlocks(file)) {
    for await (const records of reading.reader.ofFile(found)) await eachDated(records, reading, {take: takeIn(records, 0)});
    return {held, read};
  }
  for (const {part, block} of partsOf(found, {from, to: file.size, block: reading.block}))
    for await (const records of reading.reader.ofPart(part)) await eachDated(records, reading, {part, take: takeIn(records, block)});
  return {held, read};
}

/** Reads again, of what was read before, the records of some periods. */
async function readOld({found, from, periods}: FilePlan, reading: DateReading, wanted: ReadonlySet<string>): Promise<void> {
  const {file} = found;
  const holds = (block: number): boolean => periods[block].some((period) => wanted.has(period));
  const takeOf = (records: ReadRecords) => (record: number, period: string) => {
    if (wanted.has(period)) collect(records, record, period, reading);
  };
  if (!hasBlocks(file)) {
    if (from !== undefined || !holds(0)) return;
    for await (const records of reading.reader.ofFile(found)) await eachDated(records, reading, {take: takeOf(records)});
    return;
  }
  for (const {part, block} of partsOf(found, {from: 0, to: Math.min(from ?? file.size, file.size), block: reading.block})) {
    if (!holds(block)) continue;
    for await (const records of reading.reader.ofPart(part)) await eachDated(records, reading, {part, take: takeOf(records)});
  }
}

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
  sink.add(period, values, {bytes, from: offsets[record], to: offsets[record + 1]});
}
