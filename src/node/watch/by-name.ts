/** Periods whose data are whole files: named by a part of their path, or by the call that reads them. */
import {ConfigError} from '../../core/error.ts';
import {type FileStamp, type FoundFile, sameStamp, sameStamps} from './found.ts';
import {periodOfPath} from './path-pattern.ts';
import type {RecordSink, WatchReader} from './reader.ts';
import {isPeriodName} from './state.ts';
import type {ReadPeriodFiles} from './stored.ts';

export interface FilesByPeriod {
  readonly files: ReadonlyMap<string, readonly FoundFile[]>;
  /** Files that are of no period. */
  readonly passed: readonly FoundFile[];
}

/** Throws ConfigError where no file is of the pattern, or a part of a path is no name of a period. */
export function filesByPath(found: readonly FoundFile[], pattern: string, folder: string): FilesByPeriod {
  const periodOf = periodOfPath(pattern, folder);
  const files = new Map<string, FoundFile[]>();
  const passed: FoundFile[] = [];
  for (const one of found) {
    const period = periodOf(one.file.path);
    if (period === undefined) passed.push(one);
    else if (!files.get(requirePeriodName(period, one.file.name))?.push(one)) files.set(period, [one]);
  }
  if (files.size === 0 && found.length > 0)
    throw new ConfigError(`period.path ${pattern} is the path of no file of the data, for instance not of ${found[0].file.name}`, {
      next: 'Write the path of the files as data.files has it, with {period} for the name of the period.',
    });
  return {files, passed};
}

/** Throws ConfigError where a period cannot be called so. */
export function requirePeriodName(period: string, where: string): string {
  if (isPeriodName(period)) return period;
  throw new ConfigError(`${JSON.stringify(period.slice(0, 80))} is no name of a period`, {
    where,
    next: 'A name has at most some 190 bytes, no control characters, and no space at its ends.',
  });
}

export interface PeriodsToRead {
  /** In order. */
  readonly wanted: readonly string[];
  /** Periods some of whose files are gone, and the others as they were: they stay as they are. */
  readonly stuck: readonly string[];
}

/**
 * Periods that are new, or whose files are not as they were read. Pipes and standard input always are new. `again`: whether all is to be
 * read, changed or not; `due`: periods of which something is lacking that their data can tell.
 */
export function periodsToRead(
  files: FilesByPeriod['files'],
  known: ReadonlyMap<string, ReadPeriodFiles>,
  {again, due, mayShrink}: {readonly again: boolean; readonly due: ReadonlySet<string>; readonly mayShrink: boolean},
): PeriodsToRead {
  const wanted: string[] = [];
  const stuck: string[] = [];
  for (const [period, list] of files) {
    const before = known.get(period);
    if (!mayShrink && before !== undefined && hasShrunk(before.files, stampsOf(list))) stuck.push(period);
    else if (again || before === undefined || before.stuck || due.has(period) || list.some(({file}) => file.once !== undefined))
      wanted.push(period);
    else if (!sameStamps(before.files, stampsOf(list))) wanted.push(period);
  }
  return {wanted: wanted.sort(), stuck: stuck.sort()};
}

/** Whether files are gone, and no other is new or changed. */
const hasShrunk = (before: readonly FileStamp[], now: readonly FileStamp[]): boolean =>
  now.length < before.length && now.every((one) => before.some((other) => sameStamp(one, other)));

export const stampsOf = (files: readonly FoundFile[]) => files.map(({stamp}) => stamp);

/** Reads all records of a period's files into the sink. Throws what reading throws. */
export async function readPeriod(
  period: string,
  files: readonly FoundFile[],
  {reader, sink, slices}: {readonly reader: WatchReader; readonly sink: RecordSink; readonly slices: readonly string[]},
): Promise<void> {
  for (const file of files)
    for await (const records of reader.ofFile(file)) {
      const {bytes, offsets, count} = records.batch;
      for (let i = 0; i < count; i++) {
        const values = slices.map((field) => records.valueOf(field, i));
        sink.add(period, values, {bytes, from: offsets[i], to: offsets[i + 1]});
      }
    }
}
