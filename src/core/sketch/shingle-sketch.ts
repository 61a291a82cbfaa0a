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

/** Number of different hashes, and the SKETCH_SIZE smallest. `hashes` are sorted in place. */
export function sketchShingles(hashes: Uint32Array): {distinct: number; sketch: Uint32Array} {
  hashes.sort();
  let distinct = 0;
  for (let i = 0; i < hashes.length; i++) if (i === 0 || hashes[i] !== hashes[i - 1]) hashes[distinct++] = hashes[i];
  return {distinct, sketch: hashes.slice(0, Math.min(distinct, SKETCH_SIZE))};
}

export function estimateJaccard(a: Uint32Array, b: Uint32Array): number {
  let i = 0;
  let j = 0;
  let both = 0;
  let union = 0;
  const whole = a.length < SKETCH_SIZE && b.length < SKETCH_SIZE;
  const most = whole ? a.length + b.length : SKETCH_SIZE;
  while (union < most && (i < a.length || j < b.length)) {
    union++;
    if (j >= b.length || (i < a.length && a[i] < b[j])) i++;
    else if (i >= a.length || b[j] < a[i]) j++;
    else {
      both++;
      i++;
      j++;
    }
  }
  return union === 0 ? 0 : both / union;
}
