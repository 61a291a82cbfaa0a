import {expect, it} from 'vitest';
import {concatenated} from './concatenated.ts';

it('puts typed arrays one after another, of any size', () => {
  expect(concatenated(Int32Array.of(1, 2), new Int32Array(0), Int32Array.of(3))).toEqual(Int32Array.of(1, 2, 3));
  expect(concatenated(Float32Array.of(0.5))).toEqual(Float32Array.of(0.5));
  const half = 131_072;
  const joined = concatenated(new Float64Array(half).fill(1), new Float64Array(half).fill(2));
  expect([joined.length, joined[half - 1], joined[half]]).toEqual([2 * half, 1, 2]);
});

it('leaves its arguments as they were', () => {
  const bytes = Uint8Array.of(1, 2, 3).subarray(1);
  const joined = concatenated(bytes, bytes);
  joined.fill(9);
  expect(bytes).toEqual(Uint8Array.of(2, 3));
});
