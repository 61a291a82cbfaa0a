/**
 * The probabilities of all n-grams of one order, to be found by their parts: one line of memory a look-up.
 *
 * shape    a slot is 16 bytes: the context's slot in the table of the order below, and the suffix's, each plus 1 (0: the slot is free), and p
 * cost     linear probing at LOAD; an n-gram's slot is its number from then on
 */
const LOAD = 0.6;

export class ProbingTable {
  readonly size: number;
  /** Four a slot: context + 1, suffix + 1, and p, which takes two. */
  private readonly parts: Int32Array;
  /** The same memory: p of slot k is values[2 * k + 1]. */
  private readonly values: Float64Array;
  private readonly scale: number;

  constructor(ngrams: number) {
    this.size = Math.ceil(ngrams / LOAD) + 1;
    const memory = new ArrayBuffer(16 * this.size);
    this.parts = new Int32Array(memory);
    this.values = new Float64Array(memory);
    this.scale = this.size / 2 ** 32;
  }

  /** Puts an n-gram that is not there yet; answers its slot. */
  put(context: number, suffix: number, probability: number): number {
    const {parts, size} = this;
    let slot = this.slotOf(context, suffix);
    while (parts[4 * slot] !== 0) if (++slot === size) slot = 0;
    parts[4 * slot] = context + 1;
    parts[4 * slot + 1] = suffix + 1;
    this.values[2 * slot + 1] = probability;
    return slot;
  }

  /** Where the search for an n-gram begins, for `findFrom`. */
  slotOf(context: number, suffix: number): number {
    let h = Math.imul(context, 0x9e3779b1) ^ Math.imul(suffix, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    return (((h ^ (h >>> 13)) >>> 0) * this.scale) | 0;
  }

  /** Reads a slot for nothing but to have its line of memory near; answers something of it, so that nobody leaves it out. */
  touch(slot: number): number {
    return this.parts[4 * slot];
  }

  /** The slot of an n-gram, or -1. */
  findFrom(slot: number, context: number, suffix: number): number {
    const {parts, size} = this;
    for (let k = slot; ; ) {
      const at = parts[4 * k];
      if (at === context + 1 && parts[4 * k + 1] === suffix + 1) return k;
      if (at === 0) return -1;
      if (++k === size) k = 0;
    }
  }

  probability(slot: number): number {
    return this.values[2 * slot + 1];
  }
}
