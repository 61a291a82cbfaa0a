/**
 * The k entries with the smallest keys, each with what the caller keeps of it. Keys are triples of 32-bit numbers, compared in order.
 *
 * law      which entries are kept depends on the set of keys alone; merging the sets of parts gives the set of the whole
 * cost     a comparison for a key above the threshold; a probe for one below
 */

export type Key = readonly [first: number, high: number, low: number];

export interface Keyed {
  /** Three 32-bit unsigned numbers. */
  readonly key: Key;
  /** How often the key was added. */
  readonly copies: number;
}

export interface Bottom<E extends Keyed> {
  /** Sorted by key. */
  readonly entries: readonly E[];
  /** The smallest key left out; absent where none was. */
  readonly threshold?: Key;
}

export function compareKeys(a: readonly number[], b: readonly number[]): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

const FIRST_SLOTS = 1024;
const NONE: readonly never[] = [];

export class BottomK<E extends Keyed> {
  private readonly capacity: number;
  private entries: E[] = [];
  /** Where an entry is among `entries`, or -1. */
  private slots = new Int32Array(FIRST_SLOTS).fill(-1);
  private threshold?: Key;
  private out: readonly E[] = [];

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Whether a key may be kept: the quick test before anything is made of it. */
  admits(first: number, high: number, low: number): boolean {
    const {threshold} = this;
    if (threshold === undefined || first < threshold[0]) return true;
    return first === threshold[0] && (high < threshold[1] || (high === threshold[1] && low < threshold[2]));
  }

  /** The entry of a key, or undefined. */
  get(first: number, high: number, low: number): E | undefined {
    return this.entries[this.slots[this.slotOf(first, high, low)]];
  }

  /** Sets the entry of a key that `admits` admits. */
  set(entry: E): void {
    const [first, high, low] = entry.key;
    const slot = this.slotOf(first, high, low);
    const known = this.slots[slot];
    if (known >= 0) {
      this.entries[known] = entry;
      return;
    }
    this.slots[slot] = this.entries.length;
    this.entries.push(entry);
    if (this.entries.length >= 2 * this.capacity) this.shrink();
    else if (2 * this.entries.length > this.slots.length) this.index(2 * this.slots.length);
  }

  /** Where the entry of a key is, or would be. */
  private slotOf(first: number, high: number, low: number): number {
    const {slots, entries} = this;
    const mask = slots.length - 1;
    for (let slot = (first ^ high ^ low) & mask; ; slot = (slot + 1) & mask) {
      const at = slots[slot];
      if (at < 0) return slot;
      const {key} = entries[at];
      if (key[2] === low && key[1] === high && key[0] === first) return slot;
    }
  }

  private index(size: number): void {
    this.slots = new Int32Array(size).fill(-1);
    for (let i = 0; i < this.entries.length; i++) {
      const {key} = this.entries[i];
      this.slots[this.slotOf(key[0], key[1], key[2])] = i;
    }
  }

  /** The entries that were put out since this was asked last, as far as memory goes: what they hold may be used for others. */
  takeOut(): readonly E[] {
    const {out} = this;
    this.out = NONE;
    return out;
  }

  private shrink(): void {
    const sorted = this.sorted();
    const {entries, threshold} = bottom(sorted, this.capacity, this.threshold);
    this.threshold = threshold;
    this.entries = [...entries];
    this.out = sorted.slice(this.capacity);
    this.index(this.slots.length);
  }

  private sorted(): E[] {
    return [...this.entries].sort((a, b) => compareKeys(a.key, b.key));
  }

  finish(): Bottom<E> {
    return bottom(this.sorted(), this.capacity, this.threshold);
  }
}

/** The `capacity` smallest of entries sorted by key, all different and below `threshold`. */
function bottom<E extends Keyed>(sorted: readonly E[], capacity: number, threshold?: Key): Bottom<E> {
  return sorted.length > capacity
    ? {entries: sorted.slice(0, capacity), threshold: sorted[capacity].key}
    : {entries: sorted, ...(threshold !== undefined && {threshold})};
}

/** The sample of two parts together. `plus` joins the entries of one key. */
export function mergeBottoms<E extends Keyed>(a: Bottom<E>, b: Bottom<E>, capacity: number, plus: (a: E, b: E) => E): Bottom<E> {
  const limit = smallestKey(a.threshold, b.threshold);
  const merged: E[] = [];
  for (let i = 0, j = 0; i < a.entries.length || j < b.entries.length; ) {
    const order = i >= a.entries.length ? 1 : j >= b.entries.length ? -1 : compareKeys(a.entries[i].key, b.entries[j].key);
    const entry = order === 0 ? plus(a.entries[i], b.entries[j]) : order < 0 ? a.entries[i] : b.entries[j];
    if (limit !== undefined && compareKeys(entry.key, limit) >= 0) break;
    merged.push(entry);
    if (order <= 0) i++;
    if (order >= 0) j++;
  }
  return bottom(merged, capacity, limit);
}

function smallestKey(a: Key | undefined, b: Key | undefined): Key | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareKeys(a, b) <= 0 ? a : b;
}
