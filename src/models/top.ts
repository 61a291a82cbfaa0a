/**
 * The most probable of many weights, without putting them in order: the k largest, or the smallest set that holds a share of all.
 *
 * Weights are in [0, 1], so their bits are in their order. The place where the set ends is looked for digit by digit of the bits: weights
 * of a higher digit are in, of a lower one out, and those of the digit at which it ends are gone through again by the next digit. What is
 * left in the end is equal: of equal weights the lower numbers go first.
 *
 * law      the set is that of sorting by falling weight, then rising number; sums within 1e-12 of the share hold it
 * cost     O(V), in the mean little more than one pass; nothing is allocated
 * checked  against sorting (top.test.ts)
 */

/** Bits of the digits, highest first: exponent, then fraction. */
const HIGH = [20, 10, 0] as const;
const LOW = [21, 10, 0] as const;
const BINS = 2048;
const SLACK = 1e-12;
/** Of the two halves of a float64. */
const UPPER = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

export class Top {
  /** Weights above it are in the set. */
  floor = -1;
  /** Weights equal to it are in as far as to this number. */
  last = Infinity;
  private readonly weights: Float64Array;
  private readonly bits: Uint32Array;
  /** Numbers of the weights whose place is not known yet, rising. */
  private readonly open: Uint32Array;
  private readonly counts = new Uint32Array(BINS);
  private readonly masses = new Float64Array(BINS);
  /** The highest bin with something in it. */
  private highest = 0;

  /** weights: (V,), whatever is in them when a set is asked for. */
  constructor(weights: Float64Array) {
    this.weights = weights;
    this.bits = new Uint32Array(weights.buffer, weights.byteOffset, 2 * weights.length);
    this.open = new Uint32Array(weights.length);
  }

  /** Sets the set of the `k` largest, then, among them, the smallest that holds `share` of their sum. Returns its sum. */
  choose(k: number, share: number): number {
    this.floor = -1;
    this.last = Infinity;
    if (k < this.weights.length) this.end(k, Infinity);
    const sum = this.sum();
    if (share >= 1) return sum;
    this.end(Infinity, share * sum * (1 - SLACK));
    return this.sum();
  }

  holds(i: number): boolean {
    const weight = this.weights[i];
    return weight > this.floor || (weight === this.floor && i <= this.last);
  }

  private sum(): number {
    const {weights, floor, last} = this;
    let sum = 0;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i];
      if (weight > floor || (weight === floor && i <= last)) sum += weight;
    }
    return sum;
  }

  /** Ends the set where it has `count` weights or a sum of `mass`, whichever is first; at least one is in. */
  private end(count: number, mass: number): void {
    const {weights, open} = this;
    let left = weights.length;
    for (let i = 0; i < left; i++) open[i] = i;
    let [wanted, heavy] = [count, mass];
    for (let digit = 0; digit < HIGH.length + LOW.length && left > 1; digit++) {
      const bin = this.binOfEnd(digit, left, wanted, heavy);
      for (let b = this.highest; b > bin; b--) {
        wanted -= this.counts[b];
        heavy -= this.masses[b];
      }
      left = this.keep(digit, left, bin);
    }
    const weight = weights[open[0]];
    let taken = 1;
    for (let held = weight; taken < left && taken < wanted && held < heavy; taken++) held += weight;
    this.floor = weight;
    this.last = open[taken - 1];
  }

  /** The bin in which the set ends. */
  private binOfEnd(digit: number, left: number, wanted: number, heavy: number): number {
    const {weights, bits, open, counts, masses} = this;
    counts.fill(0);
    masses.fill(0);
    const half = digit < HIGH.length ? UPPER : 1 - UPPER;
    const shift = digit < HIGH.length ? HIGH[digit] : LOW[digit - HIGH.length];
    const mask = maskOf(digit);
    let lowest = BINS;
    let highest = 0;
    for (let j = 0; j < left; j++) {
      const i = open[j];
      const b = (bits[2 * i + half] >>> shift) & mask;
      counts[b]++;
      masses[b] += weights[i];
      if (b < lowest) lowest = b;
      if (b > highest) highest = b;
    }
    this.highest = highest;
    let count = 0;
    let mass = 0;
    for (let b = highest; b > lowest; b--) {
      count += counts[b];
      mass += masses[b];
      if (counts[b] > 0 && (count >= wanted || mass >= heavy)) return b;
    }
    return lowest;
  }

  /** Leaves open what is in one bin. Returns how many. */
  private keep(digit: number, left: number, bin: number): number {
    const {bits, open} = this;
    const half = digit < HIGH.length ? UPPER : 1 - UPPER;
    const shift = digit < HIGH.length ? HIGH[digit] : LOW[digit - HIGH.length];
    const mask = maskOf(digit);
    let kept = 0;
    for (let j = 0; j < left; j++) {
      const i = open[j];
      if (((bits[2 * i + half] >>> shift) & mask) === bin) open[kept++] = i;
    }
    return kept;
  }
}

const maskOf = (digit: number): number => (digit === 0 || digit === 3 || digit === 4 ? 2047 : 1023);
