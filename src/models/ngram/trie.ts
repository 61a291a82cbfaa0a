/**
 * The n-grams as a trie: from a context to its successors, and from an n-gram to its suffix.
 *
 * shape    node x of level n is an n-gram; level 0 has one node, the empty context.
 *          successors of context c of level n: nodes start[n][c] .. start[n][c + 1] of level n + 1, ascending in `word`
 *          count of node x: cumulative[n][x + 1] - cumulative[n][x]
 * counts   as modified Kneser-Ney wants them: order N: how often; lower orders: how many different words stand before it
 *          (its continuation count), but n-grams that begin with <s>, before which nothing stands, keep how often
 * edge     the successors of the empty context are the types, </s> and the unknown type (count 0); <s> is a context, never a successor
 * cost     linear in the n-grams, gathers ascend within each first word
 * source   R. Kneser, H. Ney, ICASSP 1995; K. Heafield et al., "Scalable modified Kneser-Ney language model estimation", ACL 2013
 */
import type {Counts} from './counts.ts';

export interface Trie {
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
  const {order, types, first} = counts;
  const nothing: Int32Array = new Int32Array(0);
  const unigrams = types + 3;
  const word: Int32Array[] = [nothing, Int32Array.from({length: unigrams}, (_, x) => x)];
  const suffix: Int32Array[] = [nothing, new Int32Array(unigrams), ...counts.suffix.slice(2)];
  const start: Int32Array[] = [Int32Array.of(0, types + 2)];
  const cumulative: Int32Array[] = [nothing];
  let contexts: Int32Array = nothing;
  for (let n = 2; n <= order; n++) {
    word.push(gather(word[n - 1], suffix[n]));
    cumulative.push(runningCounts(suffix[n], word[n - 1].length, n > 2 ? counts.openings[n - 1] : nothing));
    if (n === 2) {
      start.push(first[2].slice(0, unigrams + 1));
      contexts = contextsOfPairs(first[2], suffix[2].length);
    } else {
      const linked = linkContexts(suffix[n], first[n], contexts, word[n - 1], types);
      start.push(linked.start);
      contexts = linked.contexts;
    }
  }
  cumulative.push(running(counts.top));
  return {order, types, word, suffix, start, cumulative};
}

/** The counts that the trie was linked from; `first` is theirs. */
export function countsOf({order, types, suffix, cumulative}: Trie, first: Counts['first']): Counts {
  const occurrences = (n: number, from: number) => cumulative[n].subarray(from + 1).map((sum, i) => sum - cumulative[n][from + i]);
  const openings = first.map((starts, n) => (n < 2 || n === order ? new Int32Array(0) : occurrences(n, starts[types + 2])));
  return {order, types, suffix, first, openings, top: occurrences(order, 0)};
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

/** Continuation counts of the level below `suffix`, and `openings` for its last nodes, which begin with <s>; as running sums. */
function runningCounts(suffix: Int32Array, size: number, openings: Int32Array): Int32Array {
  const counts = new Int32Array(size);
  for (let x = 0; x < suffix.length; x++) counts[suffix[x]]++;
  counts.set(openings, size - openings.length);
  return running(counts);
}

function running(counts: Int32Array): Int32Array {
  const sums = new Int32Array(counts.length + 1);
  for (let x = 0, sum = 0; x < counts.length; x++) sums[x + 1] = sum += counts[x];
  return sums;
}

function contextsOfPairs(first: Int32Array, size: number): Int32Array {
  const contexts = new Int32Array(size);
  for (let word = 0; word + 1 < first.length; word++) contexts.fill(word, first[word], first[word + 1]);
  return contexts;
}

/**
 * The context of each n-gram (n >= 3), which is known by (first word, context of the suffix). Contexts come in order, and every
 * n-gram of level n - 1 is one unless it ends with </s>.
 */
function linkContexts(
  suffix: Int32Array,
  first: Int32Array,
  shorter: Int32Array,
  word: Int32Array,
  end: number,
): {start: Int32Array; contexts: Int32Array} {
  const contexts = gather(shorter, suffix);
  const start = new Int32Array(word.length + 1);
  let context = -1;
  for (let w = 0, x = 0; w + 1 < first.length; w++) {
    const stop = first[w + 1];
    for (let last = -1; x < stop; x++) {
      const key = contexts[x];
      if (key !== last) {
        last = key;
        do start[++context] = x;
        while (word[context] === end);
      }
      contexts[x] = context;
    }
  }
  start.fill(suffix.length, context + 1);
  return {start, contexts};
}
