/**
 * What the first hashes of two sets of 3-grams, ascending and distinct, rule out before anybody merges the sets.
 *
 * law      a pair that is ruled out here is one that `mayReach` or `reaches` rules out: no decision depends on this
 * cost     32 or 64 look-ups in a table of 16 KB for a pair; no allocation
 * checked  against `mayReach` and `reaches`
 */

/** Hashes of a set that are looked at. */
export const FIRST_HASHES = 64;
const HALF = FIRST_HASHES / 2;

/** Of the u smallest hashes of the union of two sets, as few in both say that the sets do not reach the similarity. */
export const fewestOf = (union: number, similarity: number): number =>
  similarity * union - 5 * Math.sqrt(similarity * (1 - similarity) * union);

/** Hashes in both of two sets of so many hashes together that do reach the similarity. */
export const sharedOf = (together: number, similarity: number): number => (similarity / (1 + similarity)) * together - 1e-9;

const CELLS = 4096;
/** A product's bits from here on say which cell. */
const SHIFT = 20;
/** Factors that are tried; with any of them 64 hashes lie apart in 6 cases of 10. */
const ATTEMPTS = 16;

/** One set, held against others: each of its first hashes in a cell of its own, by a factor that was chosen so. */
export class FirstHashes {
  private readonly similarity: number;
  private readonly attempts: number;
  private readonly fewest: readonly [number, number];
  /** A free cell has a hash that belongs in another one. */
  private readonly cells = new Uint32Array(CELLS);
  /** By cell the rank of the hash in the set, from 1. */
  private readonly ranks = new Uint8Array(CELLS);
  /** Odd; 0 where none was found. */
  private factor = 0;
  private size = 0;
  private held: Uint32Array = new Uint32Array(0);

  constructor(similarity: number, attempts: number = ATTEMPTS) {
    this.similarity = similarity;
    this.attempts = attempts;
    this.fewest = [fewestOf(HALF, similarity), fewestOf(FIRST_HASHES, similarity)];
  }

  /** The set must not change before the next one is held. */
  hold(set: Uint32Array): void {
    if (this.factor !== 0) this.release(this.held, Math.min(FIRST_HASHES, this.size));
    this.held = set;
    this.size = set.length;
    const count = Math.min(FIRST_HASHES, set.length);
    let factor = 0x9e3779b1;
    for (let attempt = 0; attempt < this.attempts; attempt++) {
      this.factor = factor;
      this.cells[0] = 1;
      const placed = factor >>> SHIFT === 0 ? 0 : this.place(set, count);
      if (placed === count) return;
      this.release(set, placed);
      factor = Math.imul(factor, 0x2c1b3c6d);
    }
    this.factor = 0;
  }

  /** How many of the hashes found a free cell, up to the first that did not. */
  private place(set: Uint32Array, count: number): number {
    const {cells, ranks, factor} = this;
    for (let i = 0; i < count; i++) {
      const cell = Math.imul(set[i], factor) >>> SHIFT;
      if (Math.imul(cells[cell], factor) >>> SHIFT === cell) return i;
      cells[cell] = set[i];
      ranks[cell] = i + 1;
    }
    return count;
  }

  private release(set: Uint32Array, count: number): void {
    const {cells, factor} = this;
    for (let i = 0; i < count; i++) cells[Math.imul(set[i], factor) >>> SHIFT] = 0;
  }

  /** Whether another set may be like enough: of `size` hashes, the first of which are at `from`. */
  mayBeLike(hashes: Uint32Array, from: number, size: number): boolean {
    if (this.factor === 0) return true;
    if (this.size <= FIRST_HASHES && size <= FIRST_HASHES)
      return this.shared(hashes, from, from + size) >= sharedOf(this.size + size, this.similarity);
    return this.size < HALF || size < HALF || this.mayReach(hashes, from, Math.min(this.size, size) >= FIRST_HASHES);
  }

  /** How many of hashes[from, to) the set has among its first ones. */
  private shared(hashes: Uint32Array, from: number, to: number): number {
    const {cells, factor} = this;
    let shared = 0;
    for (let i = from; i < to; i++) {
      const differs = cells[Math.imul(hashes[i], factor) >>> SHIFT] ^ hashes[i];
      shared += ((differs | -differs) >>> 31) ^ 1;
    }
    return shared;
  }

  /** What `mayReach` says after 32 of the union, and where both sets are so large after 64. */
  private mayReach(hashes: Uint32Array, from: number, large: boolean): boolean {
    const {cells, ranks, factor, fewest} = this;
    let [shared, half, all] = [0, 0, 0];
    for (let j = 0; j < HALF; j++) {
      const hash = hashes[from + j];
      const cell = Math.imul(hash, factor) >>> SHIFT;
      if (cells[cell] !== hash) continue;
      // so many of the union are not larger
      const union = ranks[cell] + j - shared++;
      if (union <= HALF) half++;
      if (union <= FIRST_HASHES) all++;
    }
    if (half < fewest[0]) return false;
    if (!large) return true;
    for (let j = HALF; j < FIRST_HASHES; j++) {
      const hash = hashes[from + j];
      const cell = Math.imul(hash, factor) >>> SHIFT;
      if (cells[cell] === hash && ranks[cell] + j - shared++ <= FIRST_HASHES) all++;
    }
    return !(all < fewest[1]);
  }
}
