import {describe, expect, it} from 'vitest';
import {Stream} from '../random/stream.ts';
import {antitonic, isotonic, sumOfSquaredDifferences, unimodal} from './isotonic.ts';

/** The nearest sequence of a shape, by trying every cut into blocks of equal values. */
function byDefinition(values: readonly number[], keeps: (fitted: readonly number[]) => boolean): number {
  let least = Infinity;
  for (let cuts = 0; cuts < 2 ** (values.length - 1); cuts++) {
    const blocks: number[][] = [[]];
    values.forEach((value, i) => {
      if (i > 0 && cuts & (1 << (i - 1))) blocks.push([]);
      blocks[blocks.length - 1].push(value);
    });
    const fitted = blocks.flatMap((block) => block.map(() => block.reduce((a, b) => a + b, 0) / block.length));
    if (keeps(fitted)) least = Math.min(least, sumOfSquaredDifferences(fitted, values));
  }
  return least;
}

const rises = (x: readonly number[]) => x.every((value, i) => i === 0 || x[i - 1] <= value + 1e-12);
const falls = (x: readonly number[]) => rises([...x].reverse());
const turns = (x: readonly number[]) => x.some((_, i) => rises(x.slice(0, i + 1)) && falls(x.slice(i)));

describe('the nearest sequence', () => {
  it('leaves what rises, and pools what falls', () => {
    expect(isotonic([1, 2, 3])).toEqual([1, 2, 3]);
    expect(isotonic([1, 3, 2, 4])).toEqual([1, 2.5, 2.5, 4]);
    expect(isotonic([3, 2, 1])).toEqual([2, 2, 2]);
    expect(antitonic([3, 1, 2])).toEqual([3, 1.5, 1.5]);
    expect(unimodal([1, 3, 2])).toEqual({fitted: [1, 3, 2], turn: 1});
    expect(unimodal([1, 2, 4, 3, 3.5, 0])).toEqual({fitted: [1, 2, 4, 3.25, 3.25, 0], turn: 2});
  });

  it('is as near as any that rises, falls or turns once', () => {
    const stream = Stream.root('isotonic');
    for (let trial = 0; trial < 200; trial++) {
      const values = Array.from({length: 1 + stream.below(6)}, () => stream.below(8));
      const fits = [
        [isotonic(values), rises],
        [antitonic(values), falls],
        [unimodal(values).fitted, turns],
      ] as const;
      for (const [fitted, keeps] of fits) {
        expect(keeps(fitted)).toBe(true);
        expect(sumOfSquaredDifferences(fitted, values)).toBeCloseTo(byDefinition(values, keeps), 9);
      }
    }
  });
});
