/** Selecting and sorting of 64-bit keys in memory. */

function key(keys: usize, i: u32): u64 {
  return load<u64>(keys + ((i as usize) << 3));
}

function put(keys: usize, i: u32, value: u64): void {
  store<u64>(keys + ((i as usize) << 3), value);
}

/** Of three. */
function median(a: u64, b: u64, c: u64): u64 {
  const least = a < b ? a : b;
  const most = a < b ? b : a;
  return c < least ? least : c > most ? most : c;
}

/** Hoare's partition of keys[from .. to], two or more: returns j such that keys[from .. j] <= keys[j + 1 .. to], from <= j < to. */
function partition(keys: usize, from: u32, to: u32): u32 {
  const pivot = median(key(keys, from), key(keys, from + ((to - from) >>> 1)), key(keys, to - 1));
  let i = from;
  let j = to;
  while (true) {
    while (key(keys, i) < pivot) i++;
    while (key(keys, j) > pivot) j--;
    if (i >= j) return j < to ? j : to - 1;
    const swapped = key(keys, i);
    put(keys, i, key(keys, j));
    put(keys, j, swapped);
    i++;
    j--;
  }
}

/** The key that would be at `rank` (from 0) if the keys were sorted. Different keys; their order changes. */
export function select(keys: usize, count: u32, rank: u32): u64 {
  let from: u32 = 0;
  let to = count - 1;
  while (from < to) {
    const middle = partition(keys, from, to);
    if (rank <= middle) to = middle;
    else from = middle + 1;
  }
  return key(keys, rank);
}

/** Sorts keys[from .. to]. */
export function sort(keys: usize, from: u32, to: u32): void {
  while (to - from > 16) {
    const middle = partition(keys, from, to);
    if (middle - from < to - middle) {
      sort(keys, from, middle);
      from = middle + 1;
    } else {
      sort(keys, middle + 1, to);
      to = middle;
    }
  }
  for (let i = from + 1; i <= to; i++) {
    const value = key(keys, i);
    let at = i;
    for (; at > from && key(keys, at - 1) > value; at--) put(keys, at, key(keys, at - 1));
    put(keys, at, value);
  }
}
