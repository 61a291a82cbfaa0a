/**
 * Records to the profiles of their periods, and of the slices of these.
 *
 * Documents are held by period until there is much of them; then those of the period that has most become a profile, which is merged with
 * what the period has already. Profiles of parts merge into exactly that of the whole, so neither the order of documents nor how many are
 * held shows in a profile. One builder is open at a time.
 *
 * cost     memory: MOST_HELD and a few profiles; profiles of parts lie on the disk, in a folder that is removed
 */
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Text} from '../../core/data.ts';
import {compressedSize} from '../../core/measure/compressed-size.ts';
import {documentsAt} from '../../core/text/documents.ts';
import type {Language} from '../../core/text/language.ts';
import {cutIntoPassages} from '../../core/text/passages.ts';
import {ProfileBuilder} from '../../guard/profile/builder.ts';
import {decodeProfile} from '../../guard/profile/decode.ts';
import {encodeProfile} from '../../guard/profile/encode.ts';
import {mergeProfiles, type Profile, type SizeName} from '../../guard/profile/profile.ts';
import {GrowingBytes} from '../../read/batch.ts';
import {ASIDE, makeFolder, outputError} from '../files.ts';
import {makeKernel} from '../scan/kernel.ts';

export interface SliceProfile {
  readonly field: string;
  readonly value: string;
  readonly profile: Profile;
}

export interface PeriodProfiles {
  readonly profile: Profile;
  /** In the order of fields, then of values. */
  readonly slices: readonly SliceProfile[];
}

export interface CollectorOptions {
  readonly size?: SizeName;
  readonly language?: Language;
  /** Words of the passages that records are cut into; absent: a record is a document. */
  readonly passage?: number;
  /** Fields that periods are sliced by. */
  readonly slices: readonly string[];
  /** In which profiles of parts are put aside. */
  readonly folder: string;
  readonly mostHeld?: number;
}

const NOTHING: Text = {kind: 'text', count: 0, bytes: new Uint8Array(0), offsets: new Uint32Array(1)};
/** Of all documents of a period; slices are the number of their field and their value, as JSON. */
const WHOLE = '';
/** Bytes of documents that are held. */
const MOST_HELD = 96 << 20;

/** Held documents of one period; `numbers`: of each field, those of each value. */
interface Held {
  readonly texts: GrowingBytes;
  readonly ends: number[];
  readonly numbers: readonly Map<string, number[]>[];
}

export class PeriodCollector {
  private readonly options: CollectorOptions;
  private readonly held = new Map<string, Held>();
  /** Profiles of parts that lie aside, by period: the number of their file by slice. */
  private readonly aside = new Map<string, Map<string, number>>();
  private heldBytes = 0;
  private files = 0;
  private readonly folder: string;

  constructor(options: CollectorOptions) {
    this.options = options;
    this.folder = join(options.folder, `${ASIDE}parts`);
  }

  get periods(): string[] {
    return [...new Set([...this.held.keys(), ...this.aside.keys()])].sort();
  }

  /** A record, whose `values` are those of the fields of the slices. */
  add(period: string, values: readonly string[], bytes: Uint8Array, from: number, to: number): void {
    let held = this.held.get(period);
    if (held === undefined) {
      held = {texts: new GrowingBytes(1 << 12), ends: [0], numbers: this.options.slices.map(() => new Map())};
      this.held.set(period, held);
    }
    const place = held.texts.length;
    held.texts.append(bytes, from, to);
    for (const end of this.endsOf(bytes, from, to)) {
      const number = held.ends.length - 1;
      held.ends.push(place + end - from);
      values.forEach((value, k) => {
        const known = held.numbers[k].get(value);
        if (known === undefined) held.numbers[k].set(value, [number]);
        else known.push(number);
      });
    }
    this.heldBytes += to - from;
    if (this.heldBytes > (this.options.mostHeld ?? MOST_HELD)) this.putAside();
  }

  /** Where the documents of a record end. A record is cut by itself, so that it depends on nothing that is read beside it. */
  private endsOf(bytes: Uint8Array, from: number, to: number): Iterable<number> {
    const {passage} = this.options;
    if (passage === undefined) return [to];
    return cutIntoPassages({kind: 'text', count: 1, bytes, offsets: Uint32Array.of(from, to)}, passage).offsets.subarray(1);
  }

  /** The profiles of a period, which is then forgotten; of one without documents that of nothing. */
  take(period: string): PeriodProfiles {
    const parts = this.profiles(period);
    const kept = this.aside.get(period) ?? new Map<string, number>();
    this.aside.delete(period);
    const keys = [...new Set([...parts.keys(), ...kept.keys()])].filter((key) => key !== WHOLE);
    const slices = keys.map((key) => {
      const [k, value] = JSON.parse(key) as [number, string];
      return {k, field: this.options.slices[k], value, profile: this.merged(key, parts, kept)!};
    });
    slices.sort((a, b) => a.k - b.k || (a.value < b.value ? -1 : 1));
    return {
      profile: this.merged(WHOLE, parts, kept) ?? this.profileOf(NOTHING),
      slices: slices.map(({field, value, profile}) => ({field, value, profile})),
    };
  }

  /** Forgets a period. */
  drop(period: string): void {
    this.heldBytes -= this.held.get(period)?.texts.length ?? 0;
    this.held.delete(period);
    this.aside.delete(period);
  }

  /** Removes what lies aside. */
  close(): void {
    rmSync(this.folder, {recursive: true, force: true});
  }

  private merged(key: string, parts: ReadonlyMap<string, Profile>, kept: ReadonlyMap<string, number>): Profile | undefined {
    const [part, file] = [parts.get(key), kept.get(key)];
    if (file === undefined) return part;
    const before = decodeProfile(readFileSync(this.path(file)));
    return part === undefined ? before : mergeProfiles(before, part);
  }

  /** Of the documents of a period that are held, which are then not held any more, by slice. */
  private profiles(period: string): Map<string, Profile> {
    const held = this.held.get(period);
    if (held === undefined) return new Map();
    this.held.delete(period);
    const {texts, ends, numbers} = held;
    this.heldBytes -= texts.length;
    const text = {
      kind: 'text',
      count: ends.length - 1,
      bytes: texts.bytes.subarray(0, texts.length),
      offsets: Uint32Array.from(ends),
    } as const;
    const profiles = new Map([[WHOLE, this.profileOf(text)]]);
    numbers.forEach((byValue, k) => {
      for (const [value, list] of byValue) profiles.set(JSON.stringify([k, value]), this.profileOf(documentsAt(text, list)));
    });
    return profiles;
  }

  private profileOf(documents: Text): Profile {
    const {size, language} = this.options;
    const builder = new ProfileBuilder({size, language, compress: compressedSize, kernel: makeKernel});
    for (const batch of batchesOf(documents)) builder.add(batch);
    return builder.finish();
  }

  /** Makes room: the period with the most of what is held becomes profiles on the disk. */
  private putAside(): void {
    const [period] = [...this.held].reduce((a, b) => (b[1].texts.length > a[1].texts.length ? b : a));
    const kept = this.aside.get(period) ?? new Map<string, number>();
    this.aside.set(period, kept);
    const parts = this.profiles(period);
    for (const key of parts.keys()) {
      const bytes = encodeProfile(this.merged(key, parts, kept)!);
      const file = kept.get(key) ?? this.files++;
      kept.set(key, file);
      this.write(file, bytes);
    }
  }

  private write(file: number, bytes: Uint8Array): void {
    const path = this.path(file);
    try {
      makeFolder(this.options.folder);
      mkdirSync(this.folder, {recursive: true});
      writeFileSync(path, bytes);
    } catch (error) {
      throw outputError(error, path);
    }
  }

  private path(file: number): string {
    return join(this.folder, `${file}.profile`);
  }
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
