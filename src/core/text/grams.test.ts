import fc from 'fast-check';
import {expect, it} from 'vitest';
import {gramsUpTo, NO_GRAM} from './grams.ts';

it('numbers n-grams as a map of strings would, and never across documents', () => {
  const documents = fc.array(fc.array(fc.integer({min: 0, max: 3}), {maxLength: 12}), {maxLength: 6});
  fc.assert(
    fc.property(documents, fc.integer({min: 1, max: 5}), (docs, n) => {
      const offsets = Uint32Array.from([0, ...docs.map((_, i) => docs.slice(0, i + 1).flat().length)]);
      const grams = gramsUpTo({ids: Uint32Array.from(docs.flat()), offsets}, n)[n - 1];
      const numbers = new Map<string, number>();
      const expected = docs.flatMap((doc) =>
        doc.map((_, i) => {
          if (i + n > doc.length) return NO_GRAM;
          const key = doc.slice(i, i + n).join(' ');
          if (!numbers.has(key)) numbers.set(key, numbers.size);
          return numbers.get(key)!;
        }),
      );
      expect([...grams.ids]).toEqual(expected);
      expect(grams.size).toBe(numbers.size);
      expect(grams.count).toBe(expected.filter((id) => id !== NO_GRAM).length);
    }),
  );
});

it('stays exact while its table grows', () => {
  const n = 50_000;
  const ids = Uint32Array.from({length: n}, (_, i) => (i * 7919) % 30_011);
  const grams = gramsUpTo({ids, offsets: Uint32Array.of(0, n)}, 2)[1];
  expect(grams.size).toBe(new Set(Array.from({length: n - 1}, (_, i) => `${ids[i]} ${ids[i + 1]}`)).size);
});
