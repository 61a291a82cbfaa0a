/**
 * Records to the documents of their periods, and of the slices of these.
 *
 * Documents are held by period until there is much of them; then those of the period that has most become profiles on the disk. Profiles of
 * parts merge into exactly that of the whole, so neither the order of records nor how many are held shows in a profile.
 *
 * cost     memory: MOST_HELD, and the profiles of one part
 */
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {cutIntoPassages} from '../../core/text/passages.ts';
import {encodeProfile} from '../../guard/profile/encode.ts';
import type {Profile} from '../../guard/profile/profile.ts';
import {GrowingBytes} from '../../read/batch.ts';
import {ASIDE, makeFolder, outputError} from '../files.ts';
import {DocumentSample} from './document-sample.ts';
import {type AsideProfile, type PeriodDocuments, type PeriodParts, type ProfileMaking, profilesOf} from './period-documents.ts';
import type {RecordSink, RecordText} from './reader.ts';

export interface CollectorOptions extends ProfileMaking {
  /** Words of the passages that records are cut into; absent: a record is a document. */
  readonly passage?: number;
  /** Fields that periods are sliced by. */
  readonly slices: readonly string[];
  /** Whether a sample of each period's documents is kept. */
  readonly samples?: boolean;
  /** In which profiles of parts are put aside. */
  readonly folder: string;
  readonly mostHeld?: number;
}

/** Bytes of documents that are held. */
const MOST_HELD = 96 << 20;

/** Held documents of one period; `numbers`: of each field, those of each value. */
interface Held {
  readonly texts: GrowingBytes;
  readonly ends: number[];
  readonly numbers: readonly Map<string, number[]>[];
}

export class PeriodCollector implements RecordSink {
  private readonly options: CollectorOptions;
  private readonly held = new Map<string, Held>();
  private readonly aside = new Map<string, AsideProfile[]>();
  private readonly samples = new Map<string, DocumentSample>();
  private readonly folder: string;
  private heldBytes = 0;
  private files = 0;

  constructor(options: CollectorOptions) {
    this.options = options;
    this.folder = join(options.folder, `${ASIDE}parts`);
  }

  get periods(): string[] {
    return [...new Set([...this.held.keys(), ...this.aside.keys()])].sort();
  }

  /** A record, whose `values` are those of the fields of the slices. */
  add(period: string, values: readonly string[], {bytes, from, to}: RecordText): void {
    let held = this.held.get(period);
    if (held === undefined) {
      held = {texts: new GrowingBytes(1 << 12), ends: [0], numbers: this.options.slices.map(() => new Map())};
      this.held.set(period, held);
    }
    const place = held.texts.length;
    const sample = this.sampleOf(period);
    let start = from;
    held.texts.append(bytes, from, to);
    for (const end of this.endsOf(bytes, from, to)) {
      const number = held.ends.length - 1;
      sample?.add(bytes, start, end);
      start = end;
      held.ends.push(place + end - from);
      for (let k = 0; k < values.length; k++) {
        if (values[k] === '') continue;
        const known = held.numbers[k].get(values[k]);
        if (known === undefined) held.numbers[k].set(values[k], [number]);
        else known.push(number);
      }
    }
    this.heldBytes += to - from;
    if (this.heldBytes > (this.options.mostHeld ?? MOST_HELD)) this.putAside();
  }

  /** All of a period, which is then forgotten. */
  take(period: string): PeriodParts {
    const parts = this.release(period);
    const sample = this.samples.get(period);
    this.samples.delete(period);
    return {...parts, ...(sample && {sample: sample.take()})};
  }

  /** Removes what lies aside. */
  close(): void {
    rmSync(this.folder, {recursive: true, force: true});
  }

  /** Where the documents of a record end. A record is cut by itself, so that it depends on nothing that is read beside it. */
  private endsOf(bytes: Uint8Array, from: number, to: number): Iterable<number> {
    const {passage} = this.options;
    if (passage === undefined) return [to];
    return cutIntoPassages({kind: 'text', count: 1, bytes, offsets: Uint32Array.of(from, to)}, passage).offsets.subarray(1);
  }

  private sampleOf(period: string): DocumentSample | undefined {
    if (this.options.samples !== true) return undefined;
    const sample = this.samples.get(period) ?? new DocumentSample();
    this.samples.set(period, sample);
    return sample;
  }

  /** What is held and lies aside of a period, its sample apart, which is then forgotten. */
  private release(period: string): PeriodParts {
    const aside = this.aside.get(period) ?? [];
    this.aside.delete(period);
    const documents = this.documentsOf(period);
    return {period, aside, ...(documents && {documents})};
  }

  private documentsOf(period: string): PeriodDocuments | undefined {
    const held = this.held.get(period);
    if (held === undefined) return undefined;
    this.held.delete(period);
    const {texts, ends, numbers} = held;
    this.heldBytes -= texts.length;
    const slices = numbers.flatMap((byValue, k) =>
      [...byValue].map(([value, list]) => ({field: this.options.slices[k], value, numbers: Uint32Array.from(list)})),
    );
    return {bytes: texts.bytes.subarray(0, texts.length), ends: Uint32Array.from(ends), slices};
  }

  /** Makes room: the period with the most of what is held becomes profiles on the disk, with those that it has there. */
  private putAside(): void {
    const [period] = [...this.held].reduce((a, b) => (b[1].texts.length > a[1].texts.length ? b : a));
    const parts = this.release(period);
    const {profile, slices} = profilesOf(parts, this.options.slices, this.options);
    const written = [this.write(profile), ...slices.map(({field, value, profile: own}) => ({slice: {field, value}, ...this.write(own)}))];
    this.aside.set(period, written);
    for (const {path} of parts.aside) rmSync(path, {force: true});
  }

  private write(profile: Profile): AsideProfile {
    const path = join(this.folder, `${this.files++}.profile`);
    try {
      makeFolder(this.options.folder);
      mkdirSync(this.folder, {recursive: true});
      writeFileSync(path, encodeProfile(profile));
    } catch (error) {
      throw outputError(error, path);
    }
    return {path};
  }
}
