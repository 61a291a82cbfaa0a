/**
 * Finds n-grams in a table by their parts, one line of memory a look-up.
 *
 * shape    a slot is 16 bytes: the context's slot in the table of the order below, and the suffix's, each plus 1 (0: the slot is free), and p.
 *          An n-gram's slot is its number; a word's is the word's
 * memory   27 bytes an n-gram, 13 a context
 * cost     linear probing; to make it, some 150 ns an n-gram
 */
import type {Counts} from './counts.ts';
import type {KneserNey} from './kneser-ney.ts';
import {type Finder, SCORED_AT_ONCE, Scorer} from './scorer.ts';

/** The share of slots that are not free. */
const LOAD = 0.6;

export function probingScorer(counts: Counts, model: KneserNey): Scorer {
  const {order, types} = counts;
  const finders: ProbingFinder[] = [];
  let slots: Int32Array = Int32Array.from({length: types + 3}, (_, w) => w);
  for (let n = 2; n <= order; n++) {
    const finder = new ProbingFinder(counts.units[n].size);
    slots = finder.fill(counts, n, {probability: model.probability[n], slots});
    if (n < order) finder.keepBackoffs(model.backoff[n], slots);
    finders.push(finder);
  }
  return new Scorer({single: model.probability[1], backoff: model.backoff[1]}, finders);
}

class ProbingFinder implements Finder {
  backoff?: Float64Array;
  private readonly size: number;
  /** Four a slot: context + 1, suffix + 1, and p, which takes two. */
  private readonly parts: Int32Array;
  /** The same memory: p of slot k is values[2 * k + 1]. */
  private readonly values: Float64Array;
  private readonly scale: number;
  private touched = 0;

  constructor(ngrams: number) {
    this.size = Math.ceil(ngrams / LOAD) + 1;
    const memory = new ArrayBuffer(16 * this.size);
    this.parts = new Int32Array(memory);
    this.values = new Float64Array(memory);
    this.scale = this.size / 4294967296;
  }

  /** Begins every search, then ends each: one that is guessed wrong would have those behind it wait for its line of memory. */
  find(shorter: Int32Array, found: Int32Array, into: Float64Array): void {
    const {parts, values} = this;
    let touched = 0;
    for (let i = 0; i < into.length; i++) {
      const slot = this.slotOf(shorter[i], shorter[i + 1]);
      found[i + 1] = slot;
      touched ^= parts[4 * slot];
    }
    this.touched ^= touched;
    for (let i = 0; i < into.length; i++) {
      const slot = (shorter[i] | shorter[i + 1]) < 0 ? -1 : this.findFrom(found[i + 1], shorter[i], shorter[i + 1]);
      found[i + 1] = slot;
      if (slot >= 0) into[i] = values[2 * slot + 1];
    }
  }

  /** Takes in the n-grams of order n. slots: of those of the order below. Answers their slots. */
  fill({base, units, suffix}: Counts, n: number, {probability, slots}: {probability: Float64Array; slots: Int32Array}): Int32Array {
    const own = new Int32Array(probability.length);
    const contexts = new Int32Array(SCORED_AT_ONCE);
    for (let x = 0, c = 0, end = 0; x < own.length; ) {
      const begin = x;
      for (; x < own.length && x < begin + SCORED_AT_ONCE; x++) {
        for (; x >= end; c++) end = units[n].nodeOf(base[n - 1].at(c + 1));
        contexts[x - begin] = slots[c - 1];
        own[x] = slots[suffix[n][x]];
      }
      this.putAll(contexts, own.subarray(begin, x), probability.subarray(begin, x));
    }
    return own;
  }

  /** backoff: of the n-grams; slots: of the same. */
  keepBackoffs(backoff: Float64Array, slots: Int32Array): void {
    this.backoff = new Float64Array(this.size);
    for (let x = 0; x < slots.length; x++) this.backoff[slots[x]] = backoff[x];
  }

  /** Puts n-grams that are not there yet. `suffixes` give way to their slots. */
  private putAll(contexts: Int32Array, suffixes: Int32Array, probability: Float64Array): void {
    const {parts, values, size} = this;
    let touched = 0;
    for (let i = 0; i < suffixes.length; i++) touched ^= parts[4 * this.slotOf(contexts[i], suffixes[i])];
    this.touched ^= touched;
    for (let i = 0; i < suffixes.length; i++) {
      let slot = this.slotOf(contexts[i], suffixes[i]);
      while (parts[4 * slot] !== 0) if (++slot === size) slot = 0;
      parts[4 * slot] = contexts[i] + 1;
      parts[4 * slot + 1] = suffixes[i] + 1;
      values[2 * slot + 1] = probability[i];
      suffixes[i] = slot;
    }
  }

  private findFrom(slot: number, context: number, suffix: number): number {
    const {parts, size} = this;
    for (let k = slot; ; ) {
      const at = parts[4 * k];
      if (at === context + 1 && parts[4 * k + 1] === suffix + 1) return k;
      if (at === 0) return -1;
      if (++k === size) k = 0;
    }
  }

  private slotOf(context: number, suffix: number): number {
    let h = Math.imul(context, 0x9e3779b1) ^ Math.imul(suffix, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    return (((h ^ (h >>> 13)) >>> 0) * this.scale) | 0;
  }
}
