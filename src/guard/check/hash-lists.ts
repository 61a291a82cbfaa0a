/**
 * Short lists of numbers by 32-bit hash, in the order in which they were added; what comes after the list is full is left out.
 *
 * cost     O(1) a call; room for `most` additions in all is taken at once
 */
export class HashLists {
  private readonly longest: number;
  private readonly mask: number;
  private readonly keys: Uint32Array;
  /** By slot: how many a list has (0: a free slot), its first and its last node. */
  private readonly lengths: Uint32Array;
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  private readonly values: Int32Array;
  private readonly next: Int32Array;
  private nodes = 0;

  constructor(most: number, {longest}: {longest: number}) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(16, 2 * most)));
    this.longest = longest;
    this.mask = slots - 1;
    this.keys = new Uint32Array(slots);
    this.lengths = new Uint32Array(slots);
    this.first = new Int32Array(slots);
    this.last = new Int32Array(slots);
    this.values = new Int32Array(most);
    this.next = new Int32Array(most);
  }

  add(hash: number, value: number): void {
    const slot = this.slotOf(hash);
    const length = this.lengths[slot];
    if (length === this.longest) return;
    const node = this.nodes++;
    this.values[node] = value;
    this.next[node] = -1;
    if (length === 0) {
      this.keys[slot] = hash;
      this.first[slot] = node;
    } else this.next[this.last[slot]] = node;
    this.last[slot] = node;
    this.lengths[slot] = length + 1;
  }

  /** The first node of a list, -1 where there is none; `valueAt` and `after` go on from it. */
  firstOf(hash: number): number {
    const slot = this.slotOf(hash);
    return this.lengths[slot] === 0 ? -1 : this.first[slot];
  }

  valueAt(node: number): number {
    return this.values[node];
  }

  after(node: number): number {
    return this.next[node];
  }

  private slotOf(hash: number): number {
    const {mask, keys, lengths} = this;
    let slot = Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> 0;
    slot = (slot ^ (slot >>> 16)) & mask;
    while (lengths[slot] > 0 && keys[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  }
}
