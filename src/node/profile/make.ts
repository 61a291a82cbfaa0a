/** Corpora to profiles, over worker threads; profile files. */
import {open, readFile} from 'node:fs/promises';
import {deflateRawSync} from 'node:zlib';
import {ConfigError, DataError} from '../../core/error.ts';
import {ProfileBuilder} from '../../guard/profile/builder.ts';
import {decodeProfile, looksLikeProfile} from '../../guard/profile/decode.ts';
import {encodeProfile} from '../../guard/profile/encode.ts';
import {mergeProfiles, type Profile, type SizeName} from '../../guard/profile/profile.ts';
import {replaceFile} from '../files.ts';
import type {Progress, ReadOptions} from '../read/corpus.ts';
import {makeKernel} from '../scan/kernel.ts';
import type {ScanHandlers} from '../scan/part-work.ts';
import {scanParts} from '../scan/pool.ts';

export interface MakeOptions {
  readonly read?: Pick<ReadOptions, 'field' | 'unit' | 'maxBad' | 'format' | 'stdin' | 'base'>;
  readonly size?: SizeName;
  readonly workers?: number;
  /** Provenance fields to count. */
  readonly fields?: readonly string[];
  /** The field that keeps documents together in a group. */
  readonly group?: string;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

export interface Made {
  readonly profile: Profile;
  readonly records: number;
  readonly bytes: number;
  /** Records that were passed over. */
  readonly broken: number;
  readonly empty: number;
}

/** What a thread needs to know to build its part. */
export interface BuildPlan {
  readonly size?: SizeName;
  readonly fields: readonly string[];
  readonly group?: string;
}

/** Compressed size, the same wherever a profile is made with the same zlib. */
export const compressedSize = (bytes: Uint8Array): number => deflateRawSync(bytes, {level: 6}).length;

export function profileHandlers({size, fields, group}: BuildPlan): ScanHandlers {
  const builder = new ProfileBuilder({size, fields, groupField: group, compress: compressedSize, kernel: makeKernel});
  return {
    batch: (batch) => builder.add(batch),
    finish() {
      const bytes = encodeProfile(builder.finish());
      return {message: bytes, transfer: [bytes.buffer as ArrayBuffer]};
    },
  };
}

/** The file of the worker: TypeScript in a checkout, JavaScript in the package. */
const workerFile = (): URL =>
  import.meta.url.endsWith('.ts') ? new URL('./worker.ts', import.meta.url) : new URL('./profile-worker.js', import.meta.url);

/** Throws DataError, ConfigError as reading does. */
export async function makeProfile(sources: readonly string[], options: MakeOptions = {}): Promise<Made> {
  const {read, size, workers = 1, fields = [], group, onProgress, signal} = options;
  const plan: BuildPlan = {size, fields, group};
  const extra = group === undefined ? fields : [...fields, group];
  const result = await scanParts({
    sources,
    read: {...read, ...(extra.length > 0 && {extra})},
    workers,
    worker: workerFile(),
    workerData: plan,
    here: () => profileHandlers(plan),
    onProgress,
    signal,
  });
  const profiles = result.messages.map((message) => decodeProfile(message as Uint8Array));
  const profile = profiles.reduce((whole, part) => mergeProfiles(whole, part));
  return {profile, records: result.records, bytes: result.bytes, broken: result.broken.length, empty: result.empty};
}

/** Whether a source is a profile; false for anything that cannot be opened as a file. */
export async function isProfileFile(source: string): Promise<boolean> {
  const handle = source === '-' ? undefined : await open(source).catch(() => undefined);
  if (handle === undefined) return false;
  try {
    const head = new Uint8Array(8);
    const {bytesRead} = await handle.read(head, 0, 8, 0);
    return looksLikeProfile(head.subarray(0, bytesRead));
  } catch {
    return false;
  } finally {
    await handle.close();
  }
}

/** Throws DataError, with the file's name, where it cannot be read or is damaged. */
export async function readProfile(file: string): Promise<Profile> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new DataError(`${file} cannot be read: ${(cause as Error).message}`, {where: file, cause, next: 'Check the path.'});
  }
  try {
    return decodeProfile(bytes);
  } catch (error) {
    if (error instanceof DataError) throw new DataError(`${file}: ${error.message}`, {where: file, next: error.next, cause: error});
    throw error;
  }
}

export function writeProfile(file: string, profile: Profile): number {
  const bytes = encodeProfile(profile);
  replaceFile(file, [bytes]);
  return bytes.length;
}

/** Profiles or data, never both at once: a profile, and how much was passed over. */
export async function profileOf(sources: readonly string[], options: MakeOptions): Promise<Made> {
  const kinds = await Promise.all(sources.map(isProfileFile));
  if (!kinds.includes(true)) return makeProfile(sources, options);
  if (kinds.includes(false))
    throw new ConfigError(`${sources[kinds.indexOf(true)]} is a profile and ${sources[kinds.indexOf(false)]} is data`, {
      next: 'Give profiles or data, or make a profile of the data first.',
    });
  const profiles = await Promise.all(sources.map(readProfile));
  return {profile: profiles.reduce((whole, part) => mergeProfiles(whole, part)), records: 0, bytes: 0, broken: 0, empty: 0};
}
