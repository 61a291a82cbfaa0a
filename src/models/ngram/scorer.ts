/**
 * The probability of long text: every n-gram's is made beforehand, and found by one look-up an order.
 *
 * Words go through in blocks, order after order: at each place the n-gram of order n is looked up by those of order n - 1 that end there
 * and one word before. No look-up of an order waits for another, so that their misses of the cache overlap.
 *
 * memory   23 bytes an n-gram, and 11 a context
 * cost     the tables: about 100 ns an n-gram, once
 * checked  against walks through the counts (counted-walk.ts) and the trie (score.ts), bit by bit
 */

import {singleProbabilities} from './counted-walk.ts';
import type {Counts} from './counts.ts';
import type {Discounts} from './kneser-ney.ts';
import {ProbingTable} from './probing.ts';
import {backoffOf} from './successors.ts';

/** Words that go through at once. */
const BLOCK = 1 << 9;

export class Scorer {
  private readonly order: number;
  private readonly types: number;
  private readonly single: Float64Array;
  /** Of orders 2..N. */
  private readonly tables: readonly ProbingTable[];
  /** backoff[n][c] = g(c) of contexts of n words, by slot; n = 1..N - 1. */
  private readonly backoff: readonly Float64Array[];
  /** found[n][i + 1]: the n-gram that ends at place i of the block, or -1; found[n][0] that before it. n = 1..N */
  private readonly found: readonly Int32Array[];
  private touched = 0;

  constructor(counts: Counts, discounts: readonly Discounts[]) {
    this.order = counts.order;
    this.types = counts.types;
    this.single = singleProbabilities(counts, discounts[1].amounts);
    const {tables, backoff} = tablesOf(counts, discounts, this.single);
    this.tables = tables;
    this.backoff = backoff;
    this.found = Array.from({length: counts.order + 1}, () => new Int32Array(BLOCK + 1));
  }

  /** p of each of words[0 .. count), which begin a document, in their contexts: into `into`. */
  score(words: Int32Array, count: number, into: Float64Array): void {
    const {found, order, types} = this;
    for (let n = 1; n <= order; n++) found[n][0] = -1;
    found[1][0] = types + 2;
    for (let from = 0; from < count; from += BLOCK) {
      const size = Math.min(BLOCK, count - from);
      this.findAll(words.subarray(from, from + size), into.subarray(from, from + size));
      for (let n = 1; n <= order; n++) found[n][0] = found[n][size];
    }
  }

  private findAll(words: Int32Array, into: Float64Array): void {
    const {found, single, tables, order, types} = this;
    const first = found[1];
    for (let i = 0; i < words.length; i++) {
      const word = words[i];
      into[i] = single[word];
      first[i + 1] = word <= types ? word : -1;
    }
    for (let n = 2; n <= order; n++) this.touched ^= findOrder(tables[n], {shorter: found[n - 1], found: found[n]}, into);
    this.payBackoffs(into);
  }

  /** Where the longest context does not know the word: the back-offs on the way to the one that does, the longest first. */
  private payBackoffs(into: Float64Array): void {
    const {found, backoff, order} = this;
    const longest = found[order];
    for (let i = 0; i < into.length; i++) {
      if (longest[i + 1] >= 0) continue;
      let paid = 1;
      for (let n = order - 1; n > 0; n--) {
        const context = found[n][i];
        if (context < 0) continue;
        if (found[n + 1][i + 1] >= 0) break;
        paid *= backoff[n][context];
      }
      into[i] *= paid;
    }
  }
}

interface FoundNgrams {
  readonly shorter: Int32Array;
  readonly found: Int32Array;
}

/** First every search is begun, then each is ended: a search that is guessed wrong would have those behind it wait for its line of memory. */
function findOrder(table: ProbingTable, {shorter, found}: FoundNgrams, into: Float64Array): number {
  let touched = 0;
  for (let i = 0; i < into.length; i++) {
    const context = shorter[i];
    const suffix = shorter[i + 1];
    const slot = table.slotOf(context, suffix);
    found[i + 1] = slot;
    touched ^= table.touch(slot);
  }
  for (let i = 0; i < into.length; i++) {
    const context = shorter[i];
    const suffix = shorter[i + 1];
    const slot = (context | suffix) < 0 ? -1 : table.findFrom(found[i + 1], context, suffix);
    found[i + 1] = slot;
    if (slot >= 0) into[i] = table.probability(slot);
  }
  return touched;
}

function tablesOf(counts: Counts, discounts: readonly Discounts[], single: Float64Array) {
  const {order, types, base, units, suffix} = counts;
  const tables = [new ProbingTable(0), new ProbingTable(0)];
  const backoff: Float64Array[] = [new Float64Array(0)];
  // of the order below: the slot and p of each n-gram
  let slots: Int32Array = Int32Array.from({length: types + 3}, (_, w) => w);
  let shorter = single;
  for (let n = 2; n <= order; n++) {
    const {size} = units[n];
    const [one, two, more] = discounts[n].amounts;
    const table = new ProbingTable(size);
    const own = new Int32Array(size);
    const probability = new Float64Array(size);
    const shares = new Float64Array(n === 2 ? types + 3 : tables[n - 1].size);
    for (let c = 0, x = 0; c < slots.length; c++) {
      const from = base[n - 1].at(c);
      const to = base[n - 1].at(c + 1);
      const share = backoffOf(counts, n - 1, c, discounts[n].amounts);
      shares[slots[c]] = share;
      for (let at = from; at < to; x++) {
        const next = units[n].nextOf(at);
        const count = next - at;
        const discount = count > 2 ? more : count === 2 ? two : one;
        const p = (count - discount) / (to - from) + share * shorter[suffix[n][x]];
        own[x] = table.put(slots[c], slots[suffix[n][x]], p);
        probability[x] = p;
        at = next;
      }
    }
    tables.push(table);
    backoff.push(shares);
    slots = own;
    shorter = probability;
  }
  return {tables, backoff};
}
