/** The contract of every source of bytes, as checks that throw. */
import assert from 'node:assert/strict';
import {type ByteSource, CHUNK_BYTES, chunksOf} from '../src/read/source.ts';

export interface SourceCheck {
  readonly name: string;
  /** `open` gives a source of these bytes. */
  check(open: (bytes: Uint8Array) => Promise<ByteSource>): Promise<void>;
}

/** Bytes of which no two stretches are alike. */
function marked(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let i = 0, x = 1; i < size; i++, x = (Math.imul(x, 69069) + 1) >>> 0) bytes[i] = x >>> 24;
  return bytes;
}

const BYTES = marked(10_000);

export const SOURCE_CHECKS: readonly SourceCheck[] = [
  {
    name: 'has a name, and says its size or nothing',
    async check(open) {
      const source = await open(BYTES);
      assert(source.name.length > 0);
      assert(source.size === undefined || source.size === BYTES.length);
    },
  },
  {
    name: 'gives any range, in any order, several at once',
    async check(open) {
      const source = await open(BYTES);
      const ranges = [
        [0, 10_000],
        [9_990, 10_000],
        [0, 1],
        [5_000, 5_001],
        [17, 9_000],
        [3, 3],
      ] as const;
      const read = await Promise.all(ranges.map(([from, to]) => source.read(from, to)));
      ranges.forEach(([from, to], i) => void assert.deepEqual(Uint8Array.from(read[i]), BYTES.slice(from, to)));
    },
  },
  {
    name: 'gives fewer bytes at its end alone, and none behind it',
    async check(open) {
      const source = await open(BYTES);
      assert.deepEqual(Uint8Array.from(await source.read(9_000, 20_000)), BYTES.slice(9_000));
      assert.equal((await source.read(10_000, 10_001)).length, 0);
      assert.equal((await source.read(30_000, 40_000)).length, 0);
    },
  },
  {
    name: 'gives memory of its own, and no Buffer',
    async check(open) {
      const source = await open(BYTES);
      const first = await source.read(0, 100);
      assert.equal(Object.getPrototypeOf(first), Uint8Array.prototype);
      first.fill(0);
      assert.deepEqual(await source.read(0, 100), BYTES.slice(0, 100));
    },
  },
  {
    name: 'becomes chunks that are all of it, each heard of once',
    async check(open) {
      for (const size of [1, CHUNK_BYTES - 1, CHUNK_BYTES, 2 * CHUNK_BYTES + 3]) {
        const bytes = marked(size);
        let told = 0;
        const held: Uint8Array[] = [];
        for await (const chunk of chunksOf(await open(bytes), (read) => void (told += read))) held.push(chunk);
        assert.equal(Buffer.compare(Buffer.concat(held), bytes), 0);
        assert.equal(told, size);
      }
    },
  },
];
