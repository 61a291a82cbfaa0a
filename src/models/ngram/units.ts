/**
 * How often each n-gram of one order counts, as a row of bits: one a unit of count, set where an n-gram's units begin.
 *
 * shape    n-grams 0, 1, 2, ... of counts a_0, a_1, ... >= 1: units 0 .. a_0 are the first one's, the next a_1 the second's, ...
 * memory   2 bits a unit: beside every 32 bits stands how many are set before them
 * cost     from a unit to its n-gram: one line of memory. From an n-gram to its units: a search
 */

/** Unit u is bit u + 2, so that a window of five bits around each begins at bit u. */
const MARGIN = 2;

export class Units {
  /** How many units there are, and n-grams. */
  readonly total: number;
  size = 0;
  /** By 32 bits: how many are set before, and the bits. */
  private readonly words: Int32Array;

  /** Units that `begin` and `seal` will make n-grams of. */
  constructor(total: number) {
    this.total = total;
    this.words = new Int32Array(2 * (((total + 2 * MARGIN) >> 5) + 2));
  }

  /** counts: of each n-gram, those at the end that are 0 left out. */
  static of(counts: Int32Array): Units {
    let total = 0;
    for (let x = 0; x < counts.length; x++) total += counts[x];
    const units = new Units(total);
    for (let x = 0, u = 0; u < total; u += counts[x++]) units.begin(u);
    return units.seal();
  }

  /** Has an n-gram begin at unit u. */
  begin(u: number): void {
    const bit = u + MARGIN;
    this.words[2 * (bit >> 5) + 1] |= 1 << (bit & 31);
  }

  /** Counts the n-grams; no more begin. */
  seal(): this {
    const {words} = this;
    this.begin(this.total);
    let before = 0;
    for (let k = 0; k < words.length; k += 2) {
      words[k] = before;
      before += bitsSet(words[k + 1]);
    }
    this.size = before - 1;
    return this;
  }

  /** The n-gram of unit u; `size` of the unit behind the last. */
  nodeOf(u: number): number {
    const bit = u + MARGIN;
    const k = 2 * (bit >> 5);
    return this.words[k] + bitsSet(this.words[k + 1] & (-1 >>> (31 - (bit & 31)))) - 1;
  }

  /** Whether n-grams begin at units u - 2, u - 1, u, u + 1 and u + 2, as five bits, the first the lowest. */
  around(u: number): number {
    const k = 2 * (u >> 5) + 1;
    const shift = u & 31;
    return ((this.words[k] >>> shift) | ((this.words[k + 2] << 1) << (31 - shift))) & 31;
  }

  /** The first unit behind u at which an n-gram begins, or `total`. */
  nextOf(u: number): number {
    const bit = u + 1 + MARGIN;
    let k = 2 * (bit >> 5) + 1;
    let rest = this.words[k] & (-1 << (bit & 31));
    while (rest === 0) rest = this.words[(k += 2)];
    return 32 * (k >> 1) + 31 - Math.clz32(rest & -rest) - MARGIN;
  }

  /** The count of every n-gram. (size,) */
  counts(counts: Int32Array = new Int32Array(this.size)): Int32Array {
    for (let x = 0, u = 0; x < counts.length; x++) {
      const next = this.nextOf(u);
      counts[x] = next - u;
      u = next;
    }
    return counts;
  }

  /** How many n-grams count j, for j = 1 .. 4. (5,), the first 0 */
  countsOfCounts(): [number, number, number, number, number] {
    const {words} = this;
    const t: [number, number, number, number, number] = [0, 0, 0, 0, 0];
    for (let k = 1; k < words.length; k += 2) {
      const bits = words[k];
      if (bits === 0) continue;
      const after = k + 2 < words.length ? words[k + 2] : 0;
      let open = bits;
      for (let j = 1; j < 5; j++) {
        const ahead = (bits >>> j) | (after << (32 - j));
        t[j] += bitsSet(open & ahead);
        open &= ~ahead;
      }
    }
    return t;
  }
}

function bitsSet(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
