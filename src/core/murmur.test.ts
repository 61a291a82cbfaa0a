import {expect, test} from 'vitest';
import {murmurMix} from './murmur.ts';

/** MurmurHash3_x86_32 of no bytes is fmix32 of the seed: the published values for seeds 0, 1 and 2^32 - 1. */
test.each([
  [0, 0],
  [1, 0x514e28b7],
  [0xffffffff, 0x81f16f39],
])('the mix of %i is that of the reference', (seed, hash) => {
  expect(murmurMix(seed) >>> 0).toBe(hash);
  expect(murmurMix(seed | 0) >>> 0).toBe(hash);
});
