import {expect, it} from 'vitest';
import {Stream} from '../core/random/stream.ts';
import {HashSorter} from './hash-sorter.ts';

const stream = Stream.root(4).fork('sorter');
const hash = () => stream.below(2 ** 32);

it.each<[string, (n: number) => number]>([
  ['spread evenly', hash],
  ['of which many are equal', () => 0x9e37_79b1 * stream.below(20)],
  ['all in one place', () => 7_000_000 + stream.below(500)],
  ['at both ends', () => (stream.below(2) === 0 ? 0 : 2 ** 32 - 1)],
  ['in order', (i) => i],
])('sorts hashes %s, each once', (_, draw) => {
  const sorter = new HashSorter();
  for (const n of [0, 1, 2, 16, 17, 500, 3, 5000, 100_000, 700]) {
    const hashes = Uint32Array.from({length: n}, (_, i) => draw(i));
    const before = hashes.slice();
    expect([...sorter.sort(hashes)]).toEqual([...new Set(hashes)].sort((a, b) => a - b));
    expect(hashes).toEqual(before);
  }
});
