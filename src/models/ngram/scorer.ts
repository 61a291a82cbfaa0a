/**
 * The probability of long text, out of tables of every n-gram's.
 *
 * Words go through in blocks, order after order: at each place the n-gram of order n is looked for by those of order n - 1 that end there
 * and one word before. Each step of a search is a loop over the block in which nothing waits for what was found at another place, so that
 * the misses of the cache overlap; a search that is guessed wrong finds its lines of memory near.
 *
 * checked  against walks through the counts (counted-walk.ts) and the trie (score.ts), bit by bit
 */

/** Words that go through at once. */
export const SCORED_AT_ONCE = 1 << 9;

/** Finds the n-grams of one order. */
export interface Finder {
  /** g of each as a context; absent of the last order. */
  readonly backoff?: Float64Array;
  /**
   * shorter[i + 1], found[i + 1]: n-grams that end at place i of the block, of the order below and of this one; -1 where none is known.
   * p of those that are found goes into `into`. (`into.length` places)
   */
  find(shorter: Int32Array, found: Int32Array, into: Float64Array): void;
}

export class Scorer {
  private readonly types: number;
  /** p of each word after nothing, and g of each as a context. */
  private readonly single: Float64Array;
  private readonly finders: readonly Finder[];
  private readonly backoff: readonly (Float64Array | undefined)[];
  /** found[n][i + 1]: the n-gram that ends at place i of the block, or -1; found[n][0]: that before it. n = 1..N */
  private readonly found: readonly Int32Array[];

  /** single, backoff: p of each word after nothing, and g of each as a context; finders: of orders 2..N. */
  constructor({single, backoff}: {readonly single: Float64Array; readonly backoff?: Float64Array}, finders: readonly Finder[]) {
    this.types = single.length - 3;
    this.single = single;
    this.finders = finders;
    this.backoff = [undefined, backoff, ...finders.map((finder) => finder.backoff)];
    this.found = Array.from({length: finders.length + 2}, () => new Int32Array(SCORED_AT_ONCE + 1));
  }

  /** p of each of words[0 .. count), which begin a document, in their contexts: into `into`. */
  score(words: Int32Array, count: number, into: Float64Array): void {
    const {found, finders} = this;
    for (const one of found) one[0] = -1;
    found[1][0] = this.types + 2;
    for (let from = 0; from < count; from += SCORED_AT_ONCE) {
      const size = Math.min(SCORED_AT_ONCE, count - from);
      const here = into.subarray(from, from + size);
      this.findSingle(words.subarray(from, from + size), here);
      for (let k = 0; k < finders.length; k++) finders[k].find(found[k + 1], found[k + 2], here);
      this.payBackoffs(here);
      for (const one of found) one[0] = one[size];
    }
  }

  private findSingle(words: Int32Array, into: Float64Array): void {
    const {single, types} = this;
    const first = this.found[1];
    for (let i = 0; i < words.length; i++) {
      const word = words[i];
      into[i] = single[word];
      first[i + 1] = word <= types ? word : -1;
    }
  }

  /** Where the longest context does not know the word: the back-offs on the way to the one that does, the longest first. */
  private payBackoffs(into: Float64Array): void {
    const {found, backoff} = this;
    const order = found.length - 1;
    const longest = found[order];
    for (let i = 0; i < into.length; i++) {
      if (longest[i + 1] >= 0) continue;
      let paid = 1;
      for (let n = order - 1; n > 0; n--) {
        const context = found[n][i];
        if (context < 0) continue;
        if (found[n + 1][i + 1] >= 0) break;
        paid *= backoff[n]![context];
      }
      into[i] *= paid;
    }
  }
}
