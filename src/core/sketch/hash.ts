/**
 * The hashes of profiles: 64 bits in two 32-bit lanes, `high` and `low`, each made of 32-bit multiplications alone, so that plain
 * JavaScript and WebAssembly give the same bits at their own full speed.
 *
 *   word     over its lower-cased code points, a multiply-and-xor lane each, then a final mix
 *   n-gram   a polynomial in the words' lanes, then the final mix with the order added: lane `low` is needed only where lane `high` is small
 *   bytes    over 32-bit little-endian pieces, the length last
 *
 * law      either lane is uniform on 0 .. 2^32 - 1 over distinct inputs, and independent of the other (tested by chi-square)
 * edge     not a cryptographic hash: somebody who wants two texts to collide can have that
 * source   final mixes: A. Appleby, MurmurHash3 (fmix32), and C. Wellons' hash prospector (low bias)
 *
 * The format of profiles fixes these functions: any change of a bit is a new version of the format.
 */
import {murmurMix} from '../murmur.ts';

export const WORD_HIGH = 0x243f6a88 | 0;
export const WORD_LOW = 0x85a308d3 | 0;
export const GRAM_HIGH = 0x9e3779b1 | 0;
export const GRAM_LOW = 0xc2b2ae3d | 0;
/** Added to a polynomial before its final mix, times the order: equal words of different order get different hashes. */
export const ORDER_STEP = 0x13198a2e | 0;
/** In place of an order: of a sentence, a paragraph, a document shorter than a shingle. */
export const SENTENCE_ORDER = 101;
export const PARAGRAPH_ORDER = 102;

export function stepHigh(state: number, codePoint: number): number {
  return Math.imul(state ^ codePoint, 0x01000193);
}

export function stepLow(state: number, codePoint: number): number {
  return Math.imul(((state << 5) | (state >>> 27)) ^ codePoint, 0x85ebca77);
}

export function mixHigh(state: number): number {
  return murmurMix(state) >>> 0;
}

export function mixLow(state: number): number {
  let h = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return (h ^ (h >>> 15)) >>> 0;
}

/** Hash of bytes[from .. to), written to `into` as [high, low]. */
export function hashBytes64(bytes: Uint8Array, from: number, to: number, into: Uint32Array): void {
  let high = WORD_HIGH;
  let low = WORD_LOW;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const piece = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    high = Math.imul(high ^ piece, 0x9e3779b1);
    high ^= high >>> 15;
    low = Math.imul(((low << 13) | (low >>> 19)) ^ piece, 0x85ebca77);
  }
  let rest = 0;
  for (let shift = 0; at < to; at++, shift += 8) rest |= bytes[at] << shift;
  high = Math.imul(high ^ rest, 0x9e3779b1) ^ (to - from);
  low = Math.imul(((low << 13) | (low >>> 19)) ^ rest, 0x85ebca77) ^ (to - from);
  into[0] = mixHigh(high);
  into[1] = mixLow(low);
}

/**
 * How many bits shorter a word's hash is made, by its length in code points: frequent words are short, and a smaller hash is a larger
 * chance to be in a sample. A sampled word stands for 1 / min(1, threshold * 2^shift) words.
 */
const LENGTH_SHIFT: Uint8Array = Uint8Array.of(12, 12, 12, 9, 6, 4, 3, 2, 1, 0);

export function lengthShift(codePoints: number): number {
  return LENGTH_SHIFT[codePoints < 9 ? codePoints : 9];
}
