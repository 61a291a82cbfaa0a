import {expect, it} from 'vitest';
import {Stream} from '../core/random/stream.ts';
import {mayReach, reaches} from './dedupe.ts';
import {FirstHashes} from './first-hashes.ts';

const stream = Stream.root(6).fork('first');
const hash = () => stream.below(2 ** 32);

function ascending(hashes: readonly number[]): Uint32Array {
  return Uint32Array.from(new Set(hashes)).sort();
}

/** Two sets with about such a share in common. */
function pair(size: number, shared: number): [Uint32Array, Uint32Array] {
  const both = Array.from({length: size}, hash);
  const one = () => ascending(both.map((value) => (stream.float() < shared ? value : hash())));
  return [one(), one()];
}

it.each([0.1, 0.3, 0.5, 0.8, 0.95, 1])('rules out nothing that a comparison does not, and much of what it does, at %s', (similarity) => {
  const first = new FirstHashes(similarity);
  let [ruledOut, unlike] = [0, 0];
  for (let i = 0; i < 6000; i++) {
    const [a, b] = pair(1 + stream.below([20, 40, 90, 300][i % 4]), stream.float());
    const before = stream.below(5);
    const memory = Uint32Array.of(...new Array<number>(before).fill(b[0]), ...b, b[0], b[0]);
    first.hold(a);
    const may = first.mayBeLike(memory, before, b.length);
    const does = mayReach(a, b, similarity) && reaches(a, b, similarity);
    if (does && !may) throw new Error(`a pair that is like enough was ruled out: ${a.length} and ${b.length} hashes`);
    if (!does) unlike++;
    if (!may) ruledOut++;
  }
  expect(ruledOut).toBeLessThanOrEqual(unlike);
  expect(ruledOut).toBeGreaterThan((similarity < 0.2 ? 0.1 : 0.4) * unlike);
});

it('tells what the first look at large sets tells', () => {
  const first = new FirstHashes(0.5);
  let ruledOut = 0;
  for (let i = 0; i < 4000; i++) {
    const [a, b] = pair(64 + stream.below(300), stream.float());
    if (a.length < 64 || b.length < 64 || (a.length === 64 && b.length === 64)) continue;
    first.hold(a);
    const may = first.mayBeLike(b, 0, b.length);
    const [n, m] = [32, 64].map((union) => sharedAmong(a, b, union));
    expect(may).toBe(n >= 16 - 5 * Math.sqrt(8) && m >= 32 - 5 * 4);
    if (!may) ruledOut++;
  }
  expect(ruledOut).toBeGreaterThan(1000);
  expect(ruledOut).toBeLessThan(3000);
});

/** Of the smallest hashes of the union, how many both sets have. */
function sharedAmong(a: Uint32Array, b: Uint32Array, union: number): number {
  const smallest = [...new Set([...a, ...b])].sort((x, y) => x - y).slice(0, union);
  return smallest.filter((value) => a.includes(value) && b.includes(value)).length;
}

it('holds sets whose hashes have the same low bits, or the values of free cells', () => {
  const first = new FirstHashes(0.5);
  const sets = [
    Uint32Array.from({length: 60}, (_, i) => i << 12),
    Uint32Array.from({length: 60}, (_, i) => i),
    Uint32Array.from({length: 60}, (_, i) => i * 4096 + (i % 3)),
    Uint32Array.of(0),
    Uint32Array.of(1),
    Uint32Array.of(0, 1, 2, 4096, 8192),
  ];
  for (const a of sets)
    for (const b of sets) {
      first.hold(a);
      expect(first.mayBeLike(b, 0, b.length)).toBe(reaches(a, b, 0.5));
    }
});

it('rules out nothing where no factor sets the hashes apart', () => {
  const first = new FirstHashes(0.5, 0);
  const [a, b] = [pair(60, 0)[0], pair(60, 0)[0]];
  first.hold(a);
  first.hold(b);
  expect(first.mayBeLike(a, 0, a.length)).toBe(true);
});
