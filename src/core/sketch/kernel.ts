/**
 * What one pass over documents gathers, as a port: `TypescriptKernel` (scan.ts) is the oracle, a WebAssembly build of the same pass the
 * fast one. Equal documents give equal bits, whichever does the work.
 *
 * Refuses to read files, to merge, to estimate.
 */

import type {GroupCounts} from './group-counts.ts';
import type {ShingleSketch} from './shingle-sketch.ts';

/** Groups of documents. A document's group is a function of its own bytes (or of a field's), so it is the same wherever it is read. */
export const GROUPS = 16;

/** What a sample of types is made of. Words are 1-grams with a shift of their hash by length (hash.ts). */
export const SAMPLED = ['words', '2-grams', '3-grams', '4-grams', '5-grams', 'sentences', 'paragraphs'] as const;
export type Sampled = (typeof SAMPLED)[number];

/** The most types kept of each kind, in the order of SAMPLED. */
export type Capacities = readonly number[];

/** What the last document was, in `ScanKernel.statistics`. */
export const STATISTIC = {
  words: 0,
  sentences: 1,
  paragraphs: 2,
  /** 4-grams, and the different ones among them. */
  fourGrams: 3,
  distinctFourGrams: 4,
  hashHigh: 5,
  hashLow: 6,
  group: 7,
  /** Smallest hash of a shingle (of the whole text where it has fewer than 3 tokens); 2^32 - 1 without tokens. */
  smallestShingle: 8,
  /** Valid entries in `shingles`. */
  shingles: 9,
  /** Words and visible characters outside words: what shingles are 3-grams of. */
  tokens: 10,
} as const;
export const STATISTICS = 11;

export interface ScanKernel {
  /** Makes a batch of documents the one that `document` reads from. The bytes may be copied; they are not changed. */
  load(bytes: Uint8Array): void;
  /** Takes in the document bytes[from .. to) of the batch. `group`: 0 .. GROUPS - 1, or absent for the group by its own bytes. */
  document(from: number, to: number, group?: number): void;
  /** (STATISTICS,) of the last document. Valid until the next call. */
  statistics(): Uint32Array;
  /** Hashes of the last document's shingles, with repetitions. Valid until the next call. */
  shingles(): Uint32Array;
  /**
   * How many different ones those are, and the smallest of them, a copy, as `sketchShingles` has them; into `memory` where that is as long as they are.
   * Ends what `shingles` gave.
   */
  sketch(memory?: Uint32Array): ShingleSketch;
  /** Words of each sentence of the last document. Valid until the next call. */
  sentenceLengths(): Uint32Array;
  /** Letters of all documents by script. (SCRIPTS.length,) of core/text/unicode/classes.ts */
  scripts(): Float64Array;
  /** The sample of one kind, sorted by hash: at most its capacity. A copy. */
  sample(kind: number): TypeSample;
}

/**
 * The types whose hashes are below `threshold`, sorted by hash, with exact counts by group of documents.
 *
 * shape    high, low: (n,); counts and documents of groups: as GroupCounts has them; sentences, lengths, texts: (n,), of words alone
 * law      a type is in the sample exactly when its hash is below the threshold, which is the smallest hash left out; with none left
 *          out `complete` is true
 */
export interface TypeSample extends GroupCounts {
  readonly size: number;
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  /** Sentences that have the word. */
  readonly sentences?: Float64Array;
  /** The word, lower-cased, in NFC; cut after 40 code points. */
  readonly texts?: readonly string[];
  /** Bits by which the hash was made shorter. */
  readonly shifts?: Uint8Array;
  readonly complete: boolean;
  /** The smallest hash left out, where not complete. */
  readonly thresholdHigh: number;
  readonly thresholdLow: number;
}
