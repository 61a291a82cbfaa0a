/**
 * The k entries with the smallest keys, each with what the caller keeps of it. Keys are triples of 32-bit numbers, compared in order.
 *
 * law      which entries are kept depends on the set of keys alone; merging the sets of parts gives the set of the whole
 * cost     a comparison for a key above the threshold; a map look-up for one below
 */
export interface Keyed {
  /** Three 32-bit unsigned numbers. */
  readonly key: readonly [number, number, number];
  /** How often the key was added. */
  readonly copies: number;
}

export interface Bottom<E extends Keyed> {
  /** Sorted by key. */
  readonly entries: readonly E[];
  /** The smallest key left out; absent where none was. */
  readonly threshold?: readonly [number, number, number];
}

export function compareKeys(a: readonly number[], b: readonly number[]): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

export class BottomK<E extends Keyed> {
  private readonly capacity: number;
  private entries = new Map<string, E>();
  private threshold?: readonly [number, number, number];

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Whether a key that begins with `first` may be kept: the quick test before a key is made. */
  admits(first: number): boolean {
    return this.threshold === undefined || first <= this.threshold[0];
  }

  /** One more copy of the key: `make` gives the entry where it is new, `again` the one with a copy more. */
  add(key: readonly [number, number, number], make: () => E, again: (entry: E) => E): void {
    if (this.threshold !== undefined && compareKeys(key, this.threshold) >= 0) return;
    const name = key.join();
    const known = this.entries.get(name);
    this.entries.set(name, known === undefined ? make() : again(known));
    if (this.entries.size >= 2 * this.capacity) this.shrink();
  }

  private shrink(): void {
    const {entries, threshold} = bottom([...this.entries.values()], this.capacity, this.threshold);
    this.threshold = threshold;
    this.entries = new Map(entries.map((entry) => [entry.key.join(), entry]));
  }

  finish(): Bottom<E> {
    return bottom([...this.entries.values()], this.capacity, this.threshold);
  }
}

/** The `capacity` smallest of entries with different keys, all of which are below `threshold`. */
function bottom<E extends Keyed>(entries: readonly E[], capacity: number, threshold?: readonly [number, number, number]): Bottom<E> {
  const sorted = [...entries].sort((a, b) => compareKeys(a.key, b.key));
  return sorted.length > capacity
    ? {entries: sorted.slice(0, capacity), threshold: sorted[capacity].key}
    : {entries: sorted, ...(threshold !== undefined && {threshold})};
}

/** The sample of two parts together. `plus` joins the entries of one key. */
export function mergeBottoms<E extends Keyed>(a: Bottom<E>, b: Bottom<E>, capacity: number, plus: (a: E, b: E) => E): Bottom<E> {
  const limit = smallestKey(a.threshold, b.threshold);
  const merged = new Map<string, E>();
  for (const entry of [...a.entries, ...b.entries]) {
    if (limit !== undefined && compareKeys(entry.key, limit) >= 0) continue;
    const name = entry.key.join();
    const known = merged.get(name);
    merged.set(name, known === undefined ? entry : plus(known, entry));
  }
  return bottom([...merged.values()], capacity, limit);
}

function smallestKey(
  a: readonly [number, number, number] | undefined,
  b: readonly [number, number, number] | undefined,
): readonly [number, number, number] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareKeys(a, b) <= 0 ? a : b;
}
