/**
 * Finds n-grams among the sorted successors of their contexts, by their suffixes.
 *
 * memory   8 bytes an n-gram and 8 a context, of the probabilities; nothing else is made
 * cost     five lines of memory a look-up, more where a context has many successors
 */
import type {Counts} from './counts.ts';
import type {KneserNey} from './kneser-ney.ts';
import {type Finder, SCORED_AT_ONCE, Scorer} from './scorer.ts';

export function sortedScorer(counts: Counts, model: KneserNey): Scorer {
  const finders = Array.from({length: counts.order - 1}, (_, k) => new SortedFinder(counts, model, k + 2));
  return new Scorer({single: model.probability[1], backoff: model.backoff[1]}, finders);
}

class SortedFinder implements Finder {
  readonly backoff?: Float64Array;
  private readonly counts: Counts;
  private readonly n: number;
  private readonly probability: Float64Array;
  /** Of the context at each place: its first successor, and how many there are; their units before. */
  private readonly low = new Int32Array(SCORED_AT_ONCE);
  private readonly many = new Int32Array(SCORED_AT_ONCE);
  private touched = 0;

  constructor(counts: Counts, {probability, backoff}: KneserNey, n: number) {
    this.counts = counts;
    this.n = n;
    this.probability = probability[n];
    if (n < counts.order) this.backoff = backoff[n];
  }

  find(shorter: Int32Array, found: Int32Array, into: Float64Array): void {
    const {probability} = this;
    this.findContexts(shorter, into.length);
    this.findSuccessors(shorter, found, into.length);
    for (let i = 0; i < into.length; i++) if (found[i + 1] >= 0) into[i] = probability[found[i + 1]];
  }

  /** Where the successors of each place's context stand; reads the first, for nothing but to have it near. */
  private findContexts(shorter: Int32Array, size: number): void {
    const {low, many, n} = this;
    const base = this.counts.base[n - 1];
    const units = this.counts.units[n];
    const suffix = this.counts.suffix[n];
    for (let i = 0; i < size; i++) {
      // any context where none is known
      const context = shorter[i] & ~(shorter[i] >> 31);
      low[i] = base.at(context);
      many[i] = base.at(context + 1);
    }
    let touched = 0;
    for (let i = 0; i < size; i++) {
      const first = units.nodeOf(low[i]);
      many[i] = units.nodeOf(many[i]) - first;
      low[i] = first;
      touched ^= suffix[first];
    }
    this.touched ^= touched;
  }

  private findSuccessors(shorter: Int32Array, found: Int32Array, size: number): void {
    const {low, many} = this;
    const suffix = this.counts.suffix[this.n];
    for (let i = 0; i < size; i++) {
      const s = shorter[i + 1];
      let at = low[i];
      for (let length = many[i]; length > 1; ) {
        const half = length >> 1;
        // all ones where suffix[at + half] <= s
        at += half & ((suffix[at + half] - s - 1) >> 31);
        length -= half;
      }
      found[i + 1] = (shorter[i] | s) >= 0 && many[i] > 0 && suffix[at] === s ? at : -1;
    }
  }
}
