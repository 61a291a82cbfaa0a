/**
 * `duplicates.exact`: documents whose bytes repeat an earlier document's, over all documents.
 *
 * shape    n documents -> share in 0..1
 * edge     undefined for no document; empty documents repeat each other
 * cost     one hash and one comparison of the bytes; the bytes of the distinct documents are kept once
 */
import type {Text} from '../data.ts';
import {Vocabulary} from '../text/vocabulary.ts';

export function exactDuplicates(text: Text): number | undefined {
  if (text.count === 0) return undefined;
  const distinct = new Vocabulary();
  for (let i = 0; i < text.count; i++) distinct.add(text.bytes, text.offsets[i], text.offsets[i + 1]);
  return 1 - distinct.size / text.count;
}
