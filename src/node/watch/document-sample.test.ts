import {expect, it} from 'vitest';
import {permutation} from '../../core/random/permutation.ts';
import {Stream} from '../../core/random/stream.ts';
import {DocumentSample} from './document-sample.ts';

const documents = Array.from({length: 3000}, (_, i) => new TextEncoder().encode(`document ${i} ${'word '.repeat(20 + ((i * 37) % 90))}`));

function sampleOf(numbers: ArrayLike<number>): Uint8Array {
  const sample = new DocumentSample();
  for (let i = 0; i < numbers.length; i++) sample.add(documents[numbers[i]], 0, documents[numbers[i]].length);
  return sample.take().bytes;
}

it('is the same in whatever order documents come, within its size', () => {
  const all = sampleOf(documents.map((_, i) => i));
  expect(all.length).toBeLessThanOrEqual(256 << 10);
  expect(all.length).toBeGreaterThan(250 << 10);
  for (let seed = 0; seed < 5; seed++) expect(sampleOf(permutation(Stream.root(seed), documents.length))).toEqual(all);
});

it('is all documents where they are few, and one where it is larger than a sample may be', () => {
  const sample = new DocumentSample();
  for (const text of ['a', 'b', 'b']) sample.add(new TextEncoder().encode(text), 0, 1);
  expect([...sample.take().ends]).toEqual([0, 1, 2, 3]);
  const large = new DocumentSample();
  large.add(new Uint8Array(1 << 20), 0, 1 << 20);
  expect([...large.take().ends]).toEqual([0, 1 << 20]);
});
