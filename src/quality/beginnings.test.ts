import {expect, it} from 'vitest';
import {Beginnings} from './beginnings.ts';
import {FIRST_HASHES} from './first-hashes.ts';

const setOf = (document: number, size: number) => Uint32Array.from({length: size}, (_, i) => 1000 * document + i);

it('are those of each document, whether there was room to remember it or not', () => {
  const documents = Array.from({length: 20_000}, (_, d) => setOf(d, d % 90));
  const beginnings = new Beginnings(2);
  for (const set of documents) beginnings.keep(set);
  const read = (d: number): number[] => {
    if (!beginnings.find(d)) {
      asked.add(d);
      beginnings.fill(documents[d].subarray(0, FIRST_HASHES));
    }
    return [...beginnings.hashes.subarray(beginnings.from, beginnings.from + Math.min(FIRST_HASHES, documents[d].length))];
  };
  const asked = new Set<number>();
  // 4096 slots: of two documents that far apart one takes the other's place
  const order = [0, 89, 8000, 14_000, 19_999, 15_000, 15_000 + 4096, 15_000, 15_000, 15_000 + 4096, 100];
  beginnings.touch(Uint32Array.from(order), order.length);
  for (const d of order) expect(read(d)).toEqual([...documents[d].subarray(0, FIRST_HASHES)]);
  expect(asked).toEqual(new Set([14_000, 19_999, 15_000, 15_000 + 4096]));
  asked.clear();
  read(15_000 + 4096);
  expect(asked.size).toBe(0);
});
