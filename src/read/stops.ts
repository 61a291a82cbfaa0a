/**
 * The first of some bytes in a stretch: four at a time where they are at most three, else one by one.
 *
 * cost     one pass over what is passed over; no allocation but a view for each new memory
 * checked  byte by byte, wherever the stretch lies in its memory
 */

/** A byte times this is the byte four times. */
const FOUR = 0x01010101;
const HIGHEST_BITS = 0x80808080;

export class Stops {
  private readonly table = new Uint8Array(256);
  private readonly few: boolean;
  private readonly first: number;
  private readonly second: number;
  private readonly third: number;
  private bytes: Uint8Array = new Uint8Array(0);
  /** The memory that `bytes` lie in. */
  private words: Int32Array = new Int32Array(0);

  /** At least one byte. */
  constructor(stops: readonly number[]) {
    for (const byte of stops) this.table[byte] = 1;
    const [first, second = first, third = first] = stops;
    this.few = stops.length <= 3;
    this.first = first * FOUR;
    this.second = second * FOUR;
    this.third = third * FOUR;
  }

  /** Where in [from, to) the first of them is; `to` where none is. */
  find(bytes: Uint8Array, from: number, to: number): number {
    const {table} = this;
    const shift = bytes.byteOffset;
    let i = from;
    for (; i < to && ((i + shift) & 3) !== 0; i++) if (table[bytes[i]] === 1) return i;
    if (i < to && this.few) i = this.wordOf(bytes, (i + shift) >>> 2, (to + shift) >>> 2) * 4 - shift;
    while (i < to && table[bytes[i]] === 0) i++;
    return i;
  }

  /** The first word of [from, to) with one of them in it, or `to`. */
  private wordOf(bytes: Uint8Array, from: number, to: number): number {
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.words = new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >>> 2);
    }
    const {words, first, second, third} = this;
    for (let w = from; w < to; w++) {
      const a = words[w] ^ first;
      const b = words[w] ^ second;
      const c = words[w] ^ third;
      // a byte that is 0 now sets its highest bit
      if ((((a - FOUR) & ~a) | ((b - FOUR) & ~b) | ((c - FOUR) & ~c)) & HIGHEST_BITS) return w;
    }
    return Math.max(from, to);
  }
}
