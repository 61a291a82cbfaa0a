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

/** Below it a number of documents has its chance in a table, which is quicker than a call. */
export const FEW_DOCUMENTS = 64;
/** Numbers of documents whose chance is remembered: few of them come with many types, so each power is taken once. */
const KNOWN = 4096;

export interface Presence {
  /** By a number of documents below FEW_DOCUMENTS. */
  readonly few: Float64Array;
  /** Of any whole number of documents. */
  readonly of: (documents: number) => number;
}

/** The chance to be left, by how many documents a type has. */
export function presenceAtShare(share: number): Presence {
  const gone = 1 - Math.min(1, share);
  const known = new Float64Array(KNOWN).fill(-1);
  const of = (documents: number): number => {
    if (documents >= KNOWN) return 1 - pow(gone, documents);
    if (known[documents] < 0) known[documents] = 1 - pow(gone, documents);
    return known[documents];
  };
  return {few: Float64Array.from({length: FEW_DOCUMENTS}, (_, d) => 1 - pow(gone, d)), of};
}

/** The chance of each type to be left. (K,) */
export function presenceAt(documents: ArrayLike<number>, share: number): Float64Array {
  const {few, of} = presenceAtShare(share);
  const present = new Float64Array(documents.length);
  for (let i = 0; i < documents.length; i++) present[i] = documents[i] < FEW_DOCUMENTS ? few[documents[i]] : of(documents[i]);
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
