/**
 * Duplicates in a stream of documents: which earlier one, of those that were kept, a document repeats.
 *
 *   exact   equal bytes, by a hash of 64 bits
 *   near    Jaccard index |A and B| / |A or B| of the sets of 3-grams at least `similarity`, counted on the whole sets; 3-grams of words, and of
 *           visible characters outside words, each of which is a word of its own
 *
 * shape    add(document) -> number of the earlier document it repeats, counted over `add` calls from 0, or -1: then it is kept
 * law      near: nothing below the threshold is called a duplicate. Documents are compared where they share one of their L smallest hashes
 *          of 3-grams, (1 - similarity)^L <= 1e-4: of pairs at the threshold one in 10,000 is not looked at, of likelier ones fewer;
 *          what the first PREFIX hashes of both rule out is not compared whole
 * edge     a document with fewer than three of these is a near duplicate of its exact copies alone; a chance collision of 64 bits has
 *          probability n^2 / 2^65. At most CANDIDATES documents are compared for one hash: those kept first
 * cost     a kept document: 24 to 48 bytes, and 11 to 22 for each of its L hashes (14 at .5) that no other has, fewer for short documents
 *          and for hashes that others have; its set of 3-grams
 *          lies in the store, 4 bytes each. A comparison is a merge of two sets
 * source   smallest hashes: A. Broder, SEQUENCES 1997; how many of a short document: prefix filtering, R. Bayardo et al., WWW 2007
 * checked  against all pairs of sets
 */
import {grown} from '../core/grown.ts';
import {log} from '../core/math/index.ts';
import {hashBytes64} from '../core/sketch/hash.ts';
import {Beginnings} from './beginnings.ts';
import {HashIndex, HashNumbers} from './dedupe-tables.ts';
import {DocumentScan} from './document-scan.ts';
import {FIRST_HASHES, FirstHashes, fewestOf, sharedOf} from './first-hashes.ts';

const CANDIDATES = 64;
/** Hashes of a set that are looked at before all are. */
const PREFIX = 128;
const MISSED = 1e-4;

/** Something that compares a document with the earlier ones it keeps. */
export interface Deduper {
  add(bytes: Uint8Array, from: number, to: number): number;
}

/** A document's 64 bits, in two lanes. */
export interface DocumentHash {
  readonly high: number;
  readonly low: number;
}

export class ExactDeduper implements Deduper {
  private readonly seen = new HashNumbers();
  private readonly hash = new Uint32Array(2);
  private count = 0;

  add(bytes: Uint8Array, from: number, to: number): number {
    hashBytes64(bytes, from, to, this.hash);
    return this.addHash({high: this.hash[0], low: this.hash[1]});
  }

  /** The same for a document whose hash is known. `number`: what the answer calls it, if another one. */
  addHash({high, low}: DocumentHash, number: number = this.count++): number {
    const earlier = this.seen.find(high, low);
    if (earlier < 0) this.seen.set(high, low, number);
    return earlier;
  }
}

/** Where the sets of 3-grams of kept documents lie: ascending, distinct. */
export interface ShingleStore {
  /** Keeps the set of the next document: documents are numbered from 0 in the order of these calls. */
  keep(shingles: Uint32Array): void;
  /** The first `most` of it, all unless given. Valid until the next call. */
  read(kept: number, most?: number): Uint32Array;
}

interface NearOptions {
  /** Above 0, at most 1. */
  readonly similarity: number;
  readonly scan?: DocumentScan;
  /** In memory unless given. */
  readonly store?: ShingleStore;
}

export class NearDeduper implements Deduper {
  private readonly similarity: number;
  private readonly lookUps: number;
  private readonly store: ShingleStore;
  private readonly first: FirstHashes;
  private scan?: DocumentScan;
  private readonly exact = new HashNumbers();
  private readonly index = new HashIndex(CANDIDATES);
  private readonly candidates: Uint32Array;
  private readonly beginnings = new Beginnings();
  private count = 0;
  private kept = 0;
  /** By kept document: its number; the size of its set, and the last document that it was compared with, plus one. */
  private numbers = new Uint32Array(1024);
  private seen = new Uint32Array(2 * 1024);

  constructor({similarity, scan, store = new MemoryShingles()}: NearOptions) {
    this.similarity = similarity;
    this.lookUps = similarity >= 1 ? 1 : Math.ceil(log(MISSED) / log(1 - similarity));
    this.candidates = new Uint32Array(this.lookUps * CANDIDATES);
    this.scan = scan;
    this.store = store;
    this.first = new FirstHashes(similarity);
  }

  add(bytes: Uint8Array, from: number, to: number): number {
    this.scan ??= new DocumentScan();
    this.scan.read(bytes, from, to);
    return this.addShingles(this.scan.shingles(), this.scan.hash);
  }

  /** The same for a document whose set of 3-grams (ascending, distinct) and hash are known. `number`: as in `addHash`, growing. */
  addShingles(shingles: Uint32Array, {high, low}: DocumentHash, number: number = this.count++): number {
    const copy = this.exact.find(high, low);
    if (copy >= 0) return copy;
    const like = this.find(shingles, number);
    if (like >= 0) return this.numbers[like];
    this.exact.set(high, low, number);
    if (shingles.length > 0) this.keep(shingles, number);
    return -1;
  }

  /** The first kept document that is like enough, or -1. */
  private find(shingles: Uint32Array, number: number): number {
    const {candidates, beginnings, seen, store, first} = this;
    const count = this.gather(shingles, number);
    if (count === 0) return -1;
    beginnings.touch(candidates, count);
    first.hold(shingles);
    let found = -1;
    for (let c = 0; c < count; c++) {
      const kept = candidates[c];
      if (found >= 0 && kept > found) continue;
      if (!beginnings.find(kept)) beginnings.fill(store.read(kept, FIRST_HASHES));
      if (first.mayBeLike(beginnings.hashes, beginnings.from, seen[2 * kept]) && this.isLike(shingles, kept)) found = kept;
    }
    return found;
  }

  /** The kept documents that share a looked up hash, and may be like it by their sizes: into `candidates`. */
  private gather(shingles: Uint32Array, number: number): number {
    const {candidates, index, seen, similarity} = this;
    const hashes = this.lookedUp(shingles.length);
    const least = similarity * shingles.length - 1e-9;
    const most = (shingles.length + 1e-9) / similarity;
    let count = 0;
    for (let i = 0; i < hashes; i++) {
      const end = count + index.read(shingles[i], candidates, count);
      for (let c = count; c < end; c++) {
        const kept = candidates[c];
        const size = seen[2 * kept];
        if (size < least || size > most || seen[2 * kept + 1] === number + 1) continue;
        seen[2 * kept + 1] = number + 1;
        candidates[count++] = kept;
      }
    }
    return count;
  }

  private isLike(shingles: Uint32Array, kept: number): boolean {
    const {similarity} = this;
    const other = this.store.read(kept);
    return mayReach(shingles, other, similarity) && reaches(shingles, other, similarity);
  }

  private keep(shingles: Uint32Array, number: number): void {
    const kept = this.kept++;
    if (kept === this.numbers.length) {
      this.numbers = grown(this.numbers, 2 * this.numbers.length);
      this.seen = grown(this.seen, 2 * this.seen.length);
    }
    this.numbers[kept] = number;
    this.seen[2 * kept] = shingles.length;
    this.store.keep(shingles);
    this.beginnings.keep(shingles);
    const hashes = this.lookedUp(shingles.length);
    for (let i = 0; i < hashes; i++) this.index.add(shingles[i], kept);
  }

  /** Two sets that are like enough share one of their first n - ceil(similarity n) + 1, whatever the order. */
  private lookedUp(n: number): number {
    return n === 0 ? 0 : Math.min(this.lookUps, n - Math.ceil(this.similarity * n - 1e-9) + 1);
  }
}

/** Whether the Jaccard index of two sets, ascending and distinct, is at least `similarity`. */
export function reaches(a: Uint32Array, b: Uint32Array, similarity: number): boolean {
  const wanted = sharedOf(a.length + b.length, similarity);
  let both = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a[i];
    const y = b[j];
    if (x === y) both++;
    if (x <= y) i++;
    if (y <= x) j++;
    if (((i + j) & 63) === 0 && both + Math.min(a.length - i, b.length - j) < wanted) return false;
  }
  return both >= wanted;
}

/**
 * Whether it may be, from the first PREFIX hashes of both: false where, of the u smallest of the union, both have fewer than five standard
 * deviations of a sample of u leave possible (once in some millions of pairs that do reach it).
 */
export function mayReach(a: Uint32Array, b: Uint32Array, similarity: number): boolean {
  const [n, m] = [Math.min(PREFIX, a.length), Math.min(PREFIX, b.length)];
  let both = 0;
  let i = 0;
  let j = 0;
  while (i < n && j < m) {
    const x = a[i];
    const y = b[j];
    both += x === y ? 1 : 0;
    i += x <= y ? 1 : 0;
    j += y <= x ? 1 : 0;
    const union = i + j - both;
    if ((union & 31) === 0 && both < fewestOf(union, similarity)) return false;
  }
  return true;
}

class MemoryShingles implements ShingleStore {
  private readonly sets: Uint32Array[] = [];

  keep(shingles: Uint32Array): void {
    this.sets.push(shingles.slice());
  }

  read(kept: number, most?: number): Uint32Array {
    return most === undefined ? this.sets[kept] : this.sets[kept].subarray(0, most);
  }
}
