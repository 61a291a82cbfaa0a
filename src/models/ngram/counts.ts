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
 * memory   20 bytes a token while it runs
 */
import type {NgramTokens} from './tokens.ts';

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

export function countNgrams(data: NgramTokens, order: number): Counts {
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
  const sorted = new SortedPlaces(data, followed);
  followed[types] = 0;
  let top: Int32Array = nothing;
  for (let n = 2; n <= order; n++) {
    if (n > 2) dropShortTails(followed, data, n);
    sorted.sortByFirst(n, followed);
    const level = numberRuns(sorted.numbers, followed, n < order);
    suffix.push(level.suffix);
    first.push(level.first);
    if (n === order) top = level.counts;
    else openings.push(level.counts.slice(level.first[types + 2]));
  }
  return {order, types, suffix, first, openings, top};
}

function wordCounts(tokens: Int32Array, types: number): Int32Array {
  const counts = new Int32Array(types + 3);
  for (let i = 0; i < tokens.length; i++) counts[tokens[i]]++;
  return counts;
}

/**
 * Places in the tokens, sorted by the n-gram that ends there, and that n-gram's number; n-grams that begin with <s> come last.
 * Gathering the keys and scattering by them are loops of their own: together they stall each other and take twice as long.
 */
class SortedPlaces {
  places: Int32Array;
  numbers: Int32Array;
  /** How many n-grams do not begin with <s>, and so go on to the next order. */
  private inner: number;
  private readonly tokens: Int32Array;
  private readonly keys: Int32Array;
  private sparePlaces: Int32Array;
  private spareNumbers: Int32Array;

  /** The places of all tokens but <s>, sorted by word. */
  constructor({tokens, types}: NgramTokens, counts: Int32Array) {
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
    this.places = places;
    this.numbers = numbers;
    this.inner = inner;
    this.tokens = tokens;
    this.keys = new Int32Array(inner);
    this.sparePlaces = new Int32Array(inner);
    this.spareNumbers = new Int32Array(inner);
  }

  /** Goes from the n-grams of order n - 1 to those of order n. followed: how many of these begin with each word. (V + 3,) */
  sortByFirst(n: number, followed: Int32Array): void {
    const {places: from, numbers: fromNumbers, sparePlaces: places, spareNumbers: numbers, tokens, keys, inner} = this;
    const back = n - 1;
    for (let k = 0; k < inner; k++) keys[k] = tokens[from[k] - back];
    const next = runStarts(followed);
    this.inner = next[next.length - 1];
    for (let k = 0; k < inner; k++) {
      const to = next[keys[k]]++;
      places[to] = from[k];
      numbers[to] = fromNumbers[k];
    }
    this.places = places;
    this.numbers = numbers;
    this.sparePlaces = from;
    this.spareNumbers = fromNumbers;
  }
}

/** Takes from `followed` (how many n-grams begin with each word) the words that are too near a document's end for order n. */
function dropShortTails(followed: Int32Array, {tokens, starts}: NgramTokens, n: number): void {
  for (let d = 0; d + 1 < starts.length; d++) {
    const at = starts[d + 1] - n + 1;
    if (at >= starts[d]) followed[tokens[at]]--;
  }
}

/** Numbers the runs of equal (first word, suffix): the n-grams. Where `renumber`, the suffix's number gives way to the new one. */
function numberRuns(
  numbers: Int32Array,
  followed: Int32Array,
  renumber: boolean,
): {suffix: Int32Array; first: Int32Array; counts: Int32Array} {
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
