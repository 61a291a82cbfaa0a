/**
 * Hashes sorted, each once, into memory that is there: spread evenly, as hashes are, they are put into about as many buckets as there are
 * hashes, and what is left to do is done by insertion.
 *
 * law      the same as sorting and leaving out what is equal to the one before, whatever the hashes are
 * cost     O(n) where the hashes are even; else that of the engine's sort. No allocation once there is room for the longest
 */

/** As many in one bucket are not what hashes give. */
const UNEVEN = 64;
const MOST_BITS = 16;
/** Fewer are sorted by insertion alone. */
const FEW = 16;

export class HashSorter {
  private counts = new Uint32Array(1 << 10);
  private sorted = new Uint32Array(1 << 10);

  /** Ascending, distinct. Valid until the next call. */
  sort(hashes: Uint32Array): Uint32Array {
    const n = hashes.length;
    if (n > this.sorted.length) this.sorted = new Uint32Array(2 * n);
    const {sorted} = this;
    if (n <= FEW) sorted.set(hashes);
    else if (!this.bucket(hashes, n)) {
      sorted.set(hashes);
      sorted.subarray(0, n).sort();
    }
    insert(sorted, n);
    return sorted.subarray(0, distinct(sorted, n));
  }

  /** Whether the hashes are even: then they are in their buckets, in any order there. */
  private bucket(hashes: Uint32Array, n: number): boolean {
    const bits = Math.min(MOST_BITS, 32 - Math.clz32(n));
    const shift = 32 - bits;
    const size = 1 << bits;
    if (size > this.counts.length) this.counts = new Uint32Array(size);
    const {counts, sorted} = this;
    counts.fill(0, 0, size);
    for (let i = 0; i < n; i++) counts[hashes[i] >>> shift]++;
    let before = 0;
    for (let b = 0; b < size; b++) {
      const count = counts[b];
      if (count > UNEVEN) return false;
      counts[b] = before;
      before += count;
    }
    for (let i = 0; i < n; i++) sorted[counts[hashes[i] >>> shift]++] = hashes[i];
    return true;
  }
}

function insert(sorted: Uint32Array, n: number): void {
  for (let i = 1; i < n; i++) {
    const hash = sorted[i];
    let j = i;
    for (; j > 0 && sorted[j - 1] > hash; j--) sorted[j] = sorted[j - 1];
    if (j < i) sorted[j] = hash;
  }
}

function distinct(sorted: Uint32Array, n: number): number {
  let count = Math.min(1, n);
  for (let i = 1; i < n; i++) if (sorted[i] !== sorted[count - 1]) sorted[count++] = sorted[i];
  return count;
}
