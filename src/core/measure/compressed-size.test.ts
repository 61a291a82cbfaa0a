import {deflateRawSync} from 'node:zlib';
import {expect, it} from 'vitest';
import {Stream} from '../random/index.ts';
import {compressedSize} from './compressed-size.ts';

/** Bytes of a small alphabet, with stretches said before: what deflate finds matches of. */
function bytesOf(length: number, letters: number, stream: Stream): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; ) {
    const back = i > 0 && stream.below(3) === 0 ? 1 + stream.below(Math.min(i, 40_000)) : 0;
    for (let run = back === 0 ? 1 + stream.below(5) : 3 + stream.below(300); run > 0 && i < length; run--, i++)
      bytes[i] = back === 0 ? stream.below(letters) : bytes[i - back];
  }
  return bytes;
}

it('is the size that zlib in Node makes, from nothing to many windows, from one letter to all', () => {
  const stream = Stream.root('deflate');
  for (const length of [
    0, 1, 2, 3, 10, 258, 259, 1000, 16_384, 32_506, 32_768, 65_274, 65_275, 65_400, 65_536, 97_800, 98_100, 200_000, 1_000_000,
  ]) {
    for (const letters of [1, 2, 20, 256]) {
      const bytes = bytesOf(length, letters, stream);
      expect(compressedSize(bytes), `${length} bytes of ${letters} letters`).toBe(deflateRawSync(bytes, {level: 6}).length);
    }
  }
});

it('does not depend on what was compressed before', () => {
  const stream = Stream.root('deflate again');
  const all = Array.from({length: 60}, () => bytesOf(stream.below(9000), 30, stream));
  const sizes = all.map(compressedSize);
  expect([...all].reverse().map(compressedSize).reverse()).toEqual(sizes);
});

it('shortens codes that would be too long', () => {
  // Fibonacci's numbers make the deepest of trees: 23 letters would want codes of 22 bits
  const counts = [1, 1];
  while (counts.length < 23) counts.push(counts.at(-1)! + counts.at(-2)!);
  const letters = counts.flatMap((count, letter) => new Array<number>(Math.min(count, 9000)).fill(letter * 7));
  const stream = Stream.root('deep');
  for (let i = letters.length - 1; i > 0; i--) {
    const j = stream.below(i + 1);
    [letters[i], letters[j]] = [letters[j], letters[i]];
  }
  for (const length of [3000, 15_000, letters.length]) {
    const bytes = Uint8Array.from(letters.slice(0, length));
    expect(compressedSize(bytes)).toBe(deflateRawSync(bytes, {level: 6}).length);
  }
});
