/**
 * The n-grams as a trie, with everything written out: from a context to its successors, from an n-gram to its suffix, word and count.
 * For those who visit a context's successors one by one; counts.ts holds the same in a quarter of the memory.
 *
 * shape    node x of level n is an n-gram; level 0 has one node, the empty context.
 *          successors of context c of level n: nodes start[n][c] .. start[n][c + 1] of level n + 1, ascending in `word`
 *          count of node x: cumulative[n][x + 1] - cumulative[n][x]
 * edge     the successors of the empty context are the types, </s> and the unknown type (count 0); <s> is a context, never a successor
 * cost     linear in the n-grams, gathers ascend within each first word
 */
import type {Counts} from './counts.ts';

export interface Trie {
  readonly counts: Counts;
  readonly order: number;
  /** V: the number of types; </s> is V, the unknown type V + 1, <s> V + 2. */
  readonly types: number;
  /** The last word of each n-gram. n = 1..N. */
  readonly word: readonly Int32Array[];
  /** The n-gram without its first word, as a node of level n - 1. n = 1..N. */
  readonly suffix: readonly Int32Array[];
  /** n = 0..N - 1, one more entry than nodes. */
  readonly start: readonly Int32Array[];
  /** n = 1..N, one more entry than nodes. */
  readonly cumulative: readonly Int32Array[];
}

export function linkTrie(counts: Counts): Trie {
  const {order, types, suffix, base, units} = counts;
  const nothing: Int32Array = new Int32Array(0);
  const word: Int32Array[] = [nothing, Int32Array.from({length: types + 3}, (_, x) => x)];
  const start: Int32Array[] = [Int32Array.of(0, types + 2)];
  const cumulative: Int32Array[] = [nothing, running(units[1].counts(), types + 3)];
  for (let n = 2; n <= order; n++) {
    word.push(gather(word[n - 1], suffix[n]));
    const starts = new Int32Array(base[n - 1].length);
    for (let c = 0; c < starts.length; c++) starts[c] = units[n].nodeOf(base[n - 1].at(c));
    start.push(starts);
    cumulative.push(running(units[n].counts(), suffix[n].length));
  }
  return {counts, order, types, word, suffix, start, cumulative};
}

/** The successor `word` of context c of level n, as a node of level n + 1, or -1. The search has no branches to be guessed wrong. */
export function findSuccessor(words: Int32Array, starts: Int32Array, c: number, word: number): number {
  let low = starts[c];
  let length = starts[c + 1] - low;
  while (length > 1) {
    const half = length >> 1;
    // all ones where words[low + half] <= word
    low += half & ((words[low + half] - word - 1) >> 31);
    length -= half;
  }
  return length === 1 && words[low] === word ? low : -1;
}

/** values[at[x]] for each x; a loop of its own, so that its misses of the cache overlap. */
export function gather(values: Int32Array, at: Int32Array): Int32Array {
  const gathered = new Int32Array(at.length);
  for (let x = 0; x < gathered.length; x++) gathered[x] = values[at[x]];
  return gathered;
}

/** Running sums of `size` counts; those that are not there are 0. */
function running(counts: Int32Array, size: number): Int32Array {
  const sums = new Int32Array(size + 1);
  for (let x = 0; x < size; x++) sums[x + 1] = sums[x] + (x < counts.length ? counts[x] : 0);
  return sums;
}
