/** Documents as strings, for tests and benches that damage, shuffle or split them. */
import type {Text} from '../src/core/data.ts';

export {textOf} from '../src/core/text/documents.ts';

import {readSpeeches} from '../src/node/read/speeches.ts';

export function documentsOf({bytes, offsets, count}: Text): string[] {
  const decoder = new TextDecoder();
  return Array.from({length: count}, (_, i) => decoder.decode(bytes.subarray(offsets[i], offsets[i + 1])));
}

/** The speeches that ship, one a string, in the order of their years. */
export async function speeches(years: {from?: number; to?: number} = {}): Promise<string[]> {
  return documentsOf(await readSpeeches(years));
}

/** Text of 3n words with numbers in them, the same for the same seed. */
export const numberedWords = (n: number, seed: number): string =>
  Array.from({length: n}, (_, i) => `word${(i * seed) % 97} and word${(i * 7) % 89} go ${(i * i * seed) % 53}`).join(' ');
