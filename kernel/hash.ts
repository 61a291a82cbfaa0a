/** The hashes of src/core/sketch/hash.ts, bit for bit. */
import {STATISTICS} from './memory';

export const WORD_HIGH: u32 = 0x243f6a88;
export const WORD_LOW: u32 = 0x85a308d3;
export const GRAM_HIGH: u32 = 0x9e3779b1;
export const GRAM_LOW: u32 = 0xc2b2ae3d;
export const ORDER_STEP: u32 = 0x13198a2e;
export const SENTENCE_ORDER: u32 = 101;
export const PARAGRAPH_ORDER: u32 = 102;

export function stepHigh(state: u32, codePoint: u32): u32 {
  return (state ^ codePoint) * 0x01000193;
}

export function stepLow(state: u32, codePoint: u32): u32 {
  return (rotl(state, 5) ^ codePoint) * 0x85ebca77;
}

export function mixHigh(state: u32): u32 {
  let h = (state ^ (state >>> 16)) * 0x85ebca6b;
  h = (h ^ (h >>> 13)) * 0xc2b2ae35;
  return h ^ (h >>> 16);
}

export function mixLow(state: u32): u32 {
  let h = (state ^ (state >>> 16)) * 0x21f0aaad;
  h = (h ^ (h >>> 15)) * 0x735a2d97;
  return h ^ (h >>> 15);
}

/** Hash of the document at memory[from .. to), written to its statistics. */
export function hashDocument(from: usize, to: usize): void {
  let high = WORD_HIGH;
  let low = WORD_LOW;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const piece = load<u32>(at);
    high = (high ^ piece) * 0x9e3779b1;
    high ^= high >>> 15;
    low = (rotl(low, 13) ^ piece) * 0x85ebca77;
  }
  let rest: u32 = 0;
  for (let shift: u32 = 0; at < to; at++, shift += 8) rest |= (load<u8>(at) as u32) << shift;
  const length = (to - from) as u32;
  high = ((high ^ rest) * 0x9e3779b1) ^ length;
  low = ((rotl(low, 13) ^ rest) * 0x85ebca77) ^ length;
  store<u32>(STATISTICS, mixHigh(high), 20);
  store<u32>(STATISTICS, mixLow(low), 24);
}

/** Code points by which the shift depends on length: LENGTH_SHIFT of the host, four bits each. */
export function lengthShift(codePoints: u32): u32 {
  return (((0x0123469ccc as u64) >>> (codePoints < 9 ? codePoints << 2 : 36)) as u32) & 15;
}
