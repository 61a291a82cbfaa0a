/**
 * The state of a watch: a folder of plain files.
 *
 *   watch.json          how it was made, and the calibrations that were accepted
 *   reference.profile   the reference
 *   history.jsonl       a row a period, by name
 *   read.jsonl          which data were read, by name
 *   periods/*.profile   the profile of each period
 *   alarms.json         what each alarm is about
 *
 * Several files change at once or not at all: they are written aside as one folder, and moved into place; a call that is killed while it
 * moves them leaves the rest to the next one. Whoever changes a state has its lock.
 *
 * law      a function of the data and the definition: no clock, no order of arrival
 */
import {existsSync, lstatSync, readdirSync, renameSync, rmSync} from 'node:fs';
import {dirname, join} from 'node:path';
import type {z} from 'zod';
import {DataError, OutputError, ResourceError} from '../../core/error.ts';
import {MAGIC} from '../../guard/profile/encode.ts';
import type {Profile} from '../../guard/profile/profile.ts';
import {ASIDE, makeFolder, outputError, sweepAside, writeFolder} from '../files.ts';
import {readProfile} from '../profile/files.ts';
import {readStored, storedJson} from '../stored.ts';
import {
  madeSchema,
  type ReadFileBlocks,
  type ReadPeriodFiles,
  readSchema,
  rowSchema,
  type StoredRow,
  type StoredTold,
  toldSchema,
  type WatchMade,
} from './stored.ts';

const PENDING = `${ASIDE}pending`;
const NAMES = {
  made: 'watch.json',
  reference: 'reference.profile',
  history: 'history.jsonl',
  read: 'read.jsonl',
  told: 'alarms.json',
} as const;
const PERIODS = 'periods';

/** What is to change; what is absent stays. */
export interface StateChange {
  readonly made?: WatchMade;
  readonly reference?: Uint8Array;
  /** Profiles by period. */
  readonly profiles?: ReadonlyMap<string, Uint8Array>;
}

export class WatchState {
  readonly directory: string;
  readonly rows: Map<string, StoredRow>;
  /** Of periods by path or call, by period. */
  readonly periods: Map<string, ReadPeriodFiles>;
  /** Of periods by date, by file. */
  readonly files: Map<string, ReadFileBlocks>;
  made: WatchMade | undefined;
  /** Absent before the first call has ended: where there are no alarms the file is empty, not missing, whatever came before. */
  private told: readonly StoredTold[] | undefined;

  /** Of a folder whose lock is held. Throws OutputError where the folder is something else, DataError where the state cannot be read. */
  constructor(directory: string) {
    this.directory = directory;
    settle(directory);
    sweepAside(directory);
    this.made = existsSync(join(directory, NAMES.made)) ? this.json(NAMES.made, madeSchema) : undefined;
    if (this.made === undefined) requireEmpty(directory);
    this.rows = new Map(this.lines(NAMES.history, rowSchema).map((row) => [row.period, row as StoredRow]));
    const read = this.lines(NAMES.read, readSchema);
    this.periods = new Map(read.flatMap((one) => ('period' in one ? [[one.period, one]] : [])));
    this.files = new Map(read.flatMap((one) => ('period' in one ? [] : [[one.file.name, one]])));
    this.told = existsSync(join(directory, NAMES.told)) ? this.lines(NAMES.told, toldSchema) : undefined;
  }

  readProfile(period: string): Promise<Profile> {
    return readProfile(profilePath(this.directory, period));
  }

  readReference(): Promise<Profile> {
    return readProfile(referencePath(this.directory));
  }

  referenceBytes(): Uint8Array {
    return this.stored(NAMES.reference, readStored);
  }

  toldOf(key: string): StoredTold | undefined {
    return this.told?.find((one) => one.key === key);
  }

  looksLikeOf(key: string): StoredTold['looksLike'] {
    return this.told?.find(({looksLike}) => looksLike?.key === key)?.looksLike;
  }

  /** Writes the rows and what was read, as they are now, and what else is to change. */
  commit({made = this.made, reference, profiles = new Map()}: StateChange): void {
    this.made = made;
    this.write({
      [NAMES.made]: `${JSON.stringify(made, undefined, 2)}\n`,
      ...(reference && {[NAMES.reference]: reference}),
      ...Object.fromEntries([...profiles].map(([period, bytes]) => [join(PERIODS, profileName(period)), bytes])),
      [NAMES.history]: jsonLines(this.rows),
      [NAMES.read]: jsonLines(this.periods.size > 0 ? this.periods : this.files),
    });
  }

  commitTold(told: readonly StoredTold[]): void {
    if (JSON.stringify(told) === JSON.stringify(this.told)) return;
    this.told = told;
    this.write({[NAMES.told]: told.map((one) => `${JSON.stringify(one)}\n`).join('')});
  }

  private write(files: Record<string, string | Uint8Array>): void {
    makeFolder(this.directory);
    writeFolder(join(this.directory, PENDING), files);
    settle(this.directory);
  }

  private json<T>(name: string, schema: z.ZodType<T>): T {
    return this.stored(name, (path) => storedJson(readStored(path).toString('utf8'), schema));
  }

  private lines<T>(name: string, schema: z.ZodType<T>): T[] {
    if (!existsSync(join(this.directory, name))) return [];
    return this.stored(name, (path) => {
      const lines = readStored(path).toString('utf8').split('\n').filter(Boolean);
      return lines.map((line, i) => {
        try {
          return storedJson(line, schema);
        } catch (cause) {
          throw new Error(`line ${i + 1}: ${(cause as Error).message}`, {cause});
        }
      });
    });
  }

  private stored<T>(name: string, read: (path: string) => T): T {
    const path = join(this.directory, name);
    try {
      return read(path);
    } catch (cause) {
      if (cause instanceof ResourceError) throw cause;
      throw new DataError(`${name} of the watch's state cannot be read: ${(cause as Error).message}`, {
        where: path,
        next: 'Name a new state (--state); the data are read again.',
        cause,
      });
    }
  }
}

const jsonLines = (by: ReadonlyMap<string, unknown>): string =>
  [...by]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => `${JSON.stringify(value)}\n`)
    .join('');

/** Moves what was written aside into place. */
function settle(directory: string): void {
  const pending = join(directory, PENDING);
  if (!existsSync(pending)) return;
  try {
    for (const entry of readdirSync(pending, {recursive: true, withFileTypes: true})) {
      if (!entry.isFile()) continue;
      const from = join(entry.parentPath, entry.name);
      const to = join(directory, from.slice(pending.length + 1));
      makeFolder(dirname(to));
      renameSync(from, to);
    }
    rmSync(pending, {recursive: true, force: true});
  } catch (error) {
    throw outputError(error, directory);
  }
}

function requireEmpty(directory: string): void {
  const stats = lstatSync(directory, {throwIfNoEntry: false});
  if (stats === undefined) return;
  const names = stats.isDirectory() ? readdirSync(directory) : [];
  if (stats.isDirectory() && names.length === 0) return;
  const holds = names.length > 0 ? `: it holds ${names.slice(0, 3).join(', ')}` : '';
  throw new OutputError(`it is not the state of a watch${holds}`, {where: directory, next: 'Name a new folder: --state DIR.'});
}

/** Where the profile of a period lies in a state. */
export const profilePath = (directory: string, period: string): string => join(directory, PERIODS, profileName(period));
export const referencePath = (directory: string): string => join(directory, NAMES.reference);

/** As much of a name as file systems take, with the ending. */
const LONGEST = 200;

/** Whether a period can be called so. */
export const isPeriodName = (name: string): boolean =>
  name !== '' && name === name.trim() && !/\p{Cc}/u.test(name) && profileName(name).length <= LONGEST;

/** What a file system may take for something else is written by its bytes: %2F. */
function profileName(period: string): string {
  const escaped = [...new TextEncoder().encode(period)].map((byte, i) => {
    const character = String.fromCharCode(byte);
    const plain = /[A-Za-z0-9_=+@,-]/.test(character) || (character === '.' && i > 0);
    return plain ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return `${escaped.join('')}.profile`;
}

/** The checksum that an encoded profile has of itself. */
export function checksumOf(profile: Uint8Array): string {
  const at = MAGIC.length + 4;
  return Buffer.from(profile.subarray(at, at + 4)).toString('hex');
}
