import fc from 'fast-check';
import {expect, it} from 'vitest';
import {Stops} from './stops.ts';

it('finds the first of one to four bytes, wherever a stretch lies in its memory', () => {
  const byte = fc.oneof(fc.constantFrom(10, 11, 34, 44, 0, 128, 255, 9), {arbitrary: fc.integer({min: 0, max: 255}), weight: 8});
  let found = 0;
  fc.assert(
    fc.property(
      fc.array(byte, {maxLength: 40, size: 'max'}),
      fc.array(byte, {minLength: 1, maxLength: 4}),
      fc.nat(8),
      fc.nat(40),
      (content, stops, offset, end) => {
        const memory = new Uint8Array(content.length + offset + 3).fill(stops[0]);
        memory.set(content, offset);
        const bytes = memory.subarray(offset, offset + content.length);
        const to = Math.min(end, bytes.length);
        const search = new Stops(stops);
        for (let from = 0; from <= to; from++) {
          let slow = from;
          while (slow < to && !stops.includes(bytes[slow])) slow++;
          expect(search.find(bytes, from, to)).toBe(slow);
          if (slow < to) found++;
        }
      },
    ),
    {numRuns: 2000},
  );
  expect(found).toBeGreaterThan(1000);
});
