/**
 * A profile: the mergeable fingerprint of a corpus, and what `check` needs of one.
 *
 * law      merge(profile(a), profile(b)) = profile(a and b), byte for byte, whatever the parts and their order
 * size     bounded by SIZES, whatever the corpus
 *
 * Refuses to keep text: of the corpus itself only sampled words stay (and the values of provenance fields that were asked for).
 */

import {ConfigError} from '../../core/error.ts';
import {powerOfTwo} from '../../core/math/index.ts';
import {type Bottom, type Keyed, mergeBottoms} from '../../core/sketch/bottom-k.ts';
import {type Capacities, GROUPS, SAMPLED, type TypeSample} from '../../core/sketch/kernel.ts';
import type {QuantileSketch} from '../../core/sketch/quantiles.ts';
import {mergeSamples, reduceSample} from '../../core/sketch/type-sample.ts';
import {type Cutting, requireCutAlike} from './cutting.ts';

/** Entries kept: of the seven samples of types, of documents by hash, for near duplicates, for compression, of values a field. */
export interface Size {
  readonly types: Capacities;
  readonly documents: number;
  readonly near: number;
  readonly compressed: number;
  readonly values: number;
}

const sized = (factor: number): Size => ({
  types: [262144, 16384, 16384, 16384, 16384, 16384, 16384].map((k) => k * factor),
  documents: 65536 * factor,
  near: 8192 * factor,
  compressed: 1024 * factor,
  values: 4096 * factor,
});

export const SIZES = {small: sized(1 / 4), medium: sized(1), large: sized(4)} as const;
export type SizeName = keyof typeof SIZES;
export const DEFAULT_SIZE: SizeName = 'medium';

/** Throws ConfigError on a name that is no size. */
export function limitsOf(size: SizeName): Size {
  if (Object.hasOwn(SIZES, size)) return SIZES[size];
  throw new ConfigError(`no size of a profile is called ${String(size)}`, {next: `Wanted one of ${Object.keys(SIZES).join(', ')}.`});
}

/** Sums over documents, by group. Each (GROUPS,), whole numbers. */
export const TOTALS = [
  'documents',
  'bytes',
  'words',
  'sentences',
  'paragraphs',
  'fourGrams',
  /** Documents with a 4-gram, and the sum over them of 1 - distinct / all, in units of 2^-20. */
  'repeatable',
  'repetition',
] as const;
export type Total = (typeof TOTALS)[number];
export const REPETITION_UNIT = powerOfTwo(-20);

export const SKETCHES = ['documentWords', 'sentenceWords', 'repetition'] as const;
/** A document's repetition is sketched as a whole number of these. */
export const SKETCHED_REPETITION_UNIT = powerOfTwo(-16);
export type Sketch = (typeof SKETCHES)[number];

/** A document kept for near duplicates: key = [smallest hash of a 3-gram, hash of its bytes]. */
export interface NearEntry extends Keyed {
  /** Different 3-grams, and the smallest of their hashes. */
  readonly distinct: number;
  readonly sketch: Uint32Array;
}

/** A document kept for compression: key = [0, hash of its bytes]. */
export interface CompressedEntry extends Keyed {
  readonly bytes: number;
  readonly compressed: number;
}

/** One value of a provenance field: key = [0, hash of it]; copies are documents. */
export interface ValueEntry extends Keyed {
  readonly value: string;
  readonly words: number;
}

export interface Profile {
  readonly size: SizeName;
  readonly cutting: Cutting;
  /** The field that decides on groups; absent: the document's own bytes. */
  readonly groupField?: string;
  readonly totals: Readonly<Record<Total, Float64Array>>;
  /** Letters by script. (SCRIPTS.length,) */
  readonly scripts: Float64Array;
  readonly samples: Readonly<Record<(typeof SAMPLED)[number], TypeSample>>;
  readonly documents: TypeSample;
  readonly near: Bottom<NearEntry>;
  /** Absent where the profile was made without a compressor. */
  readonly compressed?: Bottom<CompressedEntry>;
  readonly sketches: Readonly<Record<Sketch, QuantileSketch>>;
  /** Values of the provenance fields that were named, by field. */
  readonly fields: ReadonlyMap<string, Bottom<ValueEntry>>;
}

export function totalOf(profile: Profile, total: Total, groups: number = powerOfTwo(GROUPS) - 1): number {
  const values = profile.totals[total];
  let sum = 0;
  for (let group = 0; group < GROUPS; group++) if ((groups >> group) & 1) sum += values[group];
  return sum;
}

/**
 * The profile of two corpora together. Of two sizes the smaller. Throws ConfigError where the two cannot be one corpus, DataError where their
 * words were not cut alike.
 */
export function mergeProfiles(a: Profile, b: Profile): Profile {
  requireCutAlike(a, b);
  const problem = whyNotMerged(a, b);
  if (problem !== undefined) throw new ConfigError(`profiles differ in ${problem}`, {next: 'Make them with the same options.'});
  const size = SIZES[a.size].documents <= SIZES[b.size].documents ? a.size : b.size;
  const limits = SIZES[size];
  return {
    ...{size, cutting: a.cutting},
    ...(a.groupField !== undefined && {groupField: a.groupField}),
    totals: record(TOTALS, (total) => added(a.totals[total], b.totals[total])),
    scripts: added(a.scripts, b.scripts),
    samples: record(SAMPLED, (kind) => mergeSamples(a.samples[kind], b.samples[kind], limits.types[SAMPLED.indexOf(kind)])),
    documents: mergeSamples(a.documents, b.documents, limits.documents),
    near: mergeBottoms(a.near, b.near, limits.near, again),
    ...(a.compressed && b.compressed && {compressed: mergeBottoms(a.compressed, b.compressed, limits.compressed, again)}),
    sketches: record(SKETCHES, (sketch) => a.sketches[sketch].plus(b.sketches[sketch])),
    fields: new Map(
      [...a.fields].map(([name, values]) => [name, mergeBottoms(values, b.fields.get(name)!, limits.values, againWithWords)]),
    ),
  };
}

function whyNotMerged(a: Profile, b: Profile): string | undefined {
  if (a.groupField !== b.groupField) return `the field that groups documents: ${a.groupField ?? 'none'} and ${b.groupField ?? 'none'}`;
  const names = (profile: Profile) => [...profile.fields.keys()].join(', ') || 'none';
  if (names(a) !== names(b)) return `the provenance fields: ${names(a)} and ${names(b)}`;
  return undefined;
}

/** As it would have been made at a smaller size. */
export function reduceProfile(profile: Profile, size: SizeName): Profile {
  const limits = limitsOf(size);
  const cut = <E extends Keyed>(of: Bottom<E>, capacity: number): Bottom<E> => mergeBottoms(of, {entries: []}, capacity, again);
  return {
    ...profile,
    size,
    samples: record(SAMPLED, (kind) => reduceSample(profile.samples[kind], limits.types[SAMPLED.indexOf(kind)])),
    documents: reduceSample(profile.documents, limits.documents),
    near: cut(profile.near, limits.near),
    ...(profile.compressed && {compressed: cut(profile.compressed, limits.compressed)}),
    fields: new Map([...profile.fields].map(([name, values]) => [name, cut(values, limits.values)])),
  };
}

const again = <E extends Keyed>(a: E, b: E): E => ({...a, copies: a.copies + b.copies});
const againWithWords = (a: ValueEntry, b: ValueEntry): ValueEntry => ({...again(a, b), words: a.words + b.words});

function added(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]);
}

export function record<K extends string, V>(keys: readonly K[], value: (key: K) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>;
}
