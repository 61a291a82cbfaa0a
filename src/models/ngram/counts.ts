/**
 * Counts every n-gram of orders 1..N by sorting, with no hash table.
 *
 * The places where (n+1)-grams end, sorted by the n-gram that ends there, are sorted once more, stably, by the (n+1)-gram's first word:
 * that is the order of the (n+1)-grams. Each is known by the pair (first word, number of the n-gram that is its suffix), so numbers of
 * order n + 1 come out ascending in that pair, which is also the order of (context, last word): the successors of a context are neighbours.
 *
 * shape    tokens: (T,) -> per order n >= 2: suffix (n-grams of order n,), first (V + 4,); V = number of types
 * numbers  order 1: a word's n-gram is the word's number (V = </s>, V + 1 = unknown, V + 2 = <s>)
 * edge     an n-gram may begin with <s> or end with </s>, never hold one inside
 * cost     a gather and two scatters a token and order; the scatters go to V streams, which Zipf's law keeps in the cache
 * memory   16 bytes a token while it runs
 */
import type {Tokens} from './tokens.ts';

/** All that a fit has to remember of its training text: everything else follows (trie.ts). This is what a saved model holds. */
export interface Counts {
  readonly order: number;
  readonly types: number;
  /** suffix[n][x]: the n-gram x without its first word, as a number of order n - 1. n = 2..N. */
  readonly suffix: readonly Int32Array[];
  /** n-grams of order n whose first word is w are first[n][w] .. first[n][w + 1]. (V + 4,), n = 2..N. */
  readonly first: readonly Int32Array[];
  /** How often each n-gram that begins with <s> occurs, for n = 2..N - 1 in order. */
  readonly openings: readonly Int32Array[];
  /** How often each n-gram of order N occurs. */
  readonly top: Int32Array;
}

export function countNgrams(data: Tokens, order: number): Counts {
  const {tokens, types} = data;
  const nothing: Int32Array = new Int32Array(0);
  const suffix: Int32Array[] = [nothing, nothing];
  const first: Int32Array[] = [nothing, nothing];
  const openings: Int32Array[] = [nothing, nothing];
  const followed = wordCounts(tokens, types);
  if (order === 1) {
    followed[types + 2] = 0;
    return {order, types, suffix, first, openings, top: followed};
  }
  let sorted = placesByWord(tokens, followed, types);
  followed[types] = 0;
  let top: Int32Array = nothing;
  for (let n = 2; n <= order; n++) {
    if (n > 2) dropShortTails(followed, data, n);
    sorted = sortByFirst(sorted, tokens, n, followed);
    const level = numberRuns(sorted, followed, n < order);
    suffix.push(level.suffix);
    first.push(level.first);
    if (n === order) top = level.counts;
    else openings.push(level.counts.slice(level.first[types + 2]));
  }
  return {order, types, suffix, first, openings, top};
}

/** Places in the tokens, sorted by the n-gram that ends there, and that n-gram's number; those that begin with <s> come last. */
interface Sorted {
  readonly places: Int32Array;
  readonly numbers: Int32Array;
  /** How many of them do not begin with <s>, and so go on to the next order. */
  readonly inner: number;
}

function wordCounts(tokens: Int32Array, types: number): Int32Array {
  const counts = new Int32Array(types + 3);
  for (let i = 0; i < tokens.length; i++) counts[tokens[i]]++;
  return counts;
}

/** The places of all tokens but <s>, sorted by word. */
function placesByWord(tokens: Int32Array, counts: Int32Array, types: number): Sorted {
  const opening = types + 2;
  const next = runStarts(counts);
  const inner = next[opening];
  const places = new Int32Array(inner);
  const numbers = new Int32Array(inner);
  for (let i = 0; i < tokens.length; i++) {
    const word = tokens[i];
    if (word === opening) continue;
    const to = next[word]++;
    places[to] = i;
    numbers[to] = word;
  }
  return {places, numbers, inner};
}

/** Takes from `followed` (how many n-grams begin with each word) the words that are too near a document's end for order n. */
function dropShortTails(followed: Int32Array, {tokens, starts}: Tokens, n: number): void {
  for (let d = 0; d + 1 < starts.length; d++) {
    const at = starts[d + 1] - n + 1;
    if (at >= starts[d]) followed[tokens[at]]--;
  }
}

function sortByFirst(sorted: Sorted, tokens: Int32Array, n: number, followed: Int32Array): Sorted {
  const next = runStarts(followed);
  const inner = next[followed.length - 1];
  const total = inner + followed[followed.length - 1];
  const from = sorted.places;
  const fromNumbers = sorted.numbers;
  const places = new Int32Array(total);
  const numbers = new Int32Array(total);
  const back = n - 1;
  for (let k = 0; k < sorted.inner; k++) {
    const place = from[k];
    const to = next[tokens[place - back]]++;
    places[to] = place;
    numbers[to] = fromNumbers[k];
  }
  return {places, numbers, inner};
}

/** Numbers the runs of equal (first word, suffix): the n-grams. Where `renumber`, the suffix's number gives way to the new one. */
function numberRuns(sorted: Sorted, followed: Int32Array, renumber: boolean): {suffix: Int32Array; first: Int32Array; counts: Int32Array} {
  const numbers = sorted.numbers;
  const first = new Int32Array(followed.length + 1);
  const size = countRuns(numbers, followed, first);
  const suffix = new Int32Array(size);
  const counts = new Int32Array(size);
  let node = -1;
  let k = 0;
  for (let word = 0; word < followed.length; word++) {
    const end = k + followed[word];
    for (let last = -1; k < end; k++) {
      const number = numbers[k];
      if (number !== last) {
        last = number;
        suffix[++node] = number;
      }
      counts[node]++;
      if (renumber) numbers[k] = node;
    }
  }
  return {suffix, first, counts};
}

function countRuns(numbers: Int32Array, followed: Int32Array, first: Int32Array): number {
  let size = 0;
  let k = 0;
  for (let word = 0; word < followed.length; word++) {
    const end = k + followed[word];
    for (let last = -1; k < end; k++) {
      if (numbers[k] !== last) size++;
      last = numbers[k];
    }
    first[word + 1] = size;
  }
  return size;
}

function runStarts(counts: Int32Array): Int32Array {
  const starts = new Int32Array(counts.length);
  for (let i = 1; i < counts.length; i++) starts[i] = starts[i - 1] + counts[i - 1];
  return starts;
}
