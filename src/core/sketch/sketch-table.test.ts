import fc from 'fast-check';
import {expect, it} from 'vitest';
import {estimateJaccard, SKETCH_SIZE, sketchShingles} from './shingle-sketch.ts';
import {SketchTable} from './sketch-table.ts';

/** Sets that share much, little or nothing, with hashes that fall on few bits or on many. */
const sets = fc
  .tuple(
    fc.constantFrom(0xffffffff, 0xfff, 0x1f),
    fc.integer({min: 1, max: 120}),
    fc.array(fc.double({min: 0, max: 1, noNaN: true}), {minLength: 1, maxLength: 8}),
  )
  .chain(([mask, size, shares]) =>
    fc
      .array(fc.integer({min: 0, max: 0xffffffff}), {minLength: 2 * size, maxLength: 2 * size})
      .map((hashes) =>
        shares.map((share) => hashes.slice(Math.floor(share * size), Math.floor(share * size) + size).map((hash) => (hash & mask) >>> 0)),
      ),
  );

it('compares any two as they are compared by themselves, but for what is below the least', () => {
  fc.assert(
    fc.property(sets, fc.constantFrom(0.01, 0.3, 0.5, 0.9, 1), (all, least) => {
      const sketches = all.map((hashes) => sketchShingles(Uint32Array.from(hashes)).sketch);
      const table = new SketchTable(sketches);
      for (const [i, a] of sketches.entries())
        for (const [j, b] of sketches.entries()) {
          expect(a.length).toBeLessThanOrEqual(SKETCH_SIZE);
          const exact = estimateJaccard(a, b);
          const told = table.jaccard(i, j, least);
          expect(exact >= least ? told === exact : told < least, `${told} for ${exact}`).toBe(true);
        }
    }),
    {numRuns: 300},
  );
});
