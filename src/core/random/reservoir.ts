/**
 * A uniform sample of k items of a sequence whose length is not known.
 *
 *   item i (from 0): keep while i < k; after that put it at j = ⌊(i + 1) u⌋ where j < k
 *
 * law      after i items each subset of min(i, k) of them has the same chance
 * domain   k integer >= 1, at most 2^32 items; anything else throws DomainError
 * cost     O(1) an item, memory O(k)
 * source   J. Vitter, ACM TOMS 11(1), 1985, algorithm R
 * checked  against all subsets of a small sequence by chi-square: ⌊i u⌋ fails it
 */
import {DomainError} from '../error.ts';
import type {Stream} from './stream.ts';

export class Reservoir<T> {
  readonly items: T[] = [];
  private readonly capacity: number;
  private readonly stream: Stream;
  private seen = 0;

  constructor(stream: Stream, capacity: number) {
    if (!(Number.isInteger(capacity) && capacity >= 1))
      throw new DomainError(`a reservoir wants an integer capacity >= 1, got ${capacity}`);
    this.capacity = capacity;
    this.stream = stream;
  }

  /** How many items were offered. */
  get count(): number {
    return this.seen;
  }

  offer(item: T): void {
    const i = this.seen++;
    if (i < this.capacity) {
      this.items.push(item);
      return;
    }
    const j = this.stream.below(i + 1);
    if (j < this.capacity) this.items[j] = item;
  }
}
