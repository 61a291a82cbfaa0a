/**
 * The two tables of deduplication, open addressing in typed arrays: from a hash of 64 bits to a number, and from one of 32 bits to the few
 * numbers that came with it first.
 *
 * law      the answers do not depend on how often the tables grew
 * domain   numbers from 0 to 2^32 - 2
 */

const FREE = 0xffffffff;
const FIRST = 1 << 12;

/** One number a hash. 12 bytes a place, at most 7 places in 10 are used. */
export class HashNumbers {
  private high = new Uint32Array(FIRST);
  private low = new Uint32Array(FIRST);
  private numbers = new Uint32Array(FIRST).fill(FREE);
  private used = 0;

  /** -1 where there is none. */
  find(high: number, low: number): number {
    const number = this.numbers[this.placeOf(high, low)];
    return number === FREE ? -1 : number;
  }

  set(high: number, low: number, number: number): void {
    if (this.used >= 0.7 * this.numbers.length) this.grow();
    const place = this.placeOf(high, low);
    if (this.numbers[place] === FREE) this.used++;
    this.high[place] = high;
    this.low[place] = low;
    this.numbers[place] = number;
  }

  private placeOf(high: number, low: number): number {
    const mask = this.numbers.length - 1;
    let place = (high ^ Math.imul(low, 0x9e3779b1)) & mask;
    while (this.numbers[place] !== FREE && (this.high[place] !== high || this.low[place] !== low)) place = (place + 1) & mask;
    return place;
  }

  private grow(): void {
    const {high, low, numbers} = this;
    this.high = new Uint32Array(2 * high.length);
    this.low = new Uint32Array(2 * high.length);
    this.numbers = new Uint32Array(2 * high.length).fill(FREE);
    this.used = 0;
    for (let old = 0; old < numbers.length; old++) if (numbers[old] !== FREE) this.set(high[old], low[old], numbers[old]);
  }
}

/** Of each hash the first `most` numbers, in the order in which they came. 8 bytes a place, at most 7 places in 10 are used. */
export class HashIndex {
  private keys = new Uint32Array(FIRST);
  private numbers = new Uint32Array(FIRST).fill(FREE);
  private used = 0;
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  /** Writes the numbers of a hash to `into` and says how many there are. */
  read(hash: number, into: Uint32Array): number {
    const {keys, numbers} = this;
    const mask = keys.length - 1;
    let count = 0;
    for (let place = placeOf(hash, mask); numbers[place] !== FREE; place = (place + 1) & mask)
      if (keys[place] === hash) into[count++] = numbers[place];
    return count;
  }

  add(hash: number, number: number): void {
    if (this.used >= 0.7 * this.keys.length) this.grow();
    this.put(hash, number);
  }

  private put(hash: number, number: number): void {
    const {keys, numbers} = this;
    const mask = keys.length - 1;
    let place = placeOf(hash, mask);
    let count = 0;
    for (; numbers[place] !== FREE; place = (place + 1) & mask) if (keys[place] === hash && ++count === this.most) return;
    keys[place] = hash;
    numbers[place] = number;
    this.used++;
  }

  /** From behind a free place on, so that numbers of one hash keep their order where they run over the end. */
  private grow(): void {
    const {keys, numbers} = this;
    const size = keys.length;
    this.keys = new Uint32Array(2 * size);
    this.numbers = new Uint32Array(2 * size).fill(FREE);
    this.used = 0;
    const free = numbers.indexOf(FREE);
    for (let i = 1; i < size; i++) {
      const place = (free + i) & (size - 1);
      if (numbers[place] !== FREE) this.put(keys[place], numbers[place]);
    }
  }
}

function placeOf(hash: number, mask: number): number {
  const mixed = Math.imul(hash, 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) & mask;
}
