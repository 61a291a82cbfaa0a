/**
 * Linear memory: fixed places for small state, and blocks of whole pages for all that grows.
 *
 * edge     memory never gets smaller; what is freed is used again. Freed blocks are kept by size in powers of two, never joined
 */
import {exhausted} from './host';

/** Bytes of a page of linear memory, the unit of blocks. */
export const PAGE: usize = 65536;
const PAGE_BITS: usize = 16;
const CLASSES: u32 = 17;
/** First free block of 2^class pages, or 0; a free block begins with the place of the next. */
const FREE: usize = memory.data(4 * 17, 16);

/** Of the last document, as STATISTIC of the host. */
export const STATISTICS: usize = memory.data(4 * 16, 16);
/** Letters of all documents by script, as 64-bit floating point. */
export const SCRIPTS: usize = memory.data(8 * 32, 16);
/** High and low lane of a word that the host has hashed. */
export const WORD: usize = memory.data(8, 16);
/** What ASCII bytes are: lower-cased byte of a word, or 0. (256,), 0 beyond ASCII */
export const LOWER: usize = memory.data(256, 16);
/** What ASCII bytes outside words do to sentences. */
export const KINDS: usize = memory.data(256, 16);
/** Lanes of visible ASCII bytes outside words. (128,) */
export const SYMBOLS: usize = memory.data(4 * 128, 16);

let top: usize = 0;

/** Where a block of at least `pages` pages begins. Its bytes are not cleared. */
export function allocate(pages: u32): usize {
  const fitting: u32 = pages < 2 ? 0 : 32 - clz(pages - 1);
  for (let size = fitting; size < CLASSES; size++) {
    const block = load<u32>(FREE + ((size as usize) << 2)) as usize;
    if (block === 0) continue;
    store<u32>(FREE + ((size as usize) << 2), load<u32>(block));
    release(block + ((pages as usize) << PAGE_BITS), ((1 as u32) << size) - pages);
    return block;
  }
  if (top === 0) top = (memory.size() as usize) << PAGE_BITS;
  const block = top;
  if (memory.grow(pages as i32) < 0) exhausted((pages as f64) * 65536);
  top += (pages as usize) << PAGE_BITS;
  return block;
}

export function release(block: usize, pages: u32): void {
  while (pages > 0) {
    const size = ctz(pages);
    store<u32>(block, load<u32>(FREE + ((size as usize) << 2)) as usize);
    store<u32>(FREE + (size << 2), block as u32);
    block += (1 as usize) << ((size as usize) + PAGE_BITS);
    pages &= pages - 1;
  }
}

export function pagesFor(bytes: usize): u32 {
  return ((bytes + PAGE - 1) >> PAGE_BITS) as u32;
}
