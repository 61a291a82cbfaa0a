/** Corpora to profiles, over worker threads. */
import {compressedSize} from '../../core/measure/compressed-size.ts';
import type {Language} from '../../core/text/language.ts';
import {ProfileBuilder} from '../../guard/profile/builder.ts';
import {decodeProfile} from '../../guard/profile/decode.ts';
import {encodeProfile} from '../../guard/profile/encode.ts';
import {mergeProfiles, type Profile, type SizeName} from '../../guard/profile/profile.ts';
import type {ReadProgress} from '../../read/corpus.ts';
import type {DataRead} from '../read/corpus.ts';
import {makeKernel} from '../scan/kernel.ts';
import type {ScanHandlers} from '../scan/part-work.ts';
import {scanParts} from '../scan/pool.ts';
import {parseBy, sliceName} from '../slice-name.ts';

export interface MakeOptions {
  readonly read?: DataRead;
  readonly size?: SizeName;
  readonly workers?: number;
  /** See `planParts`; with it, threads are taken for less. */
  readonly partBytes?: number;
  /** Provenance fields to count, or `field:year`, `:month`, `:day` of dates. */
  readonly fields?: readonly string[];
  /** The field that keeps documents together in a group. */
  readonly group?: string;
  readonly language?: Language;
  readonly onProgress?: (progress: ReadProgress) => void;
  readonly signal?: AbortSignal;
}

export interface MadeProfile {
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
  readonly language?: Language;
}

export function profileHandlers({size, fields, group, language}: BuildPlan): ScanHandlers {
  const by = fields.map((field) => parseBy(field, '--count'));
  const builder = new ProfileBuilder({
    ...{size, fields, groupField: group, language, compress: compressedSize, kernel: makeKernel},
    ...(by.some(({period}) => period !== undefined) && {countAs: (f: number, value: string) => sliceName(value, by[f].period)}),
  });
  return {
    batch: (batch) => builder.add(batch),
    copies: true,
    finish: () => ({message: builder.finish(), transfer: []}),
  };
}

/** The same where another thread waits for the profile: bytes of it cross. */
export function sentHandlers(plan: BuildPlan): ScanHandlers {
  const handlers = profileHandlers(plan);
  let profile: Profile | undefined;
  return {
    ...handlers,
    finish() {
      profile ??= handlers.finish().message as Profile;
      const bytes = encodeProfile(profile);
      return {message: bytes, transfer: [bytes.buffer as ArrayBuffer]};
    },
    join(bytes) {
      profile = mergeProfiles(profile!, decodeProfile(bytes as Uint8Array));
    },
  };
}

/** The file of the worker: TypeScript in a checkout, JavaScript in the package. */
const workerFile = (): URL =>
  import.meta.url.endsWith('.ts') ? new URL('./worker.ts', import.meta.url) : new URL('./profile-worker.js', import.meta.url);

/** As measured: two threads take as long as one at 150 MB, and less beyond. Each has tables of its own to fill, and a profile that has to be joined. */
const WORTH_A_THREAD = 96 << 20;

/** Throws DataError, ConfigError as reading does. */
export async function makeProfile(sources: readonly string[], options: MakeOptions = {}): Promise<MadeProfile> {
  const {read, size, workers = 1, partBytes, fields = [], group, language, onProgress, signal} = options;
  const plan: BuildPlan = {size, fields, group, language};
  const named = fields.map((field) => parseBy(field, '--count').field);
  const extra = group === undefined ? named : [...named, group];
  const result = await scanParts({
    sources,
    read: {...read, ...(extra.length > 0 && {extra})},
    workers,
    partBytes,
    ...(partBytes === undefined && {bytesAThread: WORTH_A_THREAD}),
    worker: workerFile(),
    workerData: plan,
    here: () => profileHandlers(plan),
    onProgress,
    signal,
  });
  const profiles = result.messages.map((message) => (message instanceof Uint8Array ? decodeProfile(message) : (message as Profile)));
  const profile = profiles.reduce((whole, part) => mergeProfiles(whole, part));
  return {profile, records: result.records, bytes: result.bytes, broken: result.broken.length, empty: result.empty};
}
