/** A period in which texts of a lab stand in the place of some of its own, so that it is as large as before. */
import type {Text} from '../../../core/data.ts';
import {DataError} from '../../../core/error.ts';
import {permutation} from '../../../core/random/permutation.ts';
import type {Stream} from '../../../core/random/stream.ts';
import {documentsAt, joinedDocuments} from '../../../core/text/documents.ts';
import type {PeriodDocuments} from '../period-documents.ts';

interface Mixing {
  /** Of the bytes; 0..1 */
  readonly share: number;
  /** What the lab wrote. */
  readonly pool: Text;
  readonly stream: Stream;
}

/**
 * Documents at random make room for as many bytes of the lab's, whose documents may be longer or shorter; to the nearest document on both
 * sides. A new one is of the slices of one that made room.
 */
export function mixed({bytes, ends, slices}: PeriodDocuments, {share, pool, stream}: Mixing): PeriodDocuments {
  const text: Text = {kind: 'text', count: ends.length - 1, bytes, offsets: ends};
  const order = permutation(stream.fork('places'), text.count);
  const out = order.subarray(0, countOf(text, order, share * ends[text.count]));
  const kept = order.slice(out.length).sort();
  const texts = drawn(pool, bytesOf(text, out), stream.fork('texts'));
  const made = joinedDocuments([documentsAt(text, kept), texts]);
  const before = [...kept, ...Array.from({length: texts.count}, (_, i) => out[i % out.length])];
  const own = slices.map(({numbers, ...slice}) => {
    const within = new Set(numbers);
    return {...slice, numbers: Uint32Array.from(before.flatMap((document, i) => (within.has(document) ? [i] : [])))};
  });
  return {bytes: made.bytes, ends: made.offsets, slices: own};
}

/** Documents of about so many bytes, none twice: copies are a measure of their own. Throws DataError. */
export function drawn(pool: Text, bytes: number, stream: Stream): Text {
  const there = pool.offsets[pool.count];
  if (bytes > there)
    throw new DataError(`the lab wrote ${there} bytes, and ${bytes} are wanted for one period`, {
      next: 'Give a larger reference: the lab writes as much as it is trained on.',
    });
  const order = permutation(stream, pool.count);
  return documentsAt(pool, order.subarray(0, countOf(pool, order, bytes)));
}

/** How many documents, in this order, have about so many bytes. */
function countOf({offsets}: Text, order: Uint32Array, bytes: number): number {
  let count = 0;
  for (let left = bytes; count < order.length; count++) {
    const own = offsets[order[count] + 1] - offsets[order[count]];
    if (own > 2 * left) break;
    left -= own;
  }
  return count;
}

const bytesOf = ({offsets}: Text, numbers: Uint32Array): number =>
  numbers.reduce((sum, document) => sum + offsets[document + 1] - offsets[document], 0);
