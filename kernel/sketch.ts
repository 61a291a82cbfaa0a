/** How alike two documents are is told by their smallest 3-grams: `sketchShingles` of src/core/sketch/shingle-sketch.ts. */
import {sort} from './select';
import {beginSet, takeIn} from './set';

const SKETCH_SIZE: u32 = 64;
/** So many hashes, if they are spread evenly, are below the first bound: few enough to sort, and hardly ever fewer than are wanted. */
const EXPECTED: u64 = 100;

/** Makes the different ones of `n` hashes the first of them, and of those the smallest the very first, sorted; returns how many are different. */
export function sketch(hashes: usize, n: u32): u32 {
  beginSet((n as usize) << 1);
  const distinct = ((takeIn(hashes, hashes + ((n as usize) << 2)) - hashes) >>> 2) as u32;
  const wanted = distinct < SKETCH_SIZE ? distinct : SKETCH_SIZE;
  let bound = distinct <= (EXPECTED as u32) ? u32.MAX_VALUE : (((EXPECTED << 32) / (distinct as u64)) as u32);
  let below = toFront(hashes, distinct, bound);
  while (below < wanted) {
    bound = bound > u32.MAX_VALUE >>> 1 ? u32.MAX_VALUE : bound << 1;
    below = toFront(hashes, distinct, bound);
  }
  if (below > 1) sort<u32>(hashes, 0, below - 1);
  return distinct;
}

/** Moves what is not above the bound to the front; returns how many those are. */
function toFront(hashes: usize, n: u32, bound: u32): u32 {
  let end = hashes;
  const to = hashes + ((n as usize) << 2);
  for (let at = hashes; at < to; at += 4) {
    const hash = load<u32>(at);
    if (hash > bound) continue;
    store<u32>(at, load<u32>(end));
    store<u32>(end, hash);
    end += 4;
  }
  return ((end - hashes) >>> 2) as u32;
}
