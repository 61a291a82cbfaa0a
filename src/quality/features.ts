/**
 * A stretch of text as counts of hashed features: words and pairs of words (as the guard counts them), and runs of 2 to 4 bytes, of the text
 * in NFC and without soft hyphens, as words are too.
 *
 *   bucket = hash(kind, gram) mod 2^18;   words apart: the buckets of a stretch's distinct words
 *
 * shape    bytes[from .. to) -> one row of (bucket, count), one row of word buckets; appended to what was added before
 * edge     grams do not leave the stretch, so rows of stretches add up to rows of documents; a run of white space is one space
 * cost     some five hash steps a byte
 * source   feature hashing: K. Weinberger et al., ICML 2009
 */
import {grown} from '../core/grown.ts';
import {isNormal, normalized} from '../core/text/normal.ts';
import {type WordRules, WordScanner, type WordSink} from '../core/text/word-scanner.ts';

export const FEATURE_BUCKETS = 1 << 18;

/** Sparse rows. Row i is indices[offsets[i] .. offsets[i + 1]), with values alike. */
export interface SparseRows {
  readonly count: number;
  readonly indices: Uint32Array;
  readonly values: Float32Array;
  readonly offsets: Uint32Array;
}

/** Rows under construction; within a row a bucket is listed once. */
class RowBuffer {
  count = 0;
  used = 0;
  indices = new Uint32Array(1 << 12);
  values = new Float32Array(1 << 12);
  offsets = new Uint32Array(1 << 8);
  private readonly slot = new Int32Array(FEATURE_BUCKETS).fill(-1);

  bump(bucket: number): void {
    const slot = this.slot[bucket];
    if (slot >= 0) {
      this.values[slot]++;
      return;
    }
    if (this.used === this.indices.length) {
      this.indices = grown(this.indices, 2 * this.used);
      this.values = grown(this.values, 2 * this.used);
    }
    this.slot[bucket] = this.used;
    this.indices[this.used] = bucket;
    this.values[this.used++] = 1;
  }

  end(): void {
    const {slot, indices, offsets, used} = this;
    for (let i = offsets[this.count]; i < used; i++) slot[indices[i]] = -1;
    if (this.count + 2 > offsets.length) this.offsets = grown(offsets, 2 * offsets.length);
    this.offsets[++this.count] = used;
  }

  take(): SparseRows {
    const {count, used, indices, values, offsets} = this;
    this.count = 0;
    this.used = 0;
    return {count, indices: indices.slice(0, used), values: values.slice(0, used), offsets: offsets.slice(0, count + 1)};
  }
}

/** Collects the features of one stretch after another. */
export class FeatureCollector implements WordSink {
  private readonly grams = new RowBuffer();
  private readonly words = new RowBuffer();
  private readonly runs: boolean;
  private readonly scanner: WordScanner;
  /** Hash of the word before, 0 at the beginning of a stretch. */
  private before = 0;

  /** `runs`: whether runs of bytes are features, besides words and pairs of words. */
  constructor({runs = true, ...rules}: {readonly runs?: boolean} & WordRules = {}) {
    this.runs = runs;
    this.scanner = new WordScanner(this, rules);
  }

  get count(): number {
    return this.grams.count;
  }

  add(bytes: Uint8Array, from: number, to: number): void {
    if (this.runs) this.scanRuns(bytes, from, to);
    this.before = 0;
    this.scanner.scan(bytes, from, to);
    this.grams.end();
    this.words.end();
  }

  /** The rows so far; the collector begins anew. */
  take(): {grams: SparseRows; words: SparseRows} {
    return {grams: this.grams.take(), words: this.words.take()};
  }

  private scanRuns(bytes: Uint8Array, from: number, to: number): void {
    if (isNormal(bytes, from, to)) this.scanBytes(bytes, from, to);
    else {
      const normal = normalized(bytes, from, to);
      this.scanBytes(normal, 0, normal.length);
    }
  }

  private scanBytes(bytes: Uint8Array, from: number, to: number): void {
    const {grams} = this;
    let one = 32;
    let two = 0;
    let three = 0;
    let seen = 1;
    for (let at = from; at <= to; at++) {
      let byte = at < to ? bytes[at] : 32;
      if (byte < 32) byte = 32;
      if (byte === 32 && one === 32) continue;
      seen++;
      grams.bump(bucketOf((one << 8) | byte, 2));
      if (seen > 2) grams.bump(bucketOf((two << 16) | (one << 8) | byte, 3));
      if (seen > 3) grams.bump(bucketOf((three << 24) | (two << 16) | (one << 8) | byte, 4));
      three = two;
      two = one;
      one = byte;
    }
  }

  word(state: number): void {
    const {grams, words, before} = this;
    const bucket = bucketOf(state, 5);
    grams.bump(bucket);
    words.bump(bucket);
    if (before !== 0) grams.bump(bucketOf(Math.imul(before, 0x9e3779b1) ^ state, 6));
    this.before = state;
  }
}

function bucketOf(state: number, kind: number): number {
  let h = Math.imul(state ^ Math.imul(kind, 0x85ebca77), 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 14;
}
