/**
 * Counts every n-gram of orders 1..N by sorting, with no hash table, and keeps them in little more than four bytes each.
 *
 * shape    tokens: (T,) -> per order n: suffix, units, and of each context of n - 1 words the first unit of what follows it
 * numbers  order 1: a word's n-gram is the word's number (V = </s>, V + 1 = unknown, V + 2 = <s>; the last two have no units).
 *          Longer ones are numbered in the order of (context, last word), so that the successors of a context are neighbours; that is
 *          also the order of (context, suffix), and of (first word, suffix)
 * counts   as modified Kneser-Ney wants them: order N: how often; lower orders: how many different words stand before it
 *          (its continuation count), but n-grams that begin with <s>, before which nothing stands, keep how often
 * edge     an n-gram may begin with <s> or end with </s>, never hold one inside
 * cost     that of sorting (places.ts), and a count at random an n-gram
 * memory   12 bytes a token (4 of them the tokens themselves) and 4 an n-gram of one order while it runs
 * source   R. Kneser, H. Ney, ICASSP 1995; K. Heafield et al., "Scalable modified Kneser-Ney language model estimation", ACL 2013
 */
import {Ascending} from './ascending.ts';
import {SortedPlaces} from './places.ts';
import type {NgramTokens} from './tokens.ts';
import {Units} from './units.ts';

/** All that a fit has to remember of its training text: everything else follows from it. */
export interface Counts {
  readonly order: number;
  /** V: the number of types; </s> is V, the unknown type V + 1, <s> V + 2. */
  readonly types: number;
  /** suffix[n][x]: the n-gram x without its first word, as a number of order n - 1. n = 1..N. */
  readonly suffix: readonly Int32Array[];
  /** openings[n]: the first n-gram of order n that begins with <s>; the others that do are those behind it. n = 1..N. */
  readonly openings: readonly number[];
  /** base[n].at(c): the first unit of order n + 1 that follows context c. n = 0..N - 1, one more entry than contexts. */
  readonly base: readonly Ascending[];
  /** The counts of order n, n = 1..N. */
  readonly units: readonly Units[];
}

/** Uses the tokens up: they are overwritten. */
export function countNgrams({tokens, starts, types}: NgramTokens, order: number): Counts {
  const levels = new CountedLevels(order, types);
  // for counts of n-grams of any order, one place up; pages that are not used are not there
  const room = new Int32Array(Math.max(tokens.length, types + 3) + 1);
  const words = room.subarray(1, types + 4);
  for (let i = 0; i < tokens.length; i++) words[tokens[i]]++;
  words[types + 2] = 0;
  let often = Units.of(words);
  if (order === 1) return levels.finish(often, Ascending.of(Int32Array.of(0, often.total)));
  const places = new SortedPlaces({tokens, starts, types}, words);
  words[types] = 0;
  words[types + 2] = starts.length - 1;
  let heads: Int32Array = room.subarray(0, types + 4);
  let openings: Int32Array = new Int32Array(0);
  for (let n = 2; n < order; n++) {
    places.sortByContext(heads, headsOf(heads));
    const {suffix, units} = places.numberRuns(heads, n === order - 1);
    levels.push(suffix, heads, openings);
    often = units;
    heads = (places.idle ?? room).subarray(0, units.size + 1);
    const counts = units.counts(heads.subarray(1));
    openings = counts.slice(levels.opening);
    places.dropEndings(counts, n);
  }
  places.sortLast(heads, headsOf(heads), often);
  const base = Ascending.of(heads);
  const {suffix, units} = places.lastRuns(heads);
  levels.push(suffix, heads, openings);
  return levels.finish(units, base);
}

/** The orders below the one that is being counted: their counts are known when it is, their contexts' units one order later. */
export class CountedLevels {
  private readonly order: number;
  private readonly types: number;
  private readonly suffix: Int32Array[];
  private readonly openings: number[];
  private readonly base: Ascending[] = [];
  private readonly units: Units[] = [new Units(0)];
  /** Of each context of the order last counted, but one word shorter: its first successor. */
  private start: Ascending;

  constructor(order: number, types: number) {
    this.order = order;
    this.types = types;
    this.suffix = [new Int32Array(0), new Int32Array(types + 3)];
    this.openings = [0, types + 2];
    this.start = Ascending.of(Int32Array.of(0, types + 3));
  }

  /** Order n. starts: of each context, its first successor, and their number at the end; used up. openings: see `continuationCounts`. */
  push(suffix: Int32Array, starts: Int32Array, openings: Int32Array): void {
    this.suffix.push(suffix);
    this.openings.push(starts[this.opening]);
    const start = this.suffix.length > this.order ? this.start : Ascending.of(starts);
    const counts = continuationCounts(suffix, openings, starts.subarray(0, -1));
    this.units.push(Units.of(counts));
    this.base.push(firstUnits(this.start, counts));
    this.start = start;
  }

  /** The first n-gram of the order last counted that begins with <s>. */
  get opening(): number {
    return this.openings[this.openings.length - 1];
  }

  finish(units: Units, base: Ascending): Counts {
    const {order, types, suffix, openings} = this;
    return {order, types, suffix, openings, base: [...this.base, base], units: [...this.units, units]};
  }
}

/** Counts of the order below `suffix`, into `counts`: of its last n-grams, which begin with <s>, `openings`. */
function continuationCounts(suffix: Int32Array, openings: Int32Array, counts: Int32Array): Int32Array {
  counts.fill(0);
  for (let x = 0; x < suffix.length; x++) counts[suffix[x]]++;
  counts.set(openings, counts.length - openings.length);
  return counts;
}

/** The n-grams by first word, order after order, n = 2..N: those of word w are first[w] .. first[w + 1]. (V + 4,) */
export function* firstWords({order, types, base, units}: Counts): Generator<Int32Array> {
  let first = Int32Array.from({length: types + 4}, (_, w) => w);
  for (let n = 2; n <= order; n++) {
    first = first.map((c) => units[n].nodeOf(base[n - 1].at(c)));
    yield first;
  }
}

/** Of each context the first unit of its successors. counts: of these. */
export function firstUnits(start: Ascending, counts: Int32Array): Ascending {
  const base = new Ascending(start.length);
  for (let c = 0, x = 0, sum = 0; c < start.length; c++) {
    for (const to = start.at(c); x < to; x++) sum += counts[x];
    base.set(c, sum);
  }
  return base;
}

/**
 * Makes counts[x + 1], of each n-gram, where what follows it begins if all of it stood in their order: from counts to heads. Answers how
 * much there is of it.
 */
function headsOf(counts: Int32Array): number {
  let sum = 0;
  counts[0] = 0;
  for (let x = 1; x < counts.length; x++) {
    const count = counts[x];
    counts[x] = sum;
    sum += count;
  }
  return sum;
}
