/**
 * The k types with the smallest hashes out of all that were ever added, with exact counts in groups of documents.
 *
 * law      a type among the k smallest of the whole was among them at every moment before, so it was never dropped and its counts are
 *          exact; which k those are depends on the set of types alone, not on order
 * cost     a probe and two increments an occurrence of a type that is kept; a comparison for any other
 * source   bottom-k sketches: E. Cohen, H. Kaplan, PODC 2007
 */
import {log2, powerOfTwo} from '../math/index.ts';
import type {Language} from '../text/language.ts';
import {lowerCase} from '../text/lower-case.ts';
import {GroupCountsBuilder} from './group-counts.ts';
import {lengthShift} from './hash.ts';
import {GROUPS, type TypeSample} from './kernel.ts';

/** Of a word as it was first seen; more than its text's code points can need, so that the text is the same however it is written. */
const STORED_BYTES = 256;
const TEXT_CODE_POINTS = 40;

/** Where a word's text is, and how many code points it has: stored when it is first seen. */
export interface WordPlace {
  readonly bytes: Uint8Array;
  start: number;
  end: number;
  codePoints: number;
}

export class TypeTable {
  /** A hash is worth adding when it is below (high, low): compare `high` first and spare the rest. */
  thresholdHigh = 0xffffffff;
  thresholdLow = 0xffffffff;
  complete = true;
  size = 0;
  readonly capacity: number;
  private readonly words: boolean;
  private readonly language?: Language;
  private high = new Uint32Array(0);
  private low = new Uint32Array(0);
  private lastDocument = new Uint32Array(0);
  private lastSentence = new Uint32Array(0);
  private sentences = new Uint32Array(0);
  private lengths = new Uint8Array(0);
  private texts: Uint8Array[] = [];
  /** Pairs (count, documents) by group. (entries * GROUPS * 2,) */
  private cells = new Uint32Array(0);
  private slots = new Int32Array(0);

  /** `words`: each type also has a text, lower-cased as in the language, and a number of sentences. */
  constructor(capacity: number, {words, language}: {words: boolean; language?: Language}) {
    this.capacity = capacity;
    this.words = words;
    this.language = language;
    this.resize(Math.min(2048, 2 * capacity));
  }

  /** One occurrence in the document numbered `document` (from 1) and, of words, the sentence numbered `sentence`. */
  add(high: number, low: number, at: {group: number; document: number; sentence: number}, place?: WordPlace): void {
    if (high > this.thresholdHigh || (high === this.thresholdHigh && low >= this.thresholdLow && !this.complete)) return;
    const {slots} = this;
    const mask = slots.length - 1;
    let slot = low & mask;
    let entry = -1;
    for (; ; slot = (slot + 1) & mask) {
      entry = slots[slot];
      if (entry < 0 || (this.low[entry] === low && this.high[entry] === high)) break;
    }
    if (entry < 0) {
      entry = this.insert(slot, high, low, place);
      if (entry < 0) return;
    }
    const cell = (entry * GROUPS + at.group) << 1;
    this.cells[cell]++;
    if (this.lastDocument[entry] !== at.document) {
      this.lastDocument[entry] = at.document;
      this.cells[cell + 1]++;
    }
    if (this.words && this.lastSentence[entry] !== at.sentence) {
      this.lastSentence[entry] = at.sentence;
      this.sentences[entry]++;
    }
  }

  /** The number of the new entry, or -1 where making room has put it out of the sample. */
  private insert(slot: number, high: number, low: number, place?: WordPlace): number {
    if (this.size === this.high.length) {
      if (this.size < 2 * this.capacity) this.resize(Math.min(2 * this.size, 2 * this.capacity));
      else {
        this.shrink();
        if (high > this.thresholdHigh || (high === this.thresholdHigh && low >= this.thresholdLow)) return -1;
      }
      const mask = this.slots.length - 1;
      slot = low & mask;
      while (this.slots[slot] >= 0) slot = (slot + 1) & mask;
    }
    const entry = this.size++;
    this.slots[slot] = entry;
    this.high[entry] = high;
    this.low[entry] = low;
    if (place !== undefined) {
      this.texts[entry] = new Uint8Array(place.bytes.subarray(place.start, Math.min(place.end, place.start + STORED_BYTES)));
      this.lengths[entry] = Math.min(255, place.codePoints);
    }
    return entry;
  }

  private resize(entries: number): void {
    const copy = <A extends Uint32Array | Uint8Array>(from: A, into: A): A => {
      into.set(from);
      return into;
    };
    this.high = copy(this.high, new Uint32Array(entries));
    this.low = copy(this.low, new Uint32Array(entries));
    this.lastDocument = copy(this.lastDocument, new Uint32Array(entries));
    if (this.words) {
      this.lastSentence = copy(this.lastSentence, new Uint32Array(entries));
      this.sentences = copy(this.sentences, new Uint32Array(entries));
      this.lengths = copy(this.lengths, new Uint8Array(entries));
    }
    this.cells = copy(this.cells, new Uint32Array(entries * GROUPS * 2));
    this.slots = new Int32Array(powerOfTwo(Math.ceil(log2(entries * 2))));
    this.index();
  }

  private index(): void {
    const {slots, low} = this;
    const mask = slots.length - 1;
    slots.fill(-1);
    for (let entry = 0; entry < this.size; entry++) {
      let slot = low[entry] & mask;
      while (slots[slot] >= 0) slot = (slot + 1) & mask;
      slots[slot] = entry;
    }
  }

  /** Hashes, ascending, as 64-bit numbers: in memory the low lane comes first. */
  private sortedKeys(): Uint32Array {
    const keys = new Uint32Array(2 * this.size);
    for (let entry = 0; entry < this.size; entry++) {
      keys[2 * entry] = this.low[entry];
      keys[2 * entry + 1] = this.high[entry];
    }
    new BigUint64Array(keys.buffer).sort();
    return keys;
  }

  /** Entries by hash, ascending. */
  private sorted(): Uint32Array {
    const {slots} = this;
    const mask = slots.length - 1;
    const keys = this.sortedKeys();
    const order = new Uint32Array(this.size);
    for (let i = 0; i < order.length; i++) {
      const low = keys[2 * i];
      const high = keys[2 * i + 1];
      let slot = low & mask;
      while (this.low[slots[slot]] !== low || this.high[slots[slot]] !== high) slot = (slot + 1) & mask;
      order[i] = slots[slot];
    }
    return order;
  }

  /** Keeps the `capacity` smallest; the threshold is the smallest that goes. */
  private shrink(): void {
    const {high, low, capacity} = this;
    const keys = this.sortedKeys();
    const thresholdLow = keys[2 * capacity];
    const thresholdHigh = keys[2 * capacity + 1];
    this.thresholdHigh = thresholdHigh;
    this.thresholdLow = thresholdLow;
    this.complete = false;
    let to = 0;
    for (let from = 0; from < this.size; from++) {
      if (high[from] > thresholdHigh || (high[from] === thresholdHigh && low[from] >= thresholdLow)) continue;
      if (from > to) this.move(from, to);
      to++;
    }
    this.cells.fill(0, to * GROUPS * 2);
    this.lastDocument.fill(0, to);
    if (this.words) {
      this.lastSentence.fill(0, to);
      this.sentences.fill(0, to);
      this.texts.length = to;
    }
    this.size = to;
    this.index();
  }

  private move(from: number, to: number): void {
    this.high[to] = this.high[from];
    this.low[to] = this.low[from];
    this.lastDocument[to] = this.lastDocument[from];
    this.cells.copyWithin(to * GROUPS * 2, from * GROUPS * 2, (from + 1) * GROUPS * 2);
    if (!this.words) return;
    this.lastSentence[to] = this.lastSentence[from];
    this.sentences[to] = this.sentences[from];
    this.lengths[to] = this.lengths[from];
    this.texts[to] = this.texts[from];
  }

  sample(): TypeSample {
    if (this.size > this.capacity) this.shrink();
    const order = this.sorted();
    const n = order.length;
    const counts = new GroupCountsBuilder(n);
    for (let i = 0; i < n; i++) {
      for (let group = 0; group < GROUPS; group++) {
        const cell = (order[i] * GROUPS + group) * 2;
        if (this.cells[cell] > 0) counts.add(group, this.cells[cell], this.cells[cell + 1]);
      }
      counts.end();
    }
    return {
      size: n,
      high: Uint32Array.from(order, (entry) => this.high[entry]),
      low: Uint32Array.from(order, (entry) => this.low[entry]),
      ...counts.finish(),
      complete: this.complete,
      thresholdHigh: this.thresholdHigh,
      thresholdLow: this.thresholdLow,
      ...(this.words &&
        wordColumns(n, this.language, (i) => {
          const entry = order[i];
          return {sentences: this.sentences[entry], text: this.texts[entry], codePoints: this.lengths[entry]};
        })),
    };
  }
}

interface StoredWord {
  readonly sentences: number;
  /** As it was first seen, cut. */
  readonly text: Uint8Array;
  readonly codePoints: number;
}

type WordColumns = Required<Pick<TypeSample, 'sentences' | 'texts' | 'shifts'>>;

/** What only samples of words have; word i of `n` is wordAt(i). */
export function wordColumns(n: number, language: Language | undefined, wordAt: (i: number) => StoredWord): WordColumns {
  const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
  const sentences = new Float64Array(n);
  const shifts = new Uint8Array(n);
  const texts: string[] = [];
  for (let i = 0; i < n; i++) {
    const word = wordAt(i);
    sentences[i] = word.sentences;
    shifts[i] = lengthShift(word.codePoints);
    const text = lowerCase(decoder.decode(word.text), language);
    texts.push(text.length <= TEXT_CODE_POINTS ? text : [...text].slice(0, TEXT_CODE_POINTS).join(''));
  }
  return {sentences, texts, shifts};
}
