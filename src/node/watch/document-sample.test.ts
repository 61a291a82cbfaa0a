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

it('is the same in whatever order documents come that are of very unlike sizes', () => {
  const sizes = [100_000, 150_000, 3000];
  const unlike = Array.from({length: 12}, (_, i) => new TextEncoder().encode(`d${i} `.padEnd(sizes[i % 3], 'x')));
  const seen = new Set<string>();
  for (let seed = 0; seed < 300; seed++) {
    const sample = new DocumentSample();
    for (const i of permutation(Stream.root(seed), unlike.length)) sample.add(unlike[i], 0, unlike[i].length);
    const {bytes, ends} = sample.take();
    expect(ends.length).toBeGreaterThan(1);
    seen.add([...ends.slice(0, -1)].map((end) => new TextDecoder().decode(bytes.subarray(end, end + 3))).join());
  }
  expect([...seen]).toHaveLength(1);
});
