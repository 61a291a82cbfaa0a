import {expect, test} from 'vitest';
import {grown} from './grown.ts';

test.each([Uint8Array, Int32Array, Uint32Array, Float32Array, Float64Array])(
  'a grown array is of its own kind and begins with what it held: %o',
  (Kind) => {
    const from = Kind.of(3, 1);
    expect(grown(from, 4)).toEqual(Kind.of(3, 1, 0, 0));
    expect(from).toEqual(Kind.of(3, 1));
  },
);

test('a part of an array grows without what stands behind it', () => {
  expect(grown(Uint8Array.of(1, 2, 3).subarray(0, 2), 3)).toEqual(Uint8Array.of(1, 2, 0));
});
