/**
 * Documents in folds for cross-fitting: as even as they can be, and all copies of a document in one fold, so that what is held out was not
 * seen under another number.
 *
 * shape    n documents, F folds -> (n,) 0 .. F - 1
 * law      each distinct document is as likely to be in one fold as in another
 */
import type {Text} from '../core/data.ts';
import {DataError} from '../core/error.ts';
import {permutation} from '../core/random/permutation.ts';
import type {Stream} from '../core/random/stream.ts';
import {documentsAt} from '../core/text/documents.ts';
import {ExactDeduper} from './dedupe.ts';

/** Five to ten are a good compromise of bias and variance (T. Hastie et al., The Elements of Statistical Learning, 2009, 7.10), and each is a fit. */
export const FOLDS = 5;
/** So that no fold stands on a single document. */
export const LEAST_DOCUMENTS: number = 2 * FOLDS;

export function foldsOf(stream: Stream, {bytes, offsets, count}: Text, folds: number): Uint8Array {
  const copies = new ExactDeduper();
  const original = Int32Array.from({length: count}, (_, i) => copies.add(bytes, offsets[i], offsets[i + 1]));
  const fold = new Uint8Array(count);
  let dealt = 0;
  for (const i of permutation(stream, count)) if (original[i] < 0) fold[i] = dealt++ % folds;
  for (let i = 0; i < count; i++) if (original[i] >= 0) fold[i] = fold[original[i]];
  return fold;
}

/** The documents for which `wanted` holds, in their order. */
export function documentsWhere(text: Text, wanted: (document: number) => boolean): Text {
  const chosen: number[] = [];
  for (let i = 0; i < text.count; i++) if (wanted(i)) chosen.push(i);
  return documentsAt(text, chosen);
}

/** Documents that are not copies of an earlier one. */
export function countDistinct({bytes, offsets, count}: Text): number {
  const copies = new ExactDeduper();
  let distinct = 0;
  for (let i = 0; i < count; i++) if (copies.add(bytes, offsets[i], offsets[i + 1]) < 0) distinct++;
  return distinct;
}

/** Throws where cross-fitting a reference would leave folds without documents. */
export function checkEnoughDocuments(reference: Text, least: number, what: string): void {
  const distinct = countDistinct(reference);
  if (distinct >= least) return;
  throw new DataError(`${what} wants at least ${least} different documents, got ${distinct}`, {
    next: 'Give more documents, or split the text into paragraphs or lines (unit: paragraph).',
  });
}
