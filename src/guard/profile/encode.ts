/** Profiles to bytes: docs/profile-format.md is the specification. Equal profiles give equal bytes. */

import {crc32} from '../../core/crc32.ts';
import type {Bottom, Keyed} from '../../core/sketch/bottom-k.ts';
import {GROUPS, SAMPLED, type TypeSample} from '../../core/sketch/kernel.ts';
import {QUANTILE_BUCKETS, type QuantileSketch} from '../../core/sketch/quantiles.ts';
import {ByteWriter} from './bytes.ts';
import {type Profile, SIZES, type SizeName, SKETCHES, TOTALS} from './profile.ts';

/** 'GLPROF', a byte above 127 and a line feed: what transfers as text destroy is found out at once. */
export const MAGIC: Uint8Array = Uint8Array.of(0x47, 0x4c, 0x50, 0x52, 0x4f, 0x46, 0x8f, 0x0a);
export const VERSION = 2;
/** Magic, version, checksum of what follows. */
export const HEADER_BYTES = 16;
export const SIZE_NAMES = Object.keys(SIZES) as SizeName[];

export function encodeProfile(profile: Profile): Uint8Array {
  const out = new ByteWriter();
  out.raw(MAGIC);
  out.uint32(VERSION);
  out.uint32(0);
  payload(out, profile);
  out.putUint32(HEADER_BYTES - 4, crc32(out.written(HEADER_BYTES)));
  return out.finish();
}

function payload(out: ByteWriter, profile: Profile): void {
  out.text(profile.cutting.unicode);
  out.text(profile.cutting.rule);
  out.text(profile.cutting.language ?? '');
  out.byte(SIZE_NAMES.indexOf(profile.size));
  out.text(profile.groupField ?? '');
  for (const total of TOTALS) numbers(out, profile.totals[total]);
  numbers(out, profile.scripts);
  for (const kind of SAMPLED) types(out, profile.samples[kind]);
  types(out, profile.documents);
  bottom(out, profile.near, ({distinct, sketch}) => {
    out.number(distinct);
    out.byte(sketch.length);
    for (let i = 0; i < sketch.length; i++) out.number(i === 0 ? sketch[0] : sketch[i] - sketch[i - 1]);
  });
  out.byte(profile.compressed === undefined ? 0 : 1);
  if (profile.compressed !== undefined)
    bottom(out, profile.compressed, ({bytes, compressed}) => {
      out.number(bytes);
      out.number(compressed);
    });
  for (const sketch of SKETCHES) histogram(out, profile.sketches[sketch]);
  out.number(profile.fields.size);
  for (const [name, values] of profile.fields) {
    out.text(name);
    bottom(out, values, ({value, words}) => {
      out.text(value);
      out.number(words);
    });
  }
}

function numbers(out: ByteWriter, values: Float64Array): void {
  for (const value of values) out.number(value);
}

function types(out: ByteWriter, sample: TypeSample): void {
  out.number(sample.size);
  threshold(out, sample.complete ? undefined : [sample.thresholdHigh, sample.thresholdLow]);
  for (let i = 0; i < sample.size; i++) {
    out.number(i === 0 ? sample.high[0] : sample.high[i] - sample.high[i - 1]);
    out.uint32(sample.low[i]);
    groupCounts(out, sample, i);
    if (sample.texts === undefined) continue;
    out.number(sample.sentences![i]);
    out.byte(sample.shifts![i]);
  }
  if (sample.texts !== undefined) out.text(sample.texts.join('\n'));
}

/** Which groups have the type, then for each the documents and how many occurrences more than documents. */
function groupCounts(out: ByteWriter, {groups, starts, counts, documents}: TypeSample, type: number): void {
  out.byte(groups[type] & 255);
  out.byte(groups[type] >> 8);
  for (let cell = starts[type]; cell < starts[type + 1]; cell++) {
    out.number(documents[cell]);
    out.number(counts[cell] - documents[cell]);
  }
}

function threshold(out: ByteWriter, key: readonly number[] | undefined): void {
  out.byte(key === undefined ? 0 : 1);
  for (const part of key ?? []) out.uint32(part);
}

function bottom<E extends Keyed>(out: ByteWriter, {entries, threshold: limit}: Bottom<E>, rest: (entry: E) => void): void {
  out.number(entries.length);
  threshold(out, limit);
  for (const entry of entries) {
    out.uint32(entry.key[0]);
    out.uint32(entry.key[1]);
    out.uint32(entry.key[2]);
    out.number(entry.copies);
    rest(entry);
  }
}

/** Runs of empty buckets and counts, by group, to the last bucket that is not empty. */
function histogram(out: ByteWriter, {counts}: QuantileSketch): void {
  for (let group = 0; group < GROUPS; group++) {
    const from = group * QUANTILE_BUCKETS;
    const filled: number[] = [];
    for (let bucket = 0; bucket < QUANTILE_BUCKETS; bucket++) if (counts[from + bucket] > 0) filled.push(bucket);
    out.number(filled.length);
    for (let i = 0; i < filled.length; i++) {
      out.number(i === 0 ? filled[0] : filled[i] - filled[i - 1]);
      out.number(counts[from + filled[i]]);
    }
  }
}
