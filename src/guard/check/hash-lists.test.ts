import fc from 'fast-check';
import {expect, it} from 'vitest';
import {estimateJaccard, SKETCH_SIZE} from '../../core/sketch/shingle-sketch.ts';
import {HashLists} from './hash-lists.ts';

it('lists of hashes hold what maps of lists hold, as far as lists go', () => {
  const hash = fc.oneof(fc.integer({min: 0, max: 20}), fc.integer({min: 0, max: 2 ** 32 - 1}));
  fc.assert(
    fc.property(fc.array(hash, {maxLength: 200}), fc.integer({min: 1, max: 5}), (hashes, longest) => {
      const lists = new HashLists(hashes.length, {longest});
      const map = new Map<number, number[]>();
      hashes.forEach((one, i) => {
        lists.add(one, i);
        const own = map.get(one) ?? [];
        map.set(one, own.length < longest ? [...own, i] : own);
      });
      for (const one of [...hashes, 12345, 2 ** 32 - 1]) {
        const found: number[] = [];
        for (let node = lists.firstOf(one); node >= 0; node = lists.after(node)) found.push(lists.valueAt(node));
        expect(found).toEqual(map.get(one) ?? []);
      }
    }),
  );
});

it('an estimate that need not be known below a bound is the same from there on', () => {
  const sketch = fc.uniqueArray(fc.integer({min: 0, max: 150}), {maxLength: SKETCH_SIZE}).map((hashes) => Uint32Array.from(hashes).sort());
  fc.assert(
    fc.property(sketch, sketch, fc.double({min: 0, max: 1, noNaN: true}), (a, b, least) => {
      const exact = estimateJaccard(a, b);
      const union = [...new Set([...a, ...b])]
        .sort((x, y) => x - y)
        .slice(0, a.length < SKETCH_SIZE && b.length < SKETCH_SIZE ? Infinity : SKETCH_SIZE);
      const both = union.filter((one) => a.includes(one) && b.includes(one)).length;
      expect(exact).toBe(union.length === 0 ? 0 : both / union.length);
      const bounded = estimateJaccard(a, b, least);
      if (exact >= least) expect(bounded).toBe(exact);
      else expect(bounded).toBeLessThan(least);
    }),
    {numRuns: 2000},
  );
});
