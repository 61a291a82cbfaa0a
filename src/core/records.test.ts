import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {absoluteValues, type Points, type Text} from './data.ts';
import {permutation} from './random/permutation.ts';
import {Stream} from './random/stream.ts';
import {firstAt, firstOf, joined, recordsAt, sizeOf, sizeOfAll, subsetOf, subsetOfPool, subsetOfRecords} from './records.ts';
import {chiSquareSurvival} from './stats/index.ts';
import {documentsAt} from './text/documents.ts';

const encoder = new TextEncoder();
function text(...documents: string[]): Text {
  const parts = documents.map((d) => encoder.encode(d));
  const offsets = new Uint32Array(parts.length + 1);
  parts.forEach((part, i) => {
    offsets[i + 1] = offsets[i] + part.length;
  });
  const bytes = new Uint8Array(offsets[parts.length]);
  parts.forEach((part, i) => {
    bytes.set(part, offsets[i]);
  });
  return {kind: 'text', count: parts.length, bytes, offsets};
}
const documentsOf = (t: Text): string[] =>
  Array.from({length: t.count}, (_, i) => new TextDecoder().decode(t.bytes.subarray(t.offsets[i], t.offsets[i + 1])));
const points = (n: number): Points => ({kind: 'points', count: n, dimension: 2, values: Float64Array.from({length: 2 * n}, (_, i) => i)});
const document = fc.array(fc.constantFrom('a', 'bb', 'été', 'x-1', '\u2003', ' ')).map((words) => words.join(' '));

describe('the size of data', () => {
  it('is records, words, or bytes', () => {
    expect(sizeOf(points(7))).toBe(7);
    expect(sizeOf(text('one two', ' three\n', ''))).toBe(3);
    expect(sizeOf(text('one two', 'é'), 'byte')).toBe(9);
  });
});

describe('picking by number', () => {
  it('keeps every byte of text and every coordinate of points', () => {
    expect(documentsOf(recordsAt(text('a b', 'é', 'c'), Uint32Array.of(2, 1, 2)))).toEqual(['c', 'é', 'c']);
    expect([...recordsAt(points(4), Uint32Array.of(3, 0)).values]).toEqual([6, 7, 0, 1]);
    const rows = {kind: 'rows' as const, count: 2, dimension: 2, x: Float64Array.of(1, 2, 3, 4), y: Float64Array.of(9, 8)};
    expect(recordsAt(rows, Uint32Array.of(1))).toMatchObject({count: 1, x: Float64Array.of(3, 4), y: Float64Array.of(8)});
  });

  it('joins what it took apart', () => {
    const t = text('a b', '', 'c');
    expect(documentsOf(joined([recordsAt(t, Uint32Array.of(0)), recordsAt(t, Uint32Array.of(1, 2))]))).toEqual(['a b', '', 'c']);
    expect([...joined([points(2), points(1)]).values]).toEqual([0, 1, 2, 3, 0, 1]);
  });

  it('joins points where they are, whatever their origins', () => {
    const at = (...origin: number[]): Points => ({...points(1), origin: Float64Array.of(...origin)});
    expect([...absoluteValues(joined([at(10, 20), at(30, 40), points(1)]))]).toEqual([10, 21, 30, 41, 0, 1]);
    expect([...absoluteValues(joined([points(1), at(30, 40)]))]).toEqual([0, 1, 30, 41]);
    const same = joined([at(10, 20), at(10, 20)]);
    expect([[...same.values], [...same.origin!]]).toEqual([
      [0, 1, 0, 1],
      [10, 20],
    ]);
  });
});

describe('a part of text by size', () => {
  it('has exactly the size, and is cut at the end of a word', () => {
    fc.assert(
      fc.property(fc.array(document, {minLength: 1, maxLength: 8}), fc.nat(40), fc.nat(1000), (documents, size, seed) => {
        const whole = text(...documents);
        const most = sizeOf(whole);
        const first = firstOf(whole, size, 'word');
        expect(sizeOf(first)).toBe(Math.min(size, most));
        const part = subsetOf(Stream.root(seed), whole, size, 'word');
        expect(sizeOf(part)).toBe(Math.min(size, most));
        const words = new Set(documents.flatMap((d) => d.split(/[\s\u2003]+/)));
        for (const d of documentsOf(part)) for (const word of d.split(/[\s\u2003]+/)) expect(words.has(word)).toBe(true);
      }),
    );
  });

  it('in another order is the first part of the text in that order', () => {
    fc.assert(
      fc.property(fc.array(document, {minLength: 1, maxLength: 8}), fc.nat(40), fc.nat(1000), (documents, size, seed) => {
        const whole = text(...documents);
        const order = permutation(Stream.root(seed), documents.length).subarray(seed % 2);
        for (const unit of ['word', 'character', 'byte'] as const) {
          const {kind, count, bytes, offsets} = firstAt(whole, order, size, unit);
          expect({kind, count, bytes, offsets}).toEqual(firstOf(documentsAt(whole, order), size, unit));
        }
      }),
    );
  });

  it('of bytes has exactly that many', () => {
    expect(sizeOf(firstOf(text('abc', 'defg'), 5, 'byte'), 'byte')).toBe(5);
  });
});

describe('a uniform subset', () => {
  it('takes every record equally often', () => {
    const n = 12;
    const k = 5;
    const rounds = 6000;
    const counts = new Float64Array(n);
    for (let r = 0; r < rounds; r++)
      for (const value of subsetOf(Stream.root(r), points(n), k, 'word').values.filter((_, i) => i % 2 === 0)) counts[value / 2]++;
    const expected = (rounds * k) / n;
    // the counts of one round are negatively correlated: scale the statistic to its n - 1 degrees of freedom
    const statistic = (counts.reduce((sum, c) => sum + (c - expected) ** 2, 0) / (expected * (1 - k / n))) * ((n - 1) / n);
    expect(chiSquareSurvival(statistic, n - 1)).toBeGreaterThan(1e-3);
    expect(subsetOfRecords(Stream.root(1), text('a', 'b', 'c'), 2).count).toBe(2);
  });

  it('of a pool takes from every part by its share, and keeps where records came from', () => {
    const pool = [
      {data: points(300), source: 'human' as const},
      {data: points(100), source: 'synthetic' as const},
      {data: points(200), source: 'human' as const, weight: 2},
    ];
    let synthetic = 0;
    for (let r = 0; r < 200; r++) {
      const parts = subsetOfPool(Stream.root(r), pool, 60, 'word');
      expect(sizeOfAll(parts)).toBe(60);
      synthetic += parts.filter((p) => p.source === 'synthetic').reduce((sum, p) => sum + p.data.count, 0);
    }
    expect(Math.abs(synthetic / 200 - 10)).toBeLessThan(4 * Math.sqrt((60 * (1 / 6) * (5 / 6)) / 200));
    expect(subsetOfPool(Stream.root(1), pool, 600, 'word')).toEqual(pool);
  });

  it('of a pool of text hits the size to the word, and drops parts that are left empty', () => {
    const pool = [
      {data: text('a b c', 'd e'), source: 'human' as const},
      {data: text('f', 'g h i j'), source: 'synthetic' as const},
    ];
    for (let size = 1; size < 10; size++) {
      for (let r = 0; r < 20; r++) {
        const parts = subsetOfPool(Stream.root(r), pool, size, 'word');
        expect(sizeOfAll(parts)).toBe(size);
        for (const part of parts) expect(part.data.count).toBeGreaterThan(0);
      }
    }
  });
});
