/**
 * The different ones among the hashes of a document: a set as large as they need, so that it stays in the cache.
 *
 * shape    slots: a hash each, 0 where there is none; the hash 0 is known by a flag
 */
import {allocate, PAGE, pagesFor, release} from './memory';

let slots: usize = 0;
let pages: u32 = 0;
let mask: u32 = 0;
let limit: u32 = 0;
let taken: u32 = 0;
let zeros: u32 = 0;

/** Makes the set empty, for about so many hashes. */
export function beginSet(hashes: usize): void {
  let size: u32 = 64;
  while ((size as usize) < hashes && size < 0x100000) size <<= 1;
  if ((pages as usize) * PAGE < (size as usize) << 2) {
    if (pages > 0) release(slots, pages);
    pages = pagesFor((size as usize) << 2);
    slots = allocate(pages);
  }
  empty(size);
  taken = zeros = 0;
}

function empty(size: u32): void {
  memory.fill(slots, 0, (size as usize) << 2);
  mask = size - 1;
  limit = (size >>> 1) + (size >>> 3);
}

/** Different hashes so far. */
export function sizeOfSet(): u32 {
  return taken + zeros;
}

/** Takes in the hashes memory[from .. to); moves those that are new to the front, in their order, and returns where they end. */
export function takeIn(from: usize, to: usize): usize {
  let end = from;
  for (let at = from; at < to; at += 4) {
    const hash = load<u32>(at);
    if (hash === 0) {
      if (zeros === 0) {
        store<u32>(end, 0);
        end += 4;
      }
      zeros = 1;
      continue;
    }
    let slot = hash & mask;
    let value = load<u32>(slots + ((slot as usize) << 2));
    while (value !== 0 && value !== hash) {
      slot = (slot + 1) & mask;
      value = load<u32>(slots + ((slot as usize) << 2));
    }
    if (value === hash) continue;
    store<u32>(slots + ((slot as usize) << 2), hash);
    store<u32>(end, hash);
    end += 4;
    taken++;
    if (taken > limit) grow();
  }
  return end;
}

function grow(): void {
  const old = slots;
  const oldPages = pages;
  const oldSize = mask + 1;
  pages = pagesFor((oldSize as usize) << 3);
  slots = allocate(pages);
  empty(oldSize << 1);
  for (let i: usize = 0; i < (oldSize as usize); i++) {
    const hash = load<u32>(old + (i << 2));
    if (hash === 0) continue;
    let slot = hash & mask;
    while (load<u32>(slots + ((slot as usize) << 2)) !== 0) slot = (slot + 1) & mask;
    store<u32>(slots + ((slot as usize) << 2), hash);
  }
  release(old, oldPages);
}
