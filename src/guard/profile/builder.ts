/**
 * Documents into a profile, one at a time, in bounded memory.
 *
 * cost     that of the kernel, and per document a few look-ups; a document that is sampled for near duplicates has its 3-grams sorted
 */

import {DomainError} from '../../core/error.ts';
import {COMPRESSED_BYTES} from '../../core/measure/compression.ts';
import {type Bottom, BottomK, type Keyed} from '../../core/sketch/bottom-k.ts';
import {hashBytes64} from '../../core/sketch/hash.ts';
import {type Capacities, GROUPS, SAMPLED, type ScanKernel, STATISTIC} from '../../core/sketch/kernel.ts';
import {QuantileSketch} from '../../core/sketch/quantiles.ts';
import {TypeTable} from '../../core/sketch/type-table.ts';
import type {Language} from '../../core/text/language.ts';
import type {WordRules} from '../../core/text/word-scanner.ts';
import {cuttingOf} from './cutting.ts';
import {EntryMemory} from './entry-memory.ts';
import {
  type CompressedEntry,
  DEFAULT_SIZE,
  limitsOf,
  type NearEntry,
  type Profile,
  REPETITION_UNIT,
  record,
  type SizeName,
  SKETCHED_REPETITION_UNIT,
  SKETCHES,
  TOTALS,
  type ValueEntry,
} from './profile.ts';

export interface ProfileOptions {
  readonly size?: SizeName;
  /** Compressed size of bytes; without it the profile has no `compression.document`. Must be the same function wherever profiles are compared. */
  readonly compress?: (bytes: Uint8Array) => number;
  /** Makes the pass; the plain one or the WebAssembly one. */
  readonly kernel: (capacities: Capacities, rules: WordRules) => ScanKernel;
  /** Whose case is folded, where it is not as in other languages. */
  readonly language?: Language;
  /** Provenance fields, in the order of a batch's `extra`. */
  readonly fields?: readonly string[];
  /** What a value of the field of this number is counted as; the value itself without. */
  readonly countAs?: (field: number, value: string) => string;
  /** The field whose value decides on a document's group, the last of a batch's `extra`. */
  readonly groupField?: string;
}

/** Documents with the values of further fields: value of document i in a field is bytes[offsets[i] .. offsets[i + 1]). */
export interface DocumentBatch {
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
  readonly extra?: readonly {readonly bytes: Uint8Array; readonly offsets: Uint32Array}[];
}

/** A document that may be compressed in the end: most are put out of the sample before. */
interface Uncompressed extends Keyed {
  readonly text: Uint8Array;
}

export class ProfileBuilder {
  private readonly options: ProfileOptions;
  private readonly size: SizeName;
  private readonly kernel: ScanKernel;
  private readonly totals = record(TOTALS, () => new Float64Array(GROUPS));
  private readonly sketches = record(SKETCHES, () => new QuantileSketch());
  private readonly documents: TypeTable;
  private readonly near: BottomK<NearEntry>;
  private readonly compressible: BottomK<Uncompressed>;
  private readonly values: readonly BottomK<ValueEntry>[];
  /** Of entries that were put out; undefined where somebody may look at them still. */
  private memory?: EntryMemory = new EntryMemory();
  private readonly hash = new Uint32Array(2);
  private readonly at = {group: 0, document: 0, sentence: 0};

  constructor(options: ProfileOptions) {
    this.options = options;
    this.size = options.size ?? DEFAULT_SIZE;
    const limits = limitsOf(this.size);
    this.kernel = options.kernel(limits.types, {language: options.language});
    this.documents = new TypeTable(limits.documents, {words: false});
    this.near = new BottomK(limits.near);
    this.compressible = new BottomK(limits.compressed);
    this.values = (options.fields ?? []).map(() => new BottomK(limits.values));
  }

  /** Throws DomainError where offsets are not those of `count` documents within the bytes. */
  add(batch: DocumentBatch): void {
    const {kernel, hash} = this;
    const {fields = [], groupField} = this.options;
    const {bytes, offsets, extra = []} = batch;
    requireBatch(batch, fields.length + (groupField === undefined ? 0 : 1));
    kernel.load(bytes);
    for (let i = 0; i < batch.count; i++) {
      let group: number | undefined;
      if (groupField !== undefined) {
        const field = extra[fields.length];
        hashBytes64(field.bytes, field.offsets[i], field.offsets[i + 1], hash);
        group = hash[1] & (GROUPS - 1);
      }
      kernel.document(offsets[i], offsets[i + 1], group);
      const statistics = kernel.statistics();
      this.addTotals(statistics, offsets[i + 1] - offsets[i]);
      this.addDocument(statistics, bytes, offsets[i], offsets[i + 1]);
      fields.forEach((_, f) => {
        this.addValue(f, extra[f].bytes.subarray(extra[f].offsets[i], extra[f].offsets[i + 1]), statistics[STATISTIC.words]);
      });
    }
  }

  private addTotals(statistics: Uint32Array, bytes: number): void {
    const {totals, sketches} = this;
    const group = statistics[STATISTIC.group];
    const words = statistics[STATISTIC.words];
    const fourGrams = statistics[STATISTIC.fourGrams];
    totals.documents[group]++;
    totals.bytes[group] += bytes;
    totals.words[group] += words;
    totals.sentences[group] += statistics[STATISTIC.sentences];
    totals.paragraphs[group] += statistics[STATISTIC.paragraphs];
    totals.fourGrams[group] += fourGrams;
    sketches.documentWords.add(words, group);
    const lengths = this.kernel.sentenceLengths();
    for (let i = 0; i < lengths.length; i++) sketches.sentenceWords.add(lengths[i], group);
    if (fourGrams === 0) return;
    const repetition = 1 - statistics[STATISTIC.distinctFourGrams] / fourGrams;
    totals.repeatable[group]++;
    totals.repetition[group] += Math.round(repetition / REPETITION_UNIT);
    sketches.repetition.add(Math.round(repetition / SKETCHED_REPETITION_UNIT), group);
  }

  private addDocument(statistics: Uint32Array, bytes: Uint8Array, from: number, to: number): void {
    const {at} = this;
    const high = statistics[STATISTIC.hashHigh];
    const low = statistics[STATISTIC.hashLow];
    at.document++;
    at.group = statistics[STATISTIC.group];
    this.documents.add(high, low, at);
    const shingle = statistics[STATISTIC.smallestShingle];
    if (statistics[STATISTIC.shingles] > 0 && this.near.admits(shingle, high, low)) {
      const known = this.near.get(shingle, high, low);
      this.near.set(
        known === undefined ? {key: [shingle, high, low], copies: 1, ...this.kernel.sketch(this.memory?.sketch())} : again(known),
      );
      this.memory?.addSketches(this.near.takeOut());
    }
    if (this.options.compress === undefined || !this.compressible.admits(0, high, low)) return;
    const known = this.compressible.get(0, high, low);
    if (known === undefined) {
      const text = bytes.subarray(from, Math.min(to, from + COMPRESSED_BYTES));
      this.compressible.set({key: [0, high, low], copies: 1, text: this.memory?.copyOf(text) ?? new Uint8Array(text)});
    } else this.compressible.set(again(known));
    this.memory?.addTexts(this.compressible.takeOut());
  }

  private compressed(compress: (bytes: Uint8Array) => number): Bottom<CompressedEntry> {
    const {entries, threshold} = this.compressible.finish();
    const made = entries.map(({key, copies, text}) => ({key, copies, bytes: text.length, compressed: compress(text)}));
    return {entries: made, ...(threshold && {threshold})};
  }

  private addValue(field: number, given: Uint8Array, words: number): void {
    const {countAs} = this.options;
    const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes);
    const value = countAs === undefined ? given : new TextEncoder().encode(countAs(field, decode(given)));
    hashBytes64(value, 0, value.length, this.hash);
    const [high, low] = this.hash;
    const values = this.values[field];
    if (!values.admits(0, high, low)) return;
    const known = values.get(0, high, low);
    if (known === undefined) values.set({key: [0, high, low], copies: 1, value: decode(value), words});
    else values.set({...known, copies: known.copies + 1, words: known.words + words});
  }

  finish(): Profile {
    const {kernel, options, totals, sketches} = this;
    this.memory = undefined;
    return {
      size: this.size,
      cutting: cuttingOf(options.language),
      ...(options.groupField !== undefined && {groupField: options.groupField}),
      totals,
      scripts: kernel.scripts(),
      samples: record(SAMPLED, (kind) => kernel.sample(SAMPLED.indexOf(kind))),
      documents: this.documents.sample(),
      near: this.near.finish(),
      ...(options.compress && {compressed: this.compressed(options.compress)}),
      sketches,
      fields: new Map((options.fields ?? []).map((name, f) => [name, this.values[f].finish()])),
    };
  }
}

const again = <E extends {copies: number}>(entry: E): E => ({...entry, copies: entry.copies + 1});

function requireBatch({count, bytes, offsets, extra = []}: DocumentBatch, fields: number): void {
  if (extra.length < fields) throw new DomainError(`a batch wants ${fields} further fields, got ${extra.length}`);
  requireOffsets(count, bytes, offsets);
  for (const field of extra) requireOffsets(count, field.bytes, field.offsets);
}

function requireOffsets(count: number, bytes: Uint8Array, offsets: Uint32Array): void {
  if (!(Number.isInteger(count) && count >= 0 && offsets.length > count))
    throw new DomainError(`${count} documents want ${count} + 1 offsets, got ${offsets.length}`);
  for (let i = 0; i < count; i++)
    if (offsets[i] > offsets[i + 1]) throw new DomainError(`offsets ascend, got ${offsets[i]} before ${offsets[i + 1]} at document ${i}`);
  if (offsets[count] > bytes.length) throw new DomainError(`offsets end within the ${bytes.length} bytes, got ${offsets[count]}`);
}
