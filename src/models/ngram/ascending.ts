/**
 * Whole numbers that never fall, in less than two bytes each.
 *
 * Each is the first number of its block of eight and what it is above it, a byte; a block that spans more stands whole in `wide`.
 *
 * memory   1.5 bytes a number, and 32 a wide block
 * cost     a number is read from two lines of memory, three where its block is wide
 */
import {grown} from '../../core/grown.ts';

const BITS = 3;
const SIZE = 1 << BITS;

export class Ascending {
  readonly length: number;
  /** The first number of each block, or ~(where it begins in `wide`). */
  private readonly blocks: Int32Array;
  private readonly above: Uint8Array;
  private wide: Int32Array = new Int32Array(0);
  private used = 0;

  /** Of so many numbers, which `set` has still to tell. */
  constructor(length: number) {
    this.length = length;
    this.blocks = new Int32Array((length + SIZE - 1) >> BITS);
    this.above = new Uint8Array(length);
  }

  static of(values: Int32Array): Ascending {
    const ascending = new Ascending(values.length);
    for (let i = 0; i < values.length; i++) ascending.set(i, values[i]);
    return ascending;
  }

  /** Number i, after those before it. */
  set(i: number, value: number): void {
    const b = i >> BITS;
    if ((i & (SIZE - 1)) === 0) this.blocks[b] = value;
    const first = this.blocks[b];
    if (first >= 0 && value - first < 1 << 8) {
      this.above[i] = value - first;
      return;
    }
    const at = first < 0 ? ~first : this.widen(i);
    this.wide[at + (i & (SIZE - 1))] = value;
  }

  at(i: number): number {
    const first = this.blocks[i >> BITS];
    return first >= 0 ? first + this.above[i] : this.wide[~first + (i & (SIZE - 1))];
  }

  /** Moves the numbers before i of its block to `wide`; answers where the block begins there. */
  private widen(i: number): number {
    const at = this.used;
    this.used += SIZE;
    if (this.used > this.wide.length) this.wide = grown(this.wide, 2 * this.used);
    for (let k = i & -SIZE; k < i; k++) this.wide[at + (k & (SIZE - 1))] = this.at(k);
    this.blocks[i >> BITS] = ~at;
    return at;
  }
}
