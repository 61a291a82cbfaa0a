/** The documents of a period, and the profiles that they make, by slice. In a form that crosses threads. */
import {readFileSync} from 'node:fs';
import type {Text} from '../../core/data.ts';
import {compressedSize} from '../../core/measure/compressed-size.ts';
import {documentsAt} from '../../core/text/documents.ts';
import type {Language} from '../../core/text/language.ts';
import {ProfileBuilder} from '../../guard/profile/builder.ts';
import {decodeProfile} from '../../guard/profile/decode.ts';
import {mergeProfiles, type Profile, type SizeName} from '../../guard/profile/profile.ts';
import {makeKernel} from '../scan/kernel.ts';
import type {SampledDocuments} from './document-sample.ts';

export interface ProfileMaking {
  readonly size?: SizeName;
  readonly language?: Language;
}

/** Some documents of a period, by the values of fields. */
export interface SliceDocuments {
  readonly field: string;
  readonly value: string;
  /** Their numbers among the documents of the period. */
  readonly numbers: Uint32Array;
}

export interface PeriodDocuments {
  /** Document i is bytes[ends[i] .. ends[i + 1]). */
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
  readonly slices: readonly SliceDocuments[];
}

/** A profile of further documents, which lies on the disk; of all of a period where no slice is named. */
export interface AsideProfile {
  readonly slice?: {readonly field: string; readonly value: string};
  readonly path: string;
}

/** All that there is of a period. */
export interface PeriodParts {
  readonly period: string;
  /** A sample of all its documents, where one is wanted. */
  readonly sample?: SampledDocuments;
  readonly documents?: PeriodDocuments;
  readonly aside: readonly AsideProfile[];
}

export interface SliceProfile {
  readonly field: string;
  readonly value: string;
  readonly profile: Profile;
}

export interface PeriodProfiles {
  readonly profile: Profile;
  readonly slices: readonly SliceProfile[];
}

const NOTHING: PeriodDocuments = {bytes: new Uint8Array(0), ends: new Uint32Array(1), slices: []};

/** The profiles of a period, slices in the order of `fields`, then of their values. */
export function profilesOf({documents = NOTHING, aside}: PeriodParts, fields: readonly string[], making: ProfileMaking): PeriodProfiles {
  const {bytes, ends, slices} = documents;
  const text: Text = {kind: 'text', count: ends.length - 1, bytes, offsets: ends};
  const made = new Map<string, SliceProfile>();
  const add = (field: string, value: string, profile: Profile): void => {
    const key = JSON.stringify([field, value]);
    const before = made.get(key);
    made.set(key, {field, value, profile: before === undefined ? profile : mergeProfiles(before.profile, profile)});
  };
  let whole = profileOf(text, making);
  for (const {field, value, numbers} of slices) add(field, value, profileOf(documentsAt(text, numbers), making));
  for (const {slice, path} of aside) {
    const profile = decodeProfile(readFileSync(path));
    if (slice === undefined) whole = mergeProfiles(whole, profile);
    else add(slice.field, slice.value, profile);
  }
  const place = ({field}: SliceProfile): number => fields.indexOf(field);
  const sorted = [...made.values()].sort((a, b) => place(a) - place(b) || (a.value < b.value ? -1 : 1));
  return {profile: whole, slices: sorted};
}

function profileOf(text: Text, {size, language}: ProfileMaking): Profile {
  const builder = new ProfileBuilder({size, language, compress: compressedSize, kernel: makeKernel});
  for (const batch of batchesOf(text)) builder.add(batch);
  return builder.finish();
}

const BATCH_BYTES = 4 << 20;

/** Documents in batches that a kernel has room for. */
function* batchesOf({bytes, offsets, count}: Text): Generator<{count: number; bytes: Uint8Array; offsets: Uint32Array}> {
  for (let first = 0; first < count; ) {
    let next = first + 1;
    while (next < count && offsets[next + 1] - offsets[first] <= BATCH_BYTES) next++;
    const own = offsets.slice(first, next + 1).map((offset) => offset - offsets[first]);
    yield {count: next - first, bytes: bytes.subarray(offsets[first], offsets[next]), offsets: own};
    first = next;
  }
}
