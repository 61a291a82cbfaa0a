/** Real documents for the tests of profiles and checks: the speeches that ship, cut into pieces of some sentences. */
import {deflateRawSync} from 'node:zlib';
import {TypescriptKernel} from '../src/core/sketch/scan.ts';
import {ProfileBuilder} from '../src/guard/profile/builder.ts';
import type {Profile, SizeName} from '../src/guard/profile/profile.ts';
import {speeches} from './documents.ts';

const encoder = new TextEncoder();

/** About 2,100 documents of 30 sentences, in the order of the speeches. */
export async function pieces(sentences = 30): Promise<string[]> {
  const found: string[] = [];
  for (const speech of await speeches()) {
    const all = speech.split(/(?<=[.!?])\s+/);
    for (let from = 0; from + sentences <= all.length; from += sentences) found.push(all.slice(from, from + sentences).join(' '));
  }
  return found;
}

export function profileOf(documents: readonly string[], size?: SizeName): Profile {
  const builder = new ProfileBuilder({
    size,
    kernel: (capacities) => new TypescriptKernel(capacities),
    compress: (bytes) => deflateRawSync(bytes).length,
  });
  for (const text of documents) {
    const bytes = encoder.encode(text);
    builder.add({count: 1, bytes, offsets: Uint32Array.of(0, bytes.length)});
  }
  return builder.finish();
}
