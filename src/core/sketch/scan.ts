/**
 * The pass in plain TypeScript: words, sentences and paragraphs of documents, hashes of all n-grams, the samples of types.
 *
 *   text        of the document in NFC, without soft hyphens (core/text/normal.ts)
 *   word        as in core/text/words.ts
 *   sentence, paragraph   as in core/text/sentence-ends.ts
 *   shingle     3-gram of words and of visible characters outside words, each of which is a word of its own here
 *
 * edge     n-grams cross sentences and paragraphs, never documents. Sentences and paragraphs without a word do not count
 * cost     a table look-up and two multiplications a byte, some 20 multiplications a word, and a probe for each type that is sampled
 * checked  against tokenizeWords and gramsUpTo, which count exactly; it is in turn the oracle of the WebAssembly build
 */
import {grown} from '../grown.ts';
import {BY_DICTIONARY, type Cutter} from '../text/cutting.ts';
import type {Language} from '../text/language.ts';
import {
  FIELD_SHIFT,
  FIRST,
  KIND_MASK,
  KIND_SHIFT,
  LOWER_MASK,
  letterOf,
  letterPage,
  MARK,
  MAYBE,
  ODD,
  SCRIPT_MASK,
  UNSPACED_LETTER,
} from '../text/letters.ts';
import {lowerCase} from '../text/lower-case.ts';
import {isNormal, normalized} from '../text/normal.ts';
import {Ranges} from '../text/ranges.ts';
import {PARAGRAPH_ENDS, SENTENCE_ENDS, SentenceEnds} from '../text/sentence-ends.ts';
import {ENDS, IDEOGRAPHIC, SCRIPTS} from '../text/unicode/classes.ts';
import {codePointAt, utf8Length} from '../text/utf8.ts';
import type {WordRules} from '../text/word-scanner.ts';
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
import {type ShingleSketch, sketchShingles} from './shingle-sketch.ts';
import {TypeTable, type WordPlace} from './type-table.ts';
import {WordLimit} from './word-limit.ts';

const ORDERS = 5;
const SENTENCES = SAMPLED.indexOf('sentences');
const PARAGRAPHS = SAMPLED.indexOf('paragraphs');
const APOSTROPHE = 0x27;
const TYPOGRAPHIC_APOSTROPHE = 0x2019;

export class TypescriptKernel implements ScanKernel {
  private readonly tables: readonly TypeTable[];
  private readonly letters = new Float64Array(SCRIPTS.length);
  private readonly last = new Uint32Array(STATISTICS);
  private readonly hash = new Uint32Array(2);
  private readonly limit = new WordLimit();
  private readonly at = {group: 0, document: 0, sentence: 0};
  private readonly place: WordPlace & {bytes: Uint8Array} = {bytes: new Uint8Array(0), start: 0, end: 0, codePoints: 0};
  private readonly language?: Language;
  private readonly cutter: Cutter;
  private readonly cuts = new Ranges();
  private readonly boundaries = new SentenceEnds();
  /** The batch, and the text that is scanned: the batch, or the normalized document. */
  private batch: Uint8Array = new Uint8Array(0);
  private bytes: Uint8Array = new Uint8Array(0);
  /** Of the document's words: lanes of the hash, place and code points. */
  private high = new Int32Array(1024);
  private low = new Int32Array(1024);
  private starts = new Uint32Array(1024);
  private ends = new Uint32Array(1024);
  private codePoints = new Uint32Array(1024);
  private count = 0;
  /** Lanes of words and of visible characters outside them, in the order of the text. */
  private tokens = new Int32Array(1024);
  private tokenCount = 0;
  private sentenceFrom = 0;
  private paragraphFrom = 0;
  private lengths = new Uint32Array(256);
  private shingleHashes = new Uint32Array(1024);
  private seen = new Uint32Array(2048);
  private seenIn = new Uint32Array(2048);

  constructor(capacities: Capacities, {language, cutter = BY_DICTIONARY}: WordRules = {}) {
    this.language = language;
    this.cutter = cutter;
    this.tables = SAMPLED.map((kind, i) => new TypeTable(capacities[i], {words: kind === 'words', language}));
  }

  load(bytes: Uint8Array): void {
    this.batch = bytes;
  }

  document(from: number, to: number, group?: number): void {
    const {last, at, hash} = this;
    hashBytes64(this.batch, from, to, hash);
    at.group = group ?? hash[1] & (GROUPS - 1);
    at.document++;
    last.fill(0);
    last[STATISTIC.hashHigh] = hash[0];
    last[STATISTIC.hashLow] = hash[1];
    last[STATISTIC.group] = at.group;
    this.count = 0;
    this.tokenCount = 0;
    this.sentenceFrom = 0;
    this.paragraphFrom = 0;
    if (isNormal(this.batch, from, to)) this.scan(this.batch, from, to);
    else {
      const text = normalized(this.batch, from, to);
      this.scan(text, 0, text.length);
    }
    this.endParagraph();
    last[STATISTIC.words] = this.count;
    this.grams();
    this.shinglesOfTokens();
    this.limit.add(at.group, this.count, last[STATISTIC.sentences]);
  }

  statistics(): Uint32Array {
    return this.last;
  }

  shingles(): Uint32Array {
    return this.shingleHashes.subarray(0, this.last[STATISTIC.shingles]);
  }

  sketch(): ShingleSketch {
    return sketchShingles(this.shingles());
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

  private scan(bytes: Uint8Array, from: number, to: number): void {
    const {boundaries} = this;
    this.bytes = bytes;
    this.place.bytes = bytes;
    boundaries.begin();
    for (let at = from; at < to; ) {
      const codePoint = codePointAt(bytes, at, to);
      const letter = codePoint < 0 ? 0 : letterPage(codePoint >> 8, this.language)[codePoint & 255];
      if ((letter & LOWER_MASK) !== 0) {
        if (boundaries.beforeWord(letter) === SENTENCE_ENDS) this.endSentence();
        at = letter & UNSPACED_LETTER ? this.run(at, to) : this.word(at, to);
        boundaries.afterWord(this);
        continue;
      }
      const kind = (letter >>> KIND_SHIFT) & KIND_MASK;
      if (kind >= ENDS) this.addToken(mixHigh(stepHigh(WORD_HIGH, codePoint)));
      const ends = boundaries.outside(kind);
      if (ends === PARAGRAPH_ENDS) this.endParagraph();
      else if (ends === SENTENCE_ENDS) this.endSentence();
      at += codePoint < 0 ? 1 : utf8Length(codePoint);
    }
  }

  /** Of the last word. */
  onlyApostrophes = false;

  /** Takes in the word that begins at `at`; returns its end. */
  private word(at: number, to: number): number {
    const {bytes, language} = this;
    const start = at;
    let high = WORD_HIGH;
    let low = WORD_LOW;
    let codePoints = 0;
    let apostrophes = 0;
    let special = false;
    let changed = false;
    while (at < to) {
      const codePoint = codePointAt(bytes, at, to);
      const letter = codePoint < 0 ? 0 : letterPage(codePoint >> 8, language)[codePoint & 255];
      const lower = letter & LOWER_MASK;
      if (lower === 0 || letter & UNSPACED_LETTER) break;
      if (letter & ODD) special ||= (letter & (MARK | MAYBE)) === 0 || ((letter & MAYBE) !== 0 && changed);
      if ((letter & MARK) === 0) {
        this.countLetter(letter);
        changed = (letter & FIRST) !== 0 && lower !== codePoint;
      }
      if (lower === APOSTROPHE || lower === TYPOGRAPHIC_APOSTROPHE) apostrophes++;
      high = stepHigh(high, lower);
      low = stepLow(low, lower);
      codePoints++;
      at += utf8Length(codePoint);
    }
    this.onlyApostrophes = apostrophes === codePoints;
    if (special) this.addSpecial(start, at);
    else this.addWord(mixHigh(high), mixLow(low), start, at, codePoints);
    return at;
  }

  /** Takes in the words of the run of letters without spaces that begins at `at`; returns its end. */
  private run(at: number, to: number): number {
    const {bytes, cuts} = this;
    const start = at;
    while (at < to) {
      const codePoint = codePointAt(bytes, at, to);
      const letter = codePoint < 0 ? 0 : letterOf(codePoint);
      if ((letter & LOWER_MASK) === 0 || (letter & (MARK | UNSPACED_LETTER)) === 0) break;
      if ((letter & MARK) === 0) this.countLetter(letter);
      at += utf8Length(codePoint);
    }
    cuts.count = 0;
    this.cutter.cut(bytes, start, at, cuts);
    for (let i = 0; i < cuts.count; i++) this.addCut(cuts.at[2 * i], cuts.at[2 * i + 1]);
    this.onlyApostrophes = false;
    return at;
  }

  private countLetter(letter: number): void {
    const script = (letter >>> FIELD_SHIFT) & SCRIPT_MASK;
    if (script > 0) this.letters[script - 1]++;
  }

  /** A word out of a run; an ideograph counts as three letters of its length. */
  private addCut(start: number, end: number): void {
    let high = WORD_HIGH;
    let low = WORD_LOW;
    let length = 0;
    for (let at = start; at < end; ) {
      const codePoint = codePointAt(this.bytes, at, end);
      const letter = letterOf(codePoint);
      high = stepHigh(high, codePoint);
      low = stepLow(low, codePoint);
      length += (letter & MARK) === 0 && IDEOGRAPHIC.has(((letter >>> FIELD_SHIFT) & SCRIPT_MASK) - 1) ? 3 : 1;
      at += utf8Length(codePoint);
    }
    this.addWord(mixHigh(high), mixLow(low), start, end, length);
  }

  /** A word whose lower case depends on more than its letters one by one. */
  private addSpecial(start: number, end: number): void {
    const {bytes, language} = this;
    const word = lowerCase(new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes.subarray(start, end)), language);
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

  private addToken(high: number): void {
    if (this.tokenCount === this.tokens.length) {
      this.tokens = grown(this.tokens, 2 * this.tokenCount);
      this.shingleHashes = new Uint32Array(this.tokens.length);
    }
    this.tokens[this.tokenCount++] = high;
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
    this.addToken(high);
  }

  private growWords(): void {
    const size = this.high.length * 2;
    this.high = grown(this.high, size);
    this.low = grown(this.low, size);
    this.starts = grown(this.starts, size);
    this.ends = grown(this.ends, size);
    this.codePoints = grown(this.codePoints, size);
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
    if (last[STATISTIC.sentences] === this.lengths.length) this.lengths = grown(this.lengths, 2 * this.lengths.length);
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

  /** n-grams of orders 2 to 5, and which 4-grams the document repeats. */
  private grams(): void {
    const {high, count, tables, at, last} = this;
    const document = at.document;
    let distinct = 0;
    for (let i = 0; i < count; i++) {
      let p = high[i];
      for (let order = 2; order <= ORDERS && i + order <= count; order++) {
        p = (Math.imul(p, GRAM_HIGH) + high[i + order - 1]) | 0;
        const hash = mixHigh((p + Math.imul(order, ORDER_STEP)) | 0);
        const table = tables[order - 1];
        if (hash <= table.thresholdHigh) table.add(hash, this.runLow(order, i, i + order), at);
        if (order === 4 && this.isNew(hash, document)) distinct++;
      }
    }
    last[STATISTIC.fourGrams] = Math.max(0, count - 3);
    last[STATISTIC.distinctFourGrams] = distinct;
  }

  private shinglesOfTokens(): void {
    const {tokens, tokenCount: n, shingleHashes, last} = this;
    const length = n === 0 ? 0 : Math.max(1, n - 2);
    let smallest = 0xffffffff;
    for (let i = 0; i < length; i++) {
      let p = 0;
      for (let k = i; k < Math.min(n, i + 3); k++) p = (Math.imul(p, GRAM_HIGH) + tokens[k]) | 0;
      const hash = mixHigh((p + Math.imul(3, ORDER_STEP)) | 0);
      shingleHashes[i] = hash;
      if (hash < smallest) smallest = hash;
    }
    last[STATISTIC.tokens] = n;
    last[STATISTIC.smallestShingle] = smallest;
    last[STATISTIC.shingles] = length;
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
