/**
 * The counts of two texts together, out of the counts of each: what counting both at once would give, byte by byte.
 *
 * N-grams of both come in the order of (context, suffix); told in the numbers of the whole they still do, and are merged order after order.
 *
 * cost     linear in the n-grams of both, in their order; less than half of counting both texts anew
 * memory   12 bytes an n-gram of two orders, while it runs
 */
import {Ascending} from './ascending.ts';
import {CountedLevels, type Counts, firstUnits} from './counts.ts';
import {gather} from './trie.ts';
import {Units} from './units.ts';

/** words: of each number of a word, its number in the whole: ascending. (V + 3,) */
export interface MergedPart {
  readonly counts: Counts;
  readonly words: Int32Array;
}

/** types: of the whole. Both of one order, at least 2. */
export function mergeCounts(one: MergedPart, other: MergedPart, types: number): Counts {
  const {order} = one.counts;
  const levels = new CountedLevels(order, types);
  const parts = [new PartMerged(one), new PartMerged(other)] as const;
  let openings: Int32Array = new Int32Array(0);
  let contexts = types + 3;
  for (let n = 2; ; n++) {
    const {suffix, starts} = mergeOrder(n, contexts, parts);
    const base = n === order ? Ascending.of(starts) : undefined;
    levels.push(suffix, starts, openings);
    if (base) {
      const counts = addedCounts(n, 0, suffix.length, parts);
      return levels.finish(Units.of(counts), firstUnits(base, counts));
    }
    openings = addedCounts(n, levels.opening, suffix.length, parts);
    contexts = suffix.length;
  }
}

/** One part, as far as it is merged. */
class PartMerged {
  readonly counts: Counts;
  /** Of each n-gram of the order last merged, and of the order before, its number in the whole. */
  numbers: Int32Array;
  shorter: Int32Array = new Int32Array(0);
  /** How many contexts of the order that is being merged have gone, and their n-grams. */
  private context = 0;
  private end = 0;

  constructor({counts, words}: MergedPart) {
    this.counts = counts;
    this.numbers = words;
  }

  /** Answers the suffix of each n-gram of order n, in the numbers of the whole. */
  begin(n: number): Int32Array {
    this.shorter = this.numbers;
    this.numbers = new Int32Array(this.counts.units[n].size);
    this.context = 0;
    this.end = 0;
    return gather(this.shorter, this.counts.suffix[n]);
  }

  /** Where the n-grams of context c of the whole end; contexts are asked for in their order. */
  endOf(n: number, c: number): number {
    const {context, shorter} = this;
    if (context === shorter.length || shorter[context] !== c) return this.end;
    const {base, units} = this.counts;
    this.context = context + 1;
    this.end = units[n].nodeOf(base[n - 1].at(context + 1));
    return this.end;
  }
}

function mergeOrder(n: number, contexts: number, [one, other]: readonly [PartMerged, PartMerged]) {
  const oneSuffix = one.begin(n);
  const otherSuffix = other.begin(n);
  const suffix = new Int32Array(oneSuffix.length + otherSuffix.length);
  const starts = new Int32Array(contexts + 1);
  const {numbers: oneNumbers} = one;
  const {numbers: otherNumbers} = other;
  let [x, y, node] = [0, 0, 0];
  for (let c = 0; c < contexts; c++) {
    starts[c] = node;
    const oneEnd = one.endOf(n, c);
    const otherEnd = other.endOf(n, c);
    while (x < oneEnd && y < otherEnd) {
      const [a, b] = [oneSuffix[x], otherSuffix[y]];
      suffix[node] = a < b ? a : b;
      if (a <= b) oneNumbers[x++] = node;
      if (b <= a) otherNumbers[y++] = node;
      node++;
    }
    for (; x < oneEnd; x++) {
      suffix[node] = oneSuffix[x];
      oneNumbers[x] = node++;
    }
    for (; y < otherEnd; y++) {
      suffix[node] = otherSuffix[y];
      otherNumbers[y] = node++;
    }
  }
  starts[contexts] = node;
  return {suffix: suffix.slice(0, node), starts};
}

/** How often n-grams `from` .. `to` of the whole occur; of a lower order, those that begin with <s>. */
function addedCounts(n: number, from: number, to: number, parts: readonly PartMerged[]): Int32Array {
  const counts = new Int32Array(to - from);
  for (const {counts: own, numbers} of parts) {
    const {order, openings, base, units} = own;
    const begins = n === order ? 0 : openings[n];
    const first = n === order ? 0 : base[n - 1].at(openings[n - 1]);
    for (let x = begins, at = first; x < numbers.length; x++) {
      const next = units[n].nextOf(at);
      counts[numbers[x] - from] += next - at;
      at = next;
    }
  }
  return counts;
}
