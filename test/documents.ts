/** Documents as strings, for tests and benches that damage, shuffle or split them. */
import type {Text} from '../src/core/data.ts';
import {readSpeeches} from '../src/node/read/speeches.ts';

export function documentsOf({bytes, offsets, count}: Text): string[] {
  const decoder = new TextDecoder();
  return Array.from({length: count}, (_, i) => decoder.decode(bytes.subarray(offsets[i], offsets[i + 1])));
}

/** The speeches that ship, one a string, in the order of their years. */
export async function speeches(years: {from?: number; to?: number} = {}): Promise<string[]> {
  return documentsOf(await readSpeeches(years));
}

/** The other way. */
export function textOf(documents: readonly string[]): Text {
  const parts = documents.map((document) => new TextEncoder().encode(document));
  const offsets = new Uint32Array(parts.length + 1);
  for (const [i, part] of parts.entries()) offsets[i + 1] = offsets[i] + part.length;
  const bytes = new Uint8Array(offsets[parts.length]);
  for (const [i, part] of parts.entries()) bytes.set(part, offsets[i]);
  return {kind: 'text', count: parts.length, bytes, offsets};
}
