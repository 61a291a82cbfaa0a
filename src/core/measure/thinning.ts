import {pow} from '../math/index.ts';

/**
 * What is left of types when documents are left out at random: sample-based rarefaction.
 *
 *   1 - (1 - r)^d     the chance that a type with d documents is left when documents are thinned to the share r
 *
 * law      an expectation over thinnings: no chance is drawn
 * shape    documents: (K,), whole numbers -> (K,)
 * source   R. K. Colwell et al., Journal of Plant Ecology 5, 2012
 */

/** The chance of each type to be left. (K,) */
export function presenceAt(documents: ArrayLike<number>, share: number): Float64Array {
  const gone = 1 - Math.min(1, share);
  const few = Float64Array.from({length: 64}, (_, d) => 1 - pow(gone, d));
  const present = new Float64Array(documents.length);
  for (let i = 0; i < documents.length; i++) present[i] = documents[i] < 64 ? few[documents[i]] : 1 - pow(gone, documents[i]);
  return present;
}

/** How many documents have each type. ids: (N,), offsets: (documents + 1,) -> (types,) */
export function documentFrequencies(
  {ids, offsets}: {readonly ids: Uint32Array; readonly offsets: Uint32Array},
  types: number,
): Uint32Array {
  const frequencies = new Uint32Array(types);
  const last = new Int32Array(types).fill(-1);
  for (let document = 0; document + 1 < offsets.length; document++) {
    for (let i = offsets[document]; i < offsets[document + 1]; i++) {
      if (last[ids[i]] === document) continue;
      last[ids[i]] = document;
      frequencies[ids[i]]++;
    }
  }
  return frequencies;
}
