/**
 * The two tables of deduplication, open addressing in typed arrays: from a hash of 64 bits to a number, and from one of 32 bits to the few
 * numbers that came with it first.
 *
 * law      the answers do not depend on how often the tables grew
 * domain   numbers from 0 to 2^32 - 2, in an index below 2^31
 */
import {grown} from '../core/grown.ts';

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

/** What stands for a hash with several numbers: where their list is, with this bit. */
const LISTED = 0x80000000;

/**
 * Of each hash the first `most` numbers, in the order in which they came. 8 bytes a place, one place a hash, at most 3 places in 4 are
 * used; a hash with several numbers has them in a list of 4 bytes each and as many again at most.
 */
export class HashIndex {
  private keys = new Uint32Array(FIRST);
  private numbers = new Uint32Array(FIRST).fill(FREE);
  private used = 0;
  private readonly most: number;
  private readonly lists: NumberLists;

  /** most: at least 2. */
  constructor(most: number) {
    this.most = most;
    this.lists = new NumberLists(most);
  }

  /** Writes the numbers of a hash to `into`, from `at` on, and says how many there are. */
  read(hash: number, into: Uint32Array, at = 0): number {
    const number = this.numbers[this.placeOf(hash)];
    if (number >= LISTED) return number === FREE ? 0 : this.lists.read(number - LISTED, into, at);
    into[at] = number;
    return 1;
  }

  /** number: below 2^31. */
  add(hash: number, number: number): void {
    if (number >= LISTED) throw new RangeError(`number ${number} of an index, at most ${LISTED - 1}`);
    if (this.used >= 0.75 * this.keys.length) this.grow();
    const place = this.placeOf(hash);
    const {keys, numbers, lists} = this;
    const held = numbers[place];
    if (held === FREE) {
      keys[place] = hash;
      numbers[place] = number;
      this.used++;
    } else if (held >= LISTED) numbers[place] = LISTED + lists.add(held - LISTED, number);
    else if (this.most > 1) numbers[place] = LISTED + lists.begin(held, number);
  }

  /** Where a hash is, or the free place where it would be. */
  private placeOf(hash: number): number {
    const {keys, numbers} = this;
    const mask = keys.length - 1;
    const mixed = Math.imul(hash, 0x9e3779b1);
    let place = (mixed ^ (mixed >>> 15)) & mask;
    while (numbers[place] !== FREE && keys[place] !== hash) place = (place + 1) & mask;
    return place;
  }

  private grow(): void {
    const {keys, numbers} = this;
    this.keys = new Uint32Array(2 * keys.length);
    this.numbers = new Uint32Array(2 * keys.length).fill(FREE);
    for (let old = 0; old < keys.length; old++) {
      if (numbers[old] === FREE) continue;
      const place = this.placeOf(keys[old]);
      this.keys[place] = keys[old];
      this.numbers[place] = numbers[old];
    }
  }
}

/** Lists of two to `most` numbers in one array: each after its length, in room for 3, 7, 15 ... of them. What a list leaves is used again. */
class NumberLists {
  private cells = new Uint32Array(FIRST);
  private end = 0;
  private readonly most: number;
  /** By the logarithm of the room, one plus where a list was that is no more; there stands the same of the next one. */
  private readonly left = new Float64Array(32);

  constructor(most: number) {
    this.most = most;
  }

  read(list: number, into: Uint32Array, at: number): number {
    const {cells} = this;
    const length = cells[list];
    for (let i = 0; i < length; i++) into[at + i] = cells[list + 1 + i];
    return length;
  }

  /** A list of two: where it is. */
  begin(first: number, second: number): number {
    const list = this.room(2);
    this.cells[list] = 2;
    this.cells[list + 1] = first;
    this.cells[list + 2] = second;
    return list;
  }

  /** Where the list is now. */
  add(list: number, number: number): number {
    const length = this.cells[list];
    if (length >= this.most) return list;
    // all of 4, 8, 16 ... cells are used
    const full = length > 2 && (length & (length + 1)) === 0;
    const at = full ? this.moved(list, length) : list;
    this.cells[at] = length + 1;
    this.cells[at + 1 + length] = number;
    return at;
  }

  private moved(list: number, length: number): number {
    const size = 31 - Math.clz32(length + 1);
    const into = this.room(size + 1);
    this.cells.copyWithin(into, list, list + length + 1);
    this.cells[list] = this.left[size];
    this.left[size] = list + 1;
    return into;
  }

  /** 2^size cells. */
  private room(size: number): number {
    const again = this.left[size];
    if (again > 0) {
      this.left[size] = this.cells[again - 1];
      return again - 1;
    }
    const at = this.end;
    this.end += 1 << size;
    if (this.end > LISTED) throw new RangeError('an index of more than 2^31 numbers');
    if (this.end > this.cells.length) this.cells = grown(this.cells, Math.max(this.end, Math.ceil(1.5 * this.cells.length)));
    return at;
  }
}
