/**
 * Types of text: byte strings numbered 0, 1, 2, ... in order of first appearance.
 *
 * An open-addressing hash table over one growing byte store; no string is made until somebody reads one.
 * cost     about one hash of the bytes and one probe a look-up; 12 bytes a slot and the bytes of each type once
 */
export class Vocabulary {
  /** Number of types. */
  size = 0;
  /** The bytes of all types, one after another; type i is bytes[starts[i] .. starts[i + 1]). */
  bytes = new Uint8Array(1 << 12);
  starts = new Uint32Array(1 << 9);
  private hashes = new Uint32Array(1 << 9);
  private slots = new Int32Array(1 << 10).fill(-1);

  /** The number of the type at source[from .. to), or -1 where it is not known. */
  find(source: Uint8Array, from: number, to: number): number {
    const hash = hashBytes(source, from, to);
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = this.slots[slot];
      if (id < 0) return -1;
      if (this.hashes[id] === hash && this.equals(id, source, from, to)) return id;
    }
  }

  /** The number of the type at source[from .. to), which is added where it is new. */
  add(source: Uint8Array, from: number, to: number): number {
    const hash = hashBytes(source, from, to);
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (; ; slot = (slot + 1) & mask) {
      const id = this.slots[slot];
      if (id < 0) break;
      if (this.hashes[id] === hash && this.equals(id, source, from, to)) return id;
    }
    return this.insert(slot, hash, source, from, to);
  }

  /** The text of a type. */
  text(id: number): string {
    return new TextDecoder().decode(this.bytes.subarray(this.starts[id], this.starts[id + 1]));
  }

  private equals(id: number, source: Uint8Array, from: number, to: number): boolean {
    const bytes = this.bytes;
    let at = this.starts[id];
    if (this.starts[id + 1] - at !== to - from) return false;
    for (let i = from; i < to; i++) if (bytes[at++] !== source[i]) return false;
    return true;
  }

  private insert(slot: number, hash: number, source: Uint8Array, from: number, to: number): number {
    const id = this.size++;
    if (this.starts.length < id + 2) {
      this.starts = grown(this.starts, new Uint32Array(this.starts.length * 2));
      this.hashes = grown(this.hashes, new Uint32Array(this.hashes.length * 2));
    }
    const start = this.starts[id];
    const end = start + to - from;
    if (this.bytes.length < end) this.bytes = grown(this.bytes, new Uint8Array(Math.max(end, this.bytes.length * 2)));
    for (let i = from, at = start; i < to; i++) this.bytes[at++] = source[i];
    this.starts[id + 1] = end;
    this.hashes[id] = hash;
    this.slots[slot] = id;
    if (this.size * 2 > this.slots.length) this.rehash();
    return id;
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let id = 0; id < this.size; id++) {
      let slot = this.hashes[id] & mask;
      while (slots[slot] >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.slots = slots;
  }
}

function grown<A extends {set(source: A): void}>(from: A, into: A): A {
  into.set(from);
  return into;
}

/** FNV-1a with a final mix (murmur3's), 32 bits: types are short, so byte steps beat set-up. */
function hashBytes(source: Uint8Array, from: number, to: number): number {
  let h = 0x811c9dc5;
  for (let i = from; i < to; i++) h = Math.imul(h ^ source[i], 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
