/**
 * The records of a table as columns, in the order of their hashes: `TypeSample` of src/core/sketch/kernel.ts without what words alone have.
 *
 * shape    n records: cells, a number; low, high: (n,) of 32 bits; starts: (n + 1,) of 32 bits; groups: (n,) of 16 bits; then, from a multiple
 *          of 4, pairs (count, documents) of 32 bits of the groups that a record has
 */
import {allocate, pagesFor, release} from './memory';
import {CELLS} from './table';

/** Of a record's 16 groups those with a count, a bit each. */
function groupsOf(record: usize): u32 {
  let groups: u32 = 0;
  for (let k: u32 = 0; k < 8; k++) {
    // count, documents, count, documents: both are zero or neither
    const set = i32x4.bitmask(i32x4.ne(v128.load(record + CELLS + ((k as usize) << 4)), i32x4.splat(0))) as u32;
    groups |= ((set & 1) | ((set >>> 1) & 2)) << (k << 1);
  }
  return groups;
}

function bytesOf(n: u32, cells: u32): usize {
  return 8 + ((n as usize) << 3) + ((n as usize) << 2) + ((((n as usize) + 1) >> 1) << 2) + ((cells as usize) << 3);
}

/** `records`: the places of `n` records, 4 bytes each. Returns where the columns are. */
export function makeColumns(records: usize, n: u32): usize {
  let cells: u32 = 0;
  for (let i: u32 = 0; i < n; i++) cells += popcnt(groupsOf(load<u32>(records + ((i as usize) << 2)) as usize));
  const place = allocate(pagesFor(bytesOf(n, cells)));
  store<u32>(place, cells);
  const lows = place + 4;
  const highs = lows + ((n as usize) << 2);
  const starts = highs + ((n as usize) << 2);
  const groups = starts + (((n as usize) + 1) << 2);
  let to = groups + ((((n as usize) + 1) >> 1) << 2);
  store<u32>(starts, 0);
  let start: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    const at = (i as usize) << 2;
    const record = load<u32>(records + at) as usize;
    const own = groupsOf(record);
    store<u32>(lows + at, load<u32>(record));
    store<u32>(highs + at, load<u32>(record, 4));
    store<u16>(groups + (at >> 1), own as u16);
    start += popcnt(own);
    store<u32>(starts + at, start, 4);
    for (let rest = own; rest !== 0; rest &= rest - 1) {
      store<u64>(to, load<u64>(record + CELLS + ((ctz(rest) as usize) << 3)));
      to += 8;
    }
  }
  return place;
}

/** Gives the block back. */
export function releaseColumns(place: usize, n: u32): void {
  release(place, pagesFor(bytesOf(n, load<u32>(place))));
}
