/**
 * Measures that each side has by itself: at the equal size where size matters, and of the documents as they are where it does not.
 *
 *   distinct.n        different n-grams over n-grams
 *   duplicates.paragraphs, duplicates.sentences   those that repeat an earlier one, in this or another document, over all; equal by their words
 *   heaps             slope of ln types on ln words (core/measure/heaps.ts)
 *   selfRepetition    share of 4-grams that another document has too, pooled
 *   repetition        mean over documents of the share of 4-grams that the document has said before
 *   compression.document   bytes over compressed bytes, each document by itself, of a sample of documents
 * checked  against documents whose n-grams are known (own-measures.test.ts), and beside the lab's (test/lab-and-guard.test.ts)
 */

import {square} from '../../core/math/index.ts';
import {heapsExponent} from '../../core/measure/heaps.ts';
import {FEW_DOCUMENTS, presenceAtShare} from '../../core/measure/thinning.ts';
import {GROUPS, SAMPLED, type Sampled} from '../../core/sketch/kernel.ts';
import {QUANTILE_BUCKETS} from '../../core/sketch/quantiles.ts';
import {jackknifeError} from '../../core/stats/jackknife.ts';
import {type Profile, REPETITION_UNIT, totalOf} from '../profile/profile.ts';
import {ALL_GROUPS, type Comparison, mean, together} from './comparison.ts';
import {presence, samplingErrorOf} from './linear.ts';
import type {ComparedReading, Estimated} from './reading.ts';

type SideName = 'reference' | 'candidate';

export interface Own {
  /** Undefined where it has no value. */
  valueOf(comparison: Comparison, side: SideName, groups: number): number | undefined;
  /** Whether it is read at the equal size; else the reference is read whole. */
  readonly sized: boolean;
  /** Whether it is a share of many, so that its interval is that of a share. */
  readonly share?: boolean;
  /** Degrees of the standard error, where fewer groups than there are have what is measured. */
  readonly degrees?: (profile: Profile) => number;
  /** What the sampling of types or documents adds to the standard error. */
  readonly sampling?: (comparison: Comparison) => number;
}

export function measureOwn(comparison: Comparison, measure: Own): ComparedReading | undefined {
  const value = measure.valueOf(comparison, 'candidate', ALL_GROUPS);
  const without = comparison.eachWithout((groups) => measure.valueOf(comparison, 'candidate', groups) ?? Number.NaN);
  const expected = measure.sized ? expectedOfParts(comparison, measure) : expectedOfWhole(comparison, measure);
  if (value === undefined || ![value, ...without].every(Number.isFinite)) return undefined;
  return {
    value,
    standardError: together(comparison.candidateError(value, without), measure.sampling?.(comparison) ?? 0),
    degrees: measure.degrees?.(comparison.candidate) ?? comparison.degrees,
    ...unitsOf(comparison.candidate, measure),
    ...(expected && {expected: {...expected, ...unitsOf(comparison.reference, measure)}}),
  };
}

/** Where no document shows what is counted, that is known of as many as there are. */
const unitsOf = (profile: Profile, {share}: Own): Pick<Estimated, 'units'> =>
  share === true ? {units: totalOf(profile, 'documents')} : {};

function expectedOfParts(comparison: Comparison, measure: Own): Estimated | undefined {
  const {list, varianceFactor} = comparison.splits;
  const own = list.map(({b}) => measure.valueOf(comparison, 'reference', b) ?? Number.NaN);
  const value = mean(own);
  if (!Number.isFinite(value)) return undefined;
  const byPart = Math.sqrt(varianceFactor * mean(own.map((e) => square(e - value))));
  return {value, standardError: together(byPart, measure.sampling?.(comparison) ?? 0), degrees: comparison.degreesOfReference};
}

function expectedOfWhole(comparison: Comparison, measure: Own): Estimated | undefined {
  const {documents} = comparison.reference.totals;
  const filled = Array.from({length: GROUPS}, (_, group) => group).filter((group) => documents[group] > 0);
  const value = measure.valueOf(comparison, 'reference', ALL_GROUPS);
  const without = filled.map((group) => measure.valueOf(comparison, 'reference', ALL_GROUPS & ~(1 << group)) ?? Number.NaN);
  if (value === undefined || ![value, ...without].every(Number.isFinite)) return undefined;
  return {
    value,
    standardError: jackknifeError(
      value,
      without,
      filled.map((group) => documents[group]),
    ),
    degrees: measure.degrees?.(comparison.reference) ?? comparison.degreesOfReference,
  };
}

/** n-grams of order n: a document of w words has w - n + 1, one of fewer than n none. Buckets of so few words are exact. */
function gramsOf(profile: Profile, n: number, groups: number): number {
  const {counts} = profile.sketches.documentWords;
  let grams = totalOf(profile, 'words', groups) - (n - 1) * totalOf(profile, 'documents', groups);
  for (let group = 0; group < GROUPS; group++) {
    if (((groups >> group) & 1) === 0) continue;
    for (let words = 0; words < n - 1; words++) grams += counts[group * QUANTILE_BUCKETS + words] * (n - 1 - words);
  }
  return grams;
}

export function distinct(n: number): Own {
  const kind = SAMPLED[n - 1];
  // of words and pairs a few types are very frequent, so that what is known of all is the better denominator
  const grams = (profile: Profile, groups: number): number | undefined => (n <= 2 ? gramsOf(profile, n, groups) : undefined);
  return {
    sized: true,
    share: true,
    valueOf: (comparison, side, groups) => differentShare(comparison, kind, {side, groups, all: grams(comparison[side], groups)}),
    sampling: (comparison) => differentError(comparison, kind, grams(comparison.candidate, ALL_GROUPS)),
  };
}

/** Sentences or paragraphs that repeat an earlier one, over all. */
export function repeated(kind: 'sentences' | 'paragraphs'): Own {
  return {
    sized: true,
    share: true,
    valueOf(comparison, side, groups) {
      const different = differentShare(comparison, kind, {side, groups});
      return different === undefined ? undefined : 1 - different;
    },
    sampling: (comparison) => differentError(comparison, kind),
  };
}

interface Different {
  readonly side: SideName;
  readonly groups: number;
  /** How often types of the kind occur, where that is known; else it is estimated from the same sample of types. */
  readonly all?: number;
}

/** Different types over their occurrences, at the equal size. */
function differentShare(comparison: Comparison, kind: Sampled, {side, groups, all}: Different): number | undefined {
  const {weight} = comparison.joinedTypes(kind);
  const {counts, words} = comparison.view(kind, side, groups);
  let occurrences = all ?? 0;
  if (all === undefined) for (let i = 0; i < counts.length; i++) occurrences += weight[i] * counts[i];
  if (!(occurrences > 0)) return undefined;
  const types = typesAt(comparison, kind, {side, groups, words: comparison.equalWords});
  return Math.min(1, (types * words) / (occurrences * comparison.equalWords));
}

function differentError(comparison: Comparison, kind: Sampled, all?: number): number {
  const joined = comparison.joinedTypes(kind);
  const view = comparison.view(kind, 'candidate', ALL_GROUPS);
  const present = presence(view, comparison.equalWords);
  const scale = view.words / comparison.equalWords;
  return samplingErrorOf(
    joined,
    [(i) => joined.weight[i] * present[i], (i) => joined.weight[i] * view.counts[i]],
    ([types, occurrences]) => (types * scale) / (all ?? occurrences),
  );
}

/** Different types among `words` words of the documents of some groups. */
function typesAt(comparison: Comparison, kind: Sampled, {side, groups, words}: {side: SideName; groups: number; words: number}): number {
  const {weight} = comparison.joinedTypes(kind);
  const present = presence(comparison.view(kind, side, groups), words);
  let types = 0;
  for (let i = 0; i < present.length; i++) types += weight[i] * present[i];
  return types;
}

const heaps: Own = {
  sized: true,
  valueOf: (comparison, side, groups) =>
    heapsExponent(comparison.equalWords, (words) => typesAt(comparison, 'words', {side, groups, words})),
};

const selfRepetition: Own = {
  sized: true,
  share: true,
  valueOf(comparison, side, groups) {
    const {weight} = comparison.joinedTypes('4-grams');
    const {counts, documents, words} = comparison.view('4-grams', side, groups);
    const {few, of} = presenceAtShare(comparison.equalWords / words);
    let repeated = 0;
    let all = 0;
    for (let i = 0; i < counts.length; i++) {
      all += weight[i] * counts[i];
      const others = documents[i] - 1;
      if (others > 0) repeated += weight[i] * counts[i] * (others < FEW_DOCUMENTS ? few[others] : of(others));
    }
    return all > 0 ? repeated / all : undefined;
  },
  sampling(comparison) {
    const joined = comparison.joinedTypes('4-grams');
    const {counts, documents} = comparison.view('4-grams', 'candidate', ALL_GROUPS);
    const occurrences = (i: number): number => counts[i] * joined.weight[i];
    return samplingErrorOf(joined, [(i) => (documents[i] > 1 ? occurrences(i) : 0), occurrences], ([repeats, all]) => repeats / all);
  },
};

const repetition: Own = {
  sized: false,
  share: true,
  degrees: ({totals}) => Math.max(1, totals.repetition.filter((sum) => sum > 0).length - 1),
  valueOf(comparison, side, groups) {
    const documents = totalOf(comparison[side], 'repeatable', groups);
    return documents > 0 ? (totalOf(comparison[side], 'repetition', groups) * REPETITION_UNIT) / documents : undefined;
  },
};

const documentCompression: Own = {
  sized: false,
  valueOf(comparison, side, groups) {
    let bytes = 0;
    let compressed = 0;
    for (const entry of comparison[side].compressed?.entries ?? []) {
      if (((groups >> (entry.key[2] & (GROUPS - 1))) & 1) === 0) continue;
      bytes += entry.bytes * entry.copies;
      compressed += entry.compressed * entry.copies;
    }
    return compressed > 0 ? bytes / compressed : undefined;
  },
};

/** Mean words of a document. */
const words: Own = {
  sized: false,
  valueOf(comparison, side, groups) {
    const documents = totalOf(comparison[side], 'documents', groups);
    return documents > 0 ? totalOf(comparison[side], 'words', groups) / documents : undefined;
  },
};

/** Those of one form; `distinct` and `repeated` make the others. */
export const OWN = {heaps, selfRepetition, repetition, documentCompression, words} as const;
