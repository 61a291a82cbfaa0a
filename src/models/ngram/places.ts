/**
 * Places in a text, sorted by the n-gram that ends there.
 *
 * Those of order n - 1, sorted once more, stably, by the (n-1)-gram that ends one word before, are in the order of (context, suffix):
 * the n-grams are their runs. Each place knows the number of the n-gram that ends there, and forgets it for the next order's.
 *
 * cost     a token and order: a gather, two scatters that go to V streams, which Zipf's law keeps in the cache, and one at random
 * memory   12 bytes a token, those of the tokens among them
 */
import type {NgramTokens} from './tokens.ts';
import {Units} from './units.ts';

/** Places that are gathered before any is scattered: mixed, the two stall each other and take twice as long. */
const GATHERED = 1 << 12;

/** An array that fills more than this share of its buffer may stay there. */
const LEAN = 0.6;

/** suffix: of each n-gram; units: how often each occurs. */
interface NumberedRuns {
  readonly suffix: Int32Array;
  readonly units: Units;
}

export class SortedPlaces {
  private places: Int32Array;
  private spare: Int32Array;
  /** How many places there are: n-grams that begin with <s> come last, and do not go on to the next order. */
  private count: number;
  /** The number of the n-gram that ends at each place. */
  private readonly numbers: Int32Array;
  private readonly starts: Int32Array;
  private readonly block = new Int32Array(GATHERED);
  /** Before the last order: as many numbers as there are tokens, for whoever wants them. */
  idle?: Int32Array;

  /** The places of all tokens but <s>, sorted by word. The tokens become the numbers. counts: of each word. (V + 3,) */
  constructor({tokens, starts, types}: NgramTokens, counts: Int32Array) {
    const opening = types + 2;
    const next = new Int32Array(opening + 1);
    for (let w = 0; w < opening; w++) next[w + 1] = next[w] + counts[w];
    this.count = next[opening];
    this.places = new Int32Array(this.count);
    this.spare = new Int32Array(this.count);
    this.numbers = tokens;
    this.starts = starts;
    for (let i = 0; i < tokens.length; i++) if (tokens[i] !== opening) this.places[next[tokens[i]]++] = i;
  }

  /** heads[c + 1]: where the places of context c begin among the `count` of the next order; in the end, where they end. */
  sortByContext(heads: Int32Array, count: number): void {
    const {places: from, spare: into, numbers, block} = this;
    for (let begin = 0; begin < count; begin += GATHERED) {
      const size = Math.min(GATHERED, count - begin);
      for (let k = 0; k < size; k++) block[k] = numbers[from[begin + k] - 1];
      for (let k = 0; k < size; k++) into[heads[block[k] + 1]++] = from[begin + k];
    }
    this.places = into;
    this.spare = from;
    this.count = count;
  }

  /**
   * The n-grams, which are the runs of equal (context, suffix); they become the numbers.
   * heads[c + 1]: where the places of context c end; in the end heads[c] is its first n-gram. `stays`: only the last order is still to come.
   */
  numberRuns(heads: Int32Array, stays: boolean): NumberedRuns {
    const {places, numbers, block, count} = this;
    const runs = new Runs(heads, this.spare, count);
    for (let begin = 0; begin < count; begin += GATHERED) {
      const size = Math.min(GATHERED, count - begin);
      for (let k = 0; k < size; k++) block[k] = numbers[places[begin + k]];
      runs.take(begin, block, size);
      for (let k = 0; k < size; k++) numbers[places[begin + k]] = block[k];
    }
    const found = runs.finish(stays);
    if (stays && found.suffix.buffer !== this.spare.buffer) this.idle = this.spare;
    return found;
  }

  /**
   * `sortByContext` for the last order: suffixes are sorted, not places, and the numbers give way to them.
   * often: of the order before, how often each n-gram occurs.
   */
  sortLast(heads: Int32Array, count: number, often: Units): void {
    const {places, numbers} = this;
    for (let k = 0; k < count; k++) places[k] = numbers[places[k] - 1];
    for (let k = 0, suffix = -1, next = 0; k < count; k++) {
      if (k === next) {
        suffix++;
        next = often.nextOf(k);
      }
      numbers[heads[places[k] + 1]++] = suffix;
    }
    this.count = count;
  }

  /** `numberRuns` for the last order. */
  lastRuns(heads: Int32Array): NumberedRuns {
    const {numbers, block, count} = this;
    const runs = new Runs(heads, numbers, count);
    for (let begin = 0; begin < count; begin += GATHERED) {
      const size = Math.min(GATHERED, count - begin);
      block.set(numbers.subarray(begin, begin + size));
      runs.take(begin, block, size);
    }
    return runs.finish(true);
  }

  /** Takes the n-grams that end a document out of `counts`, by order n: nothing follows them. */
  dropEndings(counts: Int32Array, n: number): void {
    const {numbers, starts} = this;
    for (let d = 1; d < starts.length; d++) if (starts[d] - starts[d - 1] >= n) counts[numbers[starts[d] - 1]] = 0;
  }
}

/** Finds runs of equal suffixes within contexts. */
class Runs {
  private readonly heads: Int32Array;
  private readonly suffix: Int32Array;
  private readonly units: Units;
  private node = -1;
  private context = 0;
  private end: number;
  private last = -1;

  /** suffix: takes the suffix of each run; it may be where the suffixes of places stand that were taken before. */
  constructor(heads: Int32Array, suffix: Int32Array, count: number) {
    this.heads = heads;
    this.suffix = suffix;
    this.units = new Units(count);
    this.end = heads[1];
  }

  /** The suffixes of places begin .. begin + size become the numbers of their runs. */
  take(begin: number, suffixes: Int32Array, size: number): void {
    const {heads, suffix, units} = this;
    let {node, context, end, last} = this;
    for (let k = 0; k < size; k++) {
      while (begin + k === end) {
        heads[++context] = node + 1;
        end = heads[context + 1];
        last = -1;
      }
      if (suffixes[k] !== last) {
        last = suffixes[k];
        suffix[++node] = last;
        units.begin(begin + k);
      }
      suffixes[k] = node;
    }
    this.node = node;
    this.context = context;
    this.end = end;
    this.last = last;
  }

  /** The array of suffixes may be given away where it `stays` and is nearly full. */
  finish(stays: boolean): NumberedRuns {
    const {heads, suffix, units} = this;
    const size = this.node + 1;
    heads.fill(size, this.context + 1);
    const isLean = stays && size > LEAN * suffix.length;
    return {suffix: isLean ? suffix.subarray(0, size) : suffix.slice(0, size), units: units.seal()};
  }
}
