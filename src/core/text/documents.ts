/** Documents as bytes: picked out of a text, put one after another, made of strings, replaced. */
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

const decoder = new TextDecoder('utf-8', {ignoreBOM: true});

/** A document as a string; bytes that are not UTF-8 read as U+FFFD. */
export function documentAt({bytes, offsets}: Text, i: number): string {
  return decoder.decode(bytes.subarray(offsets[i], offsets[i + 1]));
}

/** The documents with others in the places of those that `made` gives bytes for. */
export function withDocuments(text: Text, made: (document: number) => Uint8Array | undefined): Text {
  const {bytes, offsets, count} = text;
  return concatenatedDocuments(Array.from({length: count}, (_, i) => made(i) ?? bytes.subarray(offsets[i], offsets[i + 1])));
}

/** Strings as documents. */
export function textOf(documents: readonly string[]): Text {
  const encoder = new TextEncoder();
  return concatenatedDocuments(documents.map((document) => encoder.encode(document)));
}

function concatenatedDocuments(parts: readonly Uint8Array[]): Text {
  const offsets = new Uint32Array(parts.length + 1);
  for (const [i, part] of parts.entries()) offsets[i + 1] = offsets[i] + part.length;
  const bytes = new Uint8Array(offsets[parts.length]);
  for (const [i, part] of parts.entries()) bytes.set(part, offsets[i]);
  return {kind: 'text', count: parts.length, bytes, offsets};
}
