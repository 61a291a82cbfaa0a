/**
 * Documents that a candidate has in common with a reference, byte for byte. The classifiers have seen those: they are not held out.
 *
 * shape    a reference's text -> sorted keys (n,); 53 bits of a document's hash, so that two documents meet by chance once in 10^7 pairs of
 *          corpora of 40,000 documents
 * checked  test/share.test.ts: a candidate with documents of its references counts them
 */

import type {Text} from '../../core/data.ts';
import {hashBytes64} from '../../core/sketch/hash.ts';
import {counted, grouped} from '../../core/text/numbers.ts';

const lanes = new Uint32Array(2);

export function documentKey(bytes: Uint8Array, from: number, to: number): number {
  hashBytes64(bytes, from, to, lanes);
  return lanes[0] * 0x20_0000 + (lanes[1] >>> 11);
}

export function documentKeys({bytes, offsets, count}: Text): Float64Array {
  return Float64Array.from({length: count}, (_, i) => documentKey(bytes, offsets[i], offsets[i + 1])).sort();
}

export function hasKey(sorted: Float64Array, key: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < key) low = middle + 1;
    else high = middle;
  }
  return low < sorted.length && sorted[low] === key;
}

/** Of a candidate's documents, how many either reference has too. */
export interface Overlap {
  readonly human: number;
  readonly synthetic: number;
}

/** Why nothing can be told of a candidate all of whose documents a reference has. */
export const wholeReason = (side: keyof Overlap): string =>
  `the candidate is in the ${side} reference whole, byte for byte: the classifiers have learned from it, and this shows nothing of what it is`;

/**
 * Notes in words of documents in common, none where there are none. Not all of the candidate's are (`wholeReason`). `both`: documents that the
 * human reference shares with the synthetic one.
 */
export function overlapNotes({human, synthetic}: Overlap, documents: number, both: number): string[] {
  const notes: string[] = [];
  for (const [name, count] of [
    ['human', human],
    ['synthetic', synthetic],
  ] as const) {
    if (count === 0) continue;
    const are = `${grouped(count)} of the candidate's ${counted(documents, 'document')} ${count === 1 ? 'is' : 'are'} in the ${name} reference`;
    const them = count === 1 ? 'it' : 'them';
    notes.push(
      `${are}, byte for byte: the classifiers have learned from ${them}, and the estimate leans to the ${name} side; leave ${them} out of one of the two.`,
    );
  }
  if (both > 0)
    notes.push(
      `${counted(both, 'document')} ${both === 1 ? 'is' : 'are'} in both references, byte for byte: one of the two is not what it is called.`,
    );
  return notes;
}
