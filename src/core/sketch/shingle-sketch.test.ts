import fc from 'fast-check';
import {expect, it} from 'vitest';
import {estimateJaccard, SKETCH_SIZE} from './shingle-sketch.ts';

it('the estimate is the share of the union’s smallest hashes that both have, and from `least` on the same', () => {
  const sketch = fc.uniqueArray(fc.integer({min: 0, max: 150}), {maxLength: SKETCH_SIZE}).map((hashes) => Uint32Array.from(hashes).sort());
  fc.assert(
    fc.property(sketch, sketch, fc.double({min: 0, max: 1, noNaN: true}), (a, b, least) => {
      const most = a.length < SKETCH_SIZE && b.length < SKETCH_SIZE ? Infinity : SKETCH_SIZE;
      const union = [...new Set([...a, ...b])].sort((x, y) => x - y).slice(0, most);
      const both = union.filter((one) => a.includes(one) && b.includes(one)).length;
      const exact = union.length === 0 ? 0 : both / union.length;
      expect(estimateJaccard(a, b)).toBe(exact);
      const bounded = estimateJaccard(a, b, least);
      if (exact >= least) expect(bounded).toBe(exact);
      else expect(bounded).toBeLessThan(least);
    }),
    {numRuns: 2000},
  );
});
