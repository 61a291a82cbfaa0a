/** What follows a context, out of the counts: a search for one n-gram, and the share that all of them leave to shorter contexts. */
import type {Counts} from './counts.ts';

/** The successor of context c of `level` words whose suffix is `s`, or -1. The search has no branches to be guessed wrong. */
export function successorOf({base, units, suffix}: Counts, level: number, c: number, s: number): number {
  const from = base[level].at(c);
  const to = base[level].at(c + 1);
  if (from === to) return -1;
  const suffixes = suffix[level + 1];
  let low = units[level + 1].nodeOf(from);
  let length = units[level + 1].nodeOf(to) - low;
  while (length > 1) {
    const half = length >> 1;
    // all ones where suffixes[low + half] <= s
    low += half & ((suffixes[low + half] - s - 1) >> 31);
    length -= half;
  }
  return suffixes[low] === s ? low : -1;
}

/** The count of n-gram x among the successors of context c of `level` words. */
export function countAmong({base, units}: Counts, level: number, c: number, x: number): number {
  const own = units[level + 1];
  let at = base[level].at(c);
  for (let k = own.nodeOf(at); k < x; k++) at = own.nextOf(at);
  return own.nextOf(at) - at;
}

/** g(c) of a context of `level` words, 1 where nothing follows it. amounts: what is taken from counts of 1, 2, and 3 or more. */
export function backoffOf({base, units}: Counts, level: number, c: number, [one, two, more]: readonly number[]): number {
  const from = base[level].at(c);
  const to = base[level].at(c + 1);
  if (from === to) return 1;
  const own = units[level + 1];
  let taken = 0;
  for (let at = from; at < to; ) {
    const next = own.nextOf(at);
    taken += next - at > 2 ? more : next - at === 2 ? two : one;
    at = next;
  }
  return taken / (to - from);
}
