/**
 * How alike two documents are, from the smallest hashes of their sets of word 3-grams.
 *
 * Of the union's s smallest hashes, the share that both have estimates the Jaccard index |A and B| / |A or B|.
 *
 * shape    hashes: ascending, distinct, the s smallest (all, where there are fewer) -> 0..1
 * law      unbiased; standard error sqrt(J (1 - J) / s), .06 at J = .5 and s = 64; exact where the union has at most s
 * source   A. Broder, SEQUENCES 1997 (bottom-s sketches)
 */
export const SKETCH_SIZE = 64;

/** Number of different hashes, and the SKETCH_SIZE smallest, ascending. */
export interface ShingleSketch {
  readonly distinct: number;
  readonly sketch: Uint32Array;
}

/** `hashes` are sorted in place. */
export function sketchShingles(hashes: Uint32Array): ShingleSketch {
  hashes.sort();
  let distinct = 0;
  for (let i = 0; i < hashes.length; i++) if (i === 0 || hashes[i] !== hashes[i - 1]) hashes[distinct++] = hashes[i];
  return {distinct, sketch: hashes.slice(0, Math.min(distinct, SKETCH_SIZE))};
}

/** `least`: 0 is as good as any estimate below it, which then need not be known. */
export function estimateJaccard(a: Uint32Array, b: Uint32Array, least = 0): number {
  const [m, n] = [a.length, b.length];
  const most = m < SKETCH_SIZE && n < SKETCH_SIZE ? m + n : SKETCH_SIZE;
  /** So many hashes of one side alone, and the estimate stays below `least`. */
  const missing = (1 - least) * most;
  let i = 0;
  let j = 0;
  let both = 0;
  let alone = 0;
  while (i < m && j < n && both + alone < most) {
    const [x, y] = [a[i], b[j]];
    if (x === y) {
      both++;
      i++;
      j++;
    } else {
      if (++alone > missing) return 0;
      if (x < y) i++;
      else j++;
    }
  }
  const union = Math.min(most, both + alone + (m - i) + (n - j));
  return union === 0 ? 0 : both / union;
}
