/** The files that a watch reads, each with what tells whether it has changed. Nothing is opened but what finding files opens. */
import {stat} from 'node:fs/promises';
import {relative, resolve} from 'node:path';
import {ConfigError, DataError} from '../../core/error.ts';
import {unreadable} from '../read/open.ts';
import type {SourceFile} from '../read/source-file.ts';
import {type FindOptions, findFiles} from '../read/sources.ts';

/** What a file is known by. `modified`: nanoseconds as the system has them, of a corpus that ships none. */
export interface FileStamp {
  /** From the folder of the watch. */
  readonly name: string;
  readonly size: number;
  readonly modified: string;
}

export interface FoundFile {
  readonly file: SourceFile;
  readonly stamp: FileStamp;
}

export const CORPUS = 'corpus:';

export const sameStamp = (a: FileStamp, b: FileStamp): boolean => a.name === b.name && a.size === b.size && a.modified === b.modified;

export const sameStamps = (a: readonly FileStamp[], b: readonly FileStamp[]): boolean =>
  a.length === b.length && a.every((one, i) => sameStamp(one, b[i]));

export interface Finding extends FindOptions {
  readonly base: string;
  /** Hears of a source that names nothing; without it that is an error. */
  readonly onMissing?: (error: DataError) => void;
  /** Whether a file whose name says no format is wanted all the same. */
  readonly isOther?: (path: string) => Promise<boolean>;
}

/** By name; a file that is named twice, also by links, is there once. Throws as findFiles does. */
export async function findStamped(sources: readonly string[], {onMissing, isOther, ...options}: Finding): Promise<FoundFile[]> {
  const found = new Map<string, FoundFile>();
  const identities = new Set<string>();
  for (const source of sources) {
    const files = await findFiles([source], options).catch(async (error): Promise<SourceFile[]> => {
      const path = resolve(options.base, source);
      if (error instanceof ConfigError && (await isOther?.(path)) === true) return [{name: source, path, size: 0}];
      if (onMissing === undefined || !(error instanceof DataError)) throw error;
      onMissing(error);
      return [];
    });
    for (const file of files) {
      const {stamp, identity} = await stamped(file, source, options.base);
      if (!identities.has(identity)) found.set(stamp.name, {file: {...file, size: stamp.size}, stamp});
      identities.add(identity);
    }
  }
  return [...found.values()].sort((a, b) => (a.stamp.name < b.stamp.name ? -1 : 1));
}

async function stamped(file: SourceFile, source: string, base: string): Promise<{stamp: FileStamp; identity: string}> {
  const name = nameOf(file.path, base);
  if (file.once !== undefined) return {stamp: {name: file.path === '-' ? '-' : name, size: 0, modified: ''}, identity: file.path};
  const {size, mtimeNs, dev, ino} = await stat(file.path, {bigint: true}).catch((error) => {
    throw unreadable(file.name, error);
  });
  const identity = ino === 0n ? file.path : `${dev}:${ino}`;
  // what ships is the same wherever it was installed, and whenever
  const ships = source.startsWith(CORPUS);
  return {stamp: {name: ships ? `${CORPUS}${file.name}` : name, size: Number(size), modified: ships ? '' : String(mtimeNs)}, identity};
}

const nameOf = (path: string, base: string): string => relative(base, resolve(base, path)).replaceAll('\\', '/');
