/** Documents as bytes: picked out of a text, put one after another, made of strings. */
import type {Text} from '../data.ts';

/** The documents at `numbers`, in that order. */
export function documentsAt(text: Text, numbers: ArrayLike<number>): Text {
  const offsets = new Uint32Array(numbers.length + 1);
  for (let i = 0; i < numbers.length; i++) offsets[i + 1] = offsets[i] + text.offsets[numbers[i] + 1] - text.offsets[numbers[i]];
  const bytes = new Uint8Array(offsets[numbers.length]);
  for (let i = 0; i < numbers.length; i++)
    bytes.set(text.bytes.subarray(text.offsets[numbers[i]], text.offsets[numbers[i] + 1]), offsets[i]);
  return {kind: 'text', count: numbers.length, bytes, offsets};
}

/** Documents one after another. */
export function joinedDocuments(texts: readonly Text[]): Text {
  const count = texts.reduce((sum, text) => sum + text.count, 0);
  const offsets = new Uint32Array(count + 1);
  const bytes = new Uint8Array(texts.reduce((sum, {offsets: own, count: n}) => sum + own[n] - own[0], 0));
  let at = 0;
  let document = 0;
  for (const {bytes: source, offsets: own, count: n} of texts) {
    bytes.set(source.subarray(own[0], own[n]), at);
    for (let i = 1; i <= n; i++) offsets[++document] = at + own[i] - own[0];
    at += own[n] - own[0];
  }
  return {kind: 'text', count, bytes, offsets};
}

/** Strings as documents. */
export function textOf(documents: readonly string[]): Text {
  const encoder = new TextEncoder();
  const parts = documents.map((document) => encoder.encode(document));
  const offsets = new Uint32Array(parts.length + 1);
  for (const [i, part] of parts.entries()) offsets[i + 1] = offsets[i] + part.length;
  const bytes = new Uint8Array(offsets[parts.length]);
  for (const [i, part] of parts.entries()) bytes.set(part, offsets[i]);
  return {kind: 'text', count: parts.length, bytes, offsets};
}
