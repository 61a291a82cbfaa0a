/**
 * The final mix of MurmurHash3 for 32 bits: each bit of the state turns each bit of the answer with a chance near 1/2.
 *
 * shape    a 32-bit integer, either sign -> a signed one, each exactly once
 * source   A. Appleby, MurmurHash3 (fmix32)
 * checked  against the published values of the reference's fmix32
 */
export function murmurMix(state: number): number {
  let h = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
