/** Selecting and sorting of keys in memory, unsigned whole numbers of 32 or 64 bits. */

function key<T>(keys: usize, i: u32): T {
  return load<T>(keys + (i as usize) * sizeof<T>());
}

function put<T>(keys: usize, i: u32, value: T): void {
  store<T>(keys + (i as usize) * sizeof<T>(), value);
}

/** Of three. */
function median<T>(a: T, b: T, c: T): T {
  const least = a < b ? a : b;
  const most = a < b ? b : a;
  return c < least ? least : c > most ? most : c;
}

/** Hoare's partition of keys[from .. to], two or more: returns j such that keys[from .. j] <= keys[j + 1 .. to], from <= j < to. */
function partition<T>(keys: usize, from: u32, to: u32): u32 {
  const pivot = median<T>(key<T>(keys, from), key<T>(keys, from + ((to - from) >>> 1)), key<T>(keys, to - 1));
  let i = from;
  let j = to;
  while (true) {
    while (key<T>(keys, i) < pivot) i++;
    while (key<T>(keys, j) > pivot) j--;
    if (i >= j) return j < to ? j : to - 1;
    const swapped = key<T>(keys, i);
    put<T>(keys, i, key<T>(keys, j));
    put<T>(keys, j, swapped);
    i++;
    j--;
  }
}

/** The key that would be at `rank` (from 0) if the keys were sorted. Different keys; their order changes. */
export function select<T>(keys: usize, count: u32, rank: u32): T {
  let from: u32 = 0;
  let to = count - 1;
  while (from < to) {
    const middle = partition<T>(keys, from, to);
    if (rank <= middle) to = middle;
    else from = middle + 1;
  }
  return key<T>(keys, rank);
}

/** Sorts keys[from .. to]. */
export function sort<T>(keys: usize, from: u32, to: u32): void {
  while (to - from > 16) {
    const middle = partition<T>(keys, from, to);
    if (middle - from < to - middle) {
      sort<T>(keys, from, middle);
      from = middle + 1;
    } else {
      sort<T>(keys, middle + 1, to);
      to = middle;
    }
  }
  for (let i = from + 1; i <= to; i++) {
    const value = key<T>(keys, i);
    let at = i;
    for (; at > from && key<T>(keys, at - 1) > value; at--) put<T>(keys, at, key<T>(keys, at - 1));
    put<T>(keys, at, value);
  }
}
