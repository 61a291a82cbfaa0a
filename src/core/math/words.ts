/**
 * The two 32-bit words of a float64, through one shared buffer.
 *
 *   x = (-1)^sign 2^(exponent - 1023) (1 + significand / 2^52)      high word: sign, 11 bits of exponent, 20 of significand
 *
 * domain   little-endian machines, as WebAssembly's memory and every engine that runs today; elsewhere loading this file throws
 * cost     a store and a load, no allocation
 */
import {ResourceError} from '../error.ts';

const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
float[0] = 1;
if (words[1] !== 0x3ff00000) throw new ResourceError('core/math wants a little-endian machine');

/** Sign, exponent and the first 20 bits of the significand, as a signed integer. */
export function highWord(x: number): number {
  float[0] = x;
  return words[1];
}

/** `x` with the low 32 bits of its significand cleared. */
export function highPart(x: number): number {
  float[0] = x;
  words[0] = 0;
  return float[0];
}

/** The float64 with this high word and no low bits. */
export function fromHighWord(high: number): number {
  words[0] = 0;
  words[1] = high;
  return float[0];
}

/** `x` >= 0 to 23 bits of its significand: half a unit of the last of them is added, the rest cut off. */
export function to23Bits(x: number): number {
  float[0] = x;
  const low = words[0];
  if (low < 0) words[1]++;
  words[0] = (low + 0x80000000) & 0xc0000000;
  return float[0];
}
