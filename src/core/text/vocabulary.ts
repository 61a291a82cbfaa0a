/**
 * Types of text: byte strings numbered 0, 1, 2, ... in order of first appearance.
 *
 * An open-addressing hash table over one growing byte store; no string is made until somebody reads one.
 * cost     about one hash of the bytes and one probe a look-up; 8 bytes a slot (two to four slots a type) and the bytes of each type once
 */
import {grown} from '../grown.ts';
import {murmurMix} from '../murmur.ts';

export class Vocabulary {
  /** Number of types. */
  size = 0;
  /** The bytes of all types, one after another; type i is bytes[starts[i] .. starts[i + 1]). */
  bytes = new Uint8Array(1 << 12);
  starts = new Uint32Array(1 << 9);
  /** Pairs of (number of the type, its hash); number -1 where the slot is free. */
  private slots = new Int32Array(2 << 10).fill(-1);

  /** The same types, to which others can be added. */
  copy(): Vocabulary {
    const copy = new Vocabulary();
    copy.size = this.size;
    copy.bytes = this.bytes.slice();
    copy.starts = this.starts.slice();
    copy.slots = this.slots.slice();
    return copy;
  }

  /** The number of the type at source[from .. to), or -1 where it is not known. */
  find(source: Uint8Array, from: number, to: number): number {
    return this.findHashed(hashBytes(source, from, to), source, from, to);
  }

  /** The number of the type at source[from .. to), which is added where it is new. */
  add(source: Uint8Array, from: number, to: number): number {
    return this.addHashed(hashBytes(source, from, to), source, from, to);
  }

  /** `find` for callers that have made the hash while they looked for the type's end; `hash` is `hashBytes` of the bytes. */
  findHashed(hash: number, source: Uint8Array, from: number, to: number): number {
    const slots = this.slots;
    const mask = slots.length - 1;
    for (let slot = (hash << 1) & mask; ; slot = (slot + 2) & mask) {
      const id = slots[slot];
      if (id < 0) return -1;
      if (slots[slot + 1] === hash && this.equals(id, source, from, to)) return id;
    }
  }

  /** `add` for callers that have made the hash while they looked for the type's end; `hash` is `hashBytes` of the bytes. */
  addHashed(hash: number, source: Uint8Array, from: number, to: number): number {
    const slots = this.slots;
    const mask = slots.length - 1;
    let slot = (hash << 1) & mask;
    for (; ; slot = (slot + 2) & mask) {
      const id = slots[slot];
      if (id < 0) break;
      if (slots[slot + 1] === hash && this.equals(id, source, from, to)) return id;
    }
    return this.insert(slot, hash, source, from, to);
  }

  /** The text of a type. */
  text(id: number): string {
    return new TextDecoder('utf-8', {ignoreBOM: true}).decode(this.bytes.subarray(this.starts[id], this.starts[id + 1]));
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
    if (this.starts.length < id + 2) this.starts = grown(this.starts, 2 * this.starts.length);
    const start = this.starts[id];
    const end = start + to - from;
    if (this.bytes.length < end) this.bytes = grown(this.bytes, Math.max(end, 2 * this.bytes.length));
    for (let i = from, at = start; i < to; i++) this.bytes[at++] = source[i];
    this.starts[id + 1] = end;
    this.slots[slot] = id;
    this.slots[slot + 1] = hash;
    if (this.size * 4 > this.slots.length) this.rehash();
    return id;
  }

  private rehash(): void {
    const old = this.slots;
    const slots = new Int32Array(old.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let from = 0; from < old.length; from += 2) {
      if (old[from] < 0) continue;
      let slot = (old[from + 1] << 1) & mask;
      while (slots[slot] >= 0) slot = (slot + 2) & mask;
      slots[slot] = old[from];
      slots[slot + 1] = old[from + 1];
    }
    this.slots = slots;
  }
}

/** FNV-1a with a final mix (murmur3's), a signed 32-bit integer: types are short, so byte steps beat set-up. */
function hashBytes(source: Uint8Array, from: number, to: number): number {
  let h = HASH_START;
  for (let i = from; i < to; i++) h = hashStep(h, source[i]);
  return murmurMix(h);
}

/** The parts of `hashBytes` before its final mix, `murmurMix`, for scanners that hash while they look for a type's end. */
export const HASH_START = 0x811c9dc5 | 0;

export function hashStep(h: number, byte: number): number {
  return Math.imul(h ^ byte, 0x01000193);
}
