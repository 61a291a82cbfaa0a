import {constants, zstdCompressSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {LowXxh64} from './xxh64.ts';

/** In pieces of so many bytes. */
function digestOf(bytes: Uint8Array, size: number): number {
  const hash = new LowXxh64();
  for (let at = 0; at < bytes.length; at += size) hash.update(bytes.subarray(at, at + size));
  return hash.digest();
}

describe('LowXxh64', () => {
  it.each([
    ['', 0x51d8e999],
    ['a', 0xa98c6e5b],
    ['abc', 0xad770999],
    ['Nobody inspects the spammish repetition', 0x8a378bf1],
  ])('of %j is what xxhsum -H1 prints, its lower half', (text, wanted) => {
    expect(digestOf(Buffer.from(text), 7)).toBe(wanted);
  });

  it('is the checksum that zstd writes, of any size and in any pieces', () => {
    const bytes = Buffer.from(Uint8Array.from({length: 300}, (_, i) => (i * 157 + (i >> 3)) & 255));
    for (let size = 0; size <= bytes.length; size++) {
      const frame = zstdCompressSync(bytes.subarray(0, size), {params: {[constants.ZSTD_c_checksumFlag]: 1}});
      for (const piece of [1, 5, 32, 33, 300]) expect(digestOf(bytes.subarray(0, size), piece)).toBe(frame.readUInt32LE(frame.length - 4));
    }
  });
});
