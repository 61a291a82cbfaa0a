/**
 * The pass in plain TypeScript: words, sentences and paragraphs of documents, hashes of all n-grams, the samples of types.
 *
 *   sentence    ends at . ! ? ... (with closing quotes and brackets) before white space, at an ideographic full stop, where a paragraph ends
 *   paragraph   ends at a blank line
 *   word        as in core/text/words.ts
 *
 * edge     n-grams cross sentences and paragraphs, never documents. Sentences and paragraphs without a word do not count
 * cost     a table look-up and two multiplications a byte, some 20 multiplications a word, and a probe for each type that is sampled
 * checked  against tokenizeWords and gramsUpTo, which count exactly; it is in turn the oracle of the WebAssembly build
 */
import {LOWER_MASK, letterPage, SCRIPT_MASK, SCRIPT_SHIFT, SCRIPTS, SPECIAL} from '../text/letters.ts';
import {ASCII_WORD, codePointAt, utf8Length} from '../text/words.ts';
import {
  GRAM_HIGH,
  GRAM_LOW,
  hashBytes64,
  lengthShift,
  mixHigh,
  mixLow,
  ORDER_STEP,
  PARAGRAPH_ORDER,
  SENTENCE_ORDER,
  stepHigh,
  stepLow,
  WORD_HIGH,
  WORD_LOW,
} from './hash.ts';
import {type Capacities, GROUPS, SAMPLED, type ScanKernel, STATISTIC, STATISTICS, type TypeSample} from './kernel.ts';
import {TypeTable, type WordPlace} from './type-table.ts';
import {WordLimit} from './word-limit.ts';

const ORDERS = 5;
const SENTENCES = SAMPLED.indexOf('sentences');
const PARAGRAPHS = SAMPLED.indexOf('paragraphs');
const APOSTROPHE = 0x27;
const TYPOGRAPHIC_APOSTROPHE = 0x2019;

/** What a character outside words does to sentences. */
const NOTHING = 0;
const SPACE = 1;
const NEWLINE = 2;
const ENDS = 3;
const CLOSES = 4;
const STOPS = 5;
const ASCII_KIND = Uint8Array.from({length: 128}, (_, byte) => kindOf(byte));

export function kindOf(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  if (codePoint === 10 || codePoint === 0x2029) return NEWLINE;
  if (/\s/u.test(character)) return SPACE;
  if (/[.!?\u2026]/u.test(character)) return ENDS;
  if (/[\u3002\uff01\uff1f]/u.test(character)) return STOPS;
  return /["')\]}\u2018\u201c\u201d\u00bb\u00ab\u203a]/u.test(character) ? CLOSES : NOTHING;
}

export class TypescriptKernel implements ScanKernel {
  private readonly tables: readonly TypeTable[];
  private readonly letters = new Float64Array(SCRIPTS.length);
  private readonly last = new Uint32Array(STATISTICS);
  private readonly hash = new Uint32Array(2);
  private readonly limit = new WordLimit();
  private readonly at = {group: 0, document: 0, sentence: 0};
  private readonly place: WordPlace & {bytes: Uint8Array} = {bytes: new Uint8Array(0), start: 0, end: 0, codePoints: 0};
  private bytes: Uint8Array = new Uint8Array(0);
  /** Of the document's words: lanes of the hash, place and code points. */
  private high = new Int32Array(1024);
  private low = new Int32Array(1024);
  private starts = new Uint32Array(1024);
  private ends = new Uint32Array(1024);
  private codePoints = new Uint32Array(1024);
  private count = 0;
  private sentenceFrom = 0;
  private paragraphFrom = 0;
  private lengths = new Uint32Array(256);
  private shingleHashes = new Uint32Array(1024);
  private seen = new Uint32Array(2048);
  private seenIn = new Uint32Array(2048);

  constructor(capacities: Capacities) {
    this.tables = SAMPLED.map((kind, i) => new TypeTable(capacities[i], {words: kind === 'words'}));
  }

  load(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.place.bytes = bytes;
  }

  document(from: number, to: number, group?: number): void {
    const {last, at, hash} = this;
    hashBytes64(this.bytes, from, to, hash);
    at.group = group ?? hash[1] & (GROUPS - 1);
    at.document++;
    last.fill(0);
    last[STATISTIC.hashHigh] = hash[0];
    last[STATISTIC.hashLow] = hash[1];
    last[STATISTIC.group] = at.group;
    this.count = 0;
    this.sentenceFrom = 0;
    this.paragraphFrom = 0;
    this.scan(from, to);
    this.endParagraph();
    last[STATISTIC.words] = this.count;
    this.grams();
    this.limit.add(at.group, this.count, last[STATISTIC.sentences]);
  }

  statistics(): Uint32Array {
    return this.last;
  }

  shingles(): Uint32Array {
    return this.shingleHashes.subarray(0, this.last[STATISTIC.shingles]);
  }

  sentenceLengths(): Uint32Array {
    return this.lengths.subarray(0, this.last[STATISTIC.sentences]);
  }

  scripts(): Float64Array {
    return this.letters.slice();
  }

  sample(kind: number): TypeSample {
    return this.tables[kind].sample();
  }

  private scan(from: number, to: number): void {
    const {bytes} = this;
    let ended = false;
    let newlines = 0;
    for (let at = from; at < to; ) {
      const byte = bytes[at];
      let kind: number;
      if (byte < 0x80) {
        if (ASCII_WORD[byte] !== 0) {
          at = this.word(at, to);
          newlines = 0;
          ended = ended && this.onlyApostrophes;
          continue;
        }
        kind = ASCII_KIND[byte];
        at++;
      } else {
        const codePoint = codePointAt(bytes, at, to);
        if (codePoint >= 0 && letterPage(codePoint >> 8)[codePoint & 255] !== 0) {
          at = this.word(at, to);
          newlines = 0;
          ended = ended && this.onlyApostrophes;
          continue;
        }
        kind = codePoint < 0 ? NOTHING : kindOf(codePoint);
        at += codePoint < 0 ? 1 : utf8Length(codePoint);
      }
      if (kind === SPACE || kind === NEWLINE) {
        if (ended) this.endSentence();
        ended = false;
        if (kind === NEWLINE && ++newlines === 2) this.endParagraph();
        continue;
      }
      newlines = 0;
      if (kind === ENDS) ended = true;
      else if (kind === STOPS) {
        this.endSentence();
        ended = false;
      } else if (kind === NOTHING) ended = false;
    }
  }

  private onlyApostrophes = false;

  /** Takes in the word that begins at `at`; returns its end. */
  private word(at: number, to: number): number {
    const {bytes} = this;
    const start = at;
    let high = WORD_HIGH;
    let low = WORD_LOW;
    let codePoints = 0;
    let apostrophes = 0;
    let latin = 0;
    let special = false;
    while (at < to) {
      const byte = bytes[at];
      let lower: number;
      if (byte < 0x80) {
        lower = ASCII_WORD[byte];
        if (lower === 0) break;
        if (lower > 0x60) latin++;
        else if (lower === APOSTROPHE) apostrophes++;
        at++;
      } else {
        const codePoint = codePointAt(bytes, at, to);
        const letter = codePoint < 0 ? 0 : letterPage(codePoint >> 8)[codePoint & 255];
        if (letter === 0) break;
        const script = (letter >>> SCRIPT_SHIFT) & SCRIPT_MASK;
        if (script > 0) this.letters[script - 1]++;
        if (letter & SPECIAL) special = true;
        lower = letter & LOWER_MASK;
        if (lower === TYPOGRAPHIC_APOSTROPHE) apostrophes++;
        at += utf8Length(codePoint);
      }
      high = stepHigh(high, lower);
      low = stepLow(low, lower);
      codePoints++;
    }
    this.letters[0] += latin;
    this.onlyApostrophes = apostrophes === codePoints;
    if (special) this.addSpecial(start, at);
    else this.addWord(mixHigh(high), mixLow(low), start, at, codePoints);
    return at;
  }

  /** A word that must be lower-cased as a string. */
  private addSpecial(start: number, end: number): void {
    const word = new TextDecoder('utf-8', {ignoreBOM: true}).decode(this.bytes.subarray(start, end)).toLowerCase();
    let high = WORD_HIGH;
    let low = WORD_LOW;
    let codePoints = 0;
    for (const character of word) {
      high = stepHigh(high, character.codePointAt(0)!);
      low = stepLow(low, character.codePointAt(0)!);
      codePoints++;
    }
    this.addWord(mixHigh(high), mixLow(low), start, end, codePoints);
  }

  private addWord(high: number, low: number, start: number, end: number, codePoints: number): void {
    const n = this.count;
    if (n === this.high.length) this.growWords();
    this.high[n] = high;
    this.low[n] = low;
    this.starts[n] = start;
    this.ends[n] = end;
    this.codePoints[n] = codePoints;
    this.count = n + 1;
  }

  private growWords(): void {
    const size = this.high.length * 2;
    const grown = <A extends Int32Array | Uint32Array>(from: A, into: A): A => {
      into.set(from);
      return into;
    };
    this.high = grown(this.high, new Int32Array(size));
    this.low = grown(this.low, new Int32Array(size));
    this.starts = grown(this.starts, new Uint32Array(size));
    this.ends = grown(this.ends, new Uint32Array(size));
    this.codePoints = grown(this.codePoints, new Uint32Array(size));
    this.shingleHashes = new Uint32Array(size);
    this.seen = new Uint32Array(size * 2);
    this.seenIn = new Uint32Array(size * 2);
  }

  private endSentence(): void {
    const from = this.sentenceFrom;
    const to = this.count;
    if (to === from) return;
    const {at, place, high, low} = this;
    const [words] = this.tables;
    at.sentence++;
    for (let i = from; i < to; i++) {
      const shift = lengthShift(this.codePoints[i]);
      const h = high[i] >>> shift;
      const l = shift === 0 ? low[i] >>> 0 : ((low[i] >>> shift) | (high[i] << (32 - shift))) >>> 0;
      place.start = this.starts[i];
      place.end = this.ends[i];
      place.codePoints = this.codePoints[i];
      words.add(h, l, at, place);
    }
    this.addRun(SENTENCES, SENTENCE_ORDER, from);
    const {last} = this;
    if (last[STATISTIC.sentences] === this.lengths.length) {
      const grown = new Uint32Array(this.lengths.length * 2);
      grown.set(this.lengths);
      this.lengths = grown;
    }
    this.lengths[last[STATISTIC.sentences]++] = to - from;
    this.sentenceFrom = to;
  }

  private endParagraph(): void {
    this.endSentence();
    if (this.count === this.paragraphFrom) return;
    this.addRun(PARAGRAPHS, PARAGRAPH_ORDER, this.paragraphFrom);
    this.last[STATISTIC.paragraphs]++;
    this.paragraphFrom = this.count;
  }

  /** Adds the run of words from `from` to the last one as one type. */
  private addRun(kind: number, order: number, from: number): void {
    const hash = this.runHash(order, from);
    const table = this.tables[kind];
    if (hash <= table.thresholdHigh) table.add(hash, this.runLow(order, from, this.count), this.at);
  }

  private runHash(order: number, from: number): number {
    let p = 0;
    for (let i = from; i < this.count; i++) p = (Math.imul(p, GRAM_HIGH) + this.high[i]) | 0;
    return mixHigh((p + Math.imul(order, ORDER_STEP)) | 0);
  }

  private runLow(order: number, from: number, to: number): number {
    let p = 0;
    for (let i = from; i < to; i++) p = (Math.imul(p, GRAM_LOW) + this.low[i]) | 0;
    return mixLow((p + Math.imul(order, ORDER_STEP)) | 0);
  }

  /** n-grams of orders 2 to 5, shingles (3-grams), and which 4-grams the document repeats. */
  private grams(): void {
    const {high, count, tables, at, last, shingleHashes} = this;
    const document = at.document;
    let smallest = 0xffffffff;
    let distinct = 0;
    for (let i = 0; i < count; i++) {
      let p = high[i];
      for (let order = 2; order <= ORDERS && i + order <= count; order++) {
        p = (Math.imul(p, GRAM_HIGH) + high[i + order - 1]) | 0;
        const hash = mixHigh((p + Math.imul(order, ORDER_STEP)) | 0);
        const table = tables[order - 1];
        if (hash <= table.thresholdHigh) table.add(hash, this.runLow(order, i, i + order), at);
        if (order === 3) {
          shingleHashes[i] = hash;
          if (hash < smallest) smallest = hash;
        } else if (order === 4 && this.isNew(hash, document)) distinct++;
      }
    }
    if (count > 0 && count < 3) {
      smallest = this.runHash(3, 0);
      shingleHashes[0] = smallest;
    }
    last[STATISTIC.fourGrams] = Math.max(0, count - 3);
    last[STATISTIC.distinctFourGrams] = distinct;
    last[STATISTIC.smallestShingle] = smallest;
    last[STATISTIC.shingles] = count === 0 ? 0 : Math.max(1, count - 2);
  }

  /** Whether the hash comes for the first time in this document. */
  private isNew(hash: number, document: number): boolean {
    const {seen, seenIn} = this;
    const mask = seen.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      if (seenIn[slot] !== document) {
        seenIn[slot] = document;
        seen[slot] = hash;
        return true;
      }
      if (seen[slot] === hash) return false;
    }
  }
}
