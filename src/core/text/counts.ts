/**
 * What is counted in each document of a text (words, characters), once a text and way of counting.
 *
 * What a pure function of a text gives, so sharing it between lineages is not state.
 */
import {concatenatedAs} from '../concatenated.ts';
import type {Text} from '../data.ts';

/** Counts something in bytes[from .. to). The same function for the same thing: it names what it has counted. */
export type Counter = (bytes: Uint8Array, from: number, to: number) => number;

const known = new WeakMap<Text, Map<Counter, Uint32Array>>();

/** The count of each document. (n,) */
export function documentCounts(text: Text, counter: Counter): Uint32Array {
  const there = known.get(text)?.get(counter);
  if (there) return there;
  const counts = Uint32Array.from({length: text.count}, (_, i) => counter(text.bytes, text.offsets[i], text.offsets[i + 1]));
  keep(text, counter, counts);
  return counts;
}

/** The count of all documents together. */
export function totalCount(text: Text, counter: Counter): number {
  let total = 0;
  for (const count of documentCounts(text, counter)) total += count;
  return total;
}

/** `part` holds the documents at `numbers` of `text`: what is counted of them already is not counted again. */
export function countsOfPart(part: Text, text: Text, numbers: ArrayLike<number>): void {
  for (const [counter, counts] of known.get(text) ?? []) {
    keep(
      part,
      counter,
      Uint32Array.from({length: numbers.length}, (_, i) => counts[numbers[i]]),
    );
  }
}

/** `whole` holds the documents of `texts` one after another: what is counted of all of them is not counted again. */
export function countsOfJoined(whole: Text, texts: readonly Text[]): void {
  for (const counter of known.get(texts[0])?.keys() ?? []) {
    const lists = texts.map((text) => known.get(text)?.get(counter));
    if (lists.every((list) => list !== undefined)) keep(whole, counter, concatenatedAs(Uint32Array, lists));
  }
}

function keep(text: Text, counter: Counter, counts: Uint32Array): void {
  const counters = known.get(text) ?? new Map<Counter, Uint32Array>();
  known.set(text, counters.set(counter, counts));
}
