/**
 * The words of text, one after another, as bytes in lower case.
 *
 * shape    bytes[from .. to) -> sink.word(state, source, start, end) for each word: source[start .. end) is it, until the next call; `state` is
 *          `hashStep` over its bytes, from HASH_START, without the final mix
 * domain   any bytes; a byte that is not part of valid UTF-8 ends a word, as U+FFFD would
 * cost     ASCII: one table look-up and one hash step a byte, no strings; other letters: a cached look-up a code point. What is not in NFC is
 *          normalized from there to the end of the text
 */
import {grown} from '../grown.ts';
import {BY_DICTIONARY, type Cutter} from './cutting.ts';
import type {Language} from './language.ts';
import {FIRST, LOWER_MASK, letterOf, letterPage, MARK, MAYBE, ODD, UNSPACED_LETTER} from './letters.ts';
import {lowerCase} from './lower-case.ts';
import {isTransparent, normalized, staysNormal} from './normal.ts';
import {Ranges} from './ranges.ts';
import {codePointAt, utf8Length, writeUtf8} from './utf8.ts';
import {HASH_START, hashStep} from './vocabulary.ts';

export interface WordSink {
  word(state: number, source: Uint8Array, start: number, end: number): void;
}

/** How words are told apart, where it is not as in most languages. */
export interface WordRules {
  readonly language?: Language;
  /** BY_DICTIONARY unless given. */
  readonly cutter?: Cutter;
}

/** The lower-cased byte of an ASCII byte that belongs to words, else 0. */
export const ASCII_WORD: Uint8Array = Uint8Array.from({length: 256}, (_, byte) => (byte < 128 ? letterOf(byte) & LOWER_MASK : 0));
const CAPITAL_I = 0x49;

export class WordScanner {
  private readonly sink: WordSink;
  private readonly language?: Language;
  private readonly cutter: Cutter;
  private readonly cuts = new Ranges();
  /** The text is known to be in NFC. */
  private normal = false;
  private lower: Uint8Array = new Uint8Array(256);

  constructor(sink: WordSink, {language, cutter = BY_DICTIONARY}: WordRules = {}) {
    this.sink = sink;
    this.language = language;
    this.cutter = cutter;
  }

  scan(bytes: Uint8Array, from: number, to: number): void {
    const table = ASCII_WORD;
    for (let at = from; at < to; at++) {
      const start = at;
      let state = HASH_START;
      let capitals = 0;
      for (; at < to; at++) {
        const byte = bytes[at];
        const lower = table[byte];
        if (lower === 0) break;
        capitals |= byte ^ lower;
        state = hashStep(state, lower);
      }
      if ((at < to && bytes[at] >= 0x80) || (capitals !== 0 && this.language !== undefined && hasCapitalI(bytes, start, at))) {
        at = this.beyondAscii(bytes, start, from, to) - 1;
      } else if (at > start) {
        if (capitals === 0) this.sink.word(state, bytes, start, at);
        else this.sink.word(state, this.lowered(bytes, start, at), 0, at - start);
      }
    }
  }

  /** The word or the run that begins at `start`, where there is one; returns where to go on: past the character that ended it. */
  private beyondAscii(bytes: Uint8Array, start: number, from: number, to: number): number {
    const {normal, language} = this;
    let symbol = start;
    let at = start;
    let length = 0;
    let state = HASH_START;
    let starter = 0;
    let before = 0;
    /** A letter that changes in lower case, so that a mark behind it may compose with what it becomes. */
    let changed = false;
    let special = false;
    let unspaced = false;
    while (at < to) {
      const codePoint = codePointAt(bytes, at, to);
      const letter = codePoint < 0 ? 0 : letterPage(codePoint >> 8, language)[codePoint & 255];
      const lower = letter & LOWER_MASK;
      if ((letter & ODD) !== 0) {
        if (at === start) {
          symbol = symbolBefore(bytes, from, start);
          starter = symbol < start ? letterOf(codePointAt(bytes, symbol, start)) : 0;
        }
        if (!normal && !staysNormal(starter, before, letter)) return this.rewrite(bytes, symbol, to);
        special ||= (letter & (MARK | MAYBE)) === 0 || ((letter & MAYBE) !== 0 && changed);
      }
      if (lower === 0) break;
      if ((letter & MARK) === 0) {
        if (at === start) unspaced = (letter & UNSPACED_LETTER) !== 0;
        else if (((letter & UNSPACED_LETTER) !== 0) !== unspaced) break;
        changed = (letter & FIRST) !== 0 && lower !== codePoint;
      }
      if (!isTransparent(letter)) starter = letter;
      before = letter;
      const next = writeUtf8(this.room(length), length, lower);
      for (; length < next; length++) state = hashStep(state, this.lower[length]);
      at += utf8Length(codePoint);
    }
    if (at === start) return pastCharacter(bytes, at, to);
    if (unspaced) this.cutRun(bytes, start, at);
    else if (special) this.specialWord(bytes, start, at);
    else this.sink.word(state, this.lower, 0, length);
    return at;
  }

  private cutRun(bytes: Uint8Array, start: number, end: number): void {
    const {cuts} = this;
    cuts.count = 0;
    this.cutter.cut(bytes, start, end, cuts);
    for (let i = 0; i < cuts.count; i++) this.emit(bytes, cuts.at[2 * i], cuts.at[2 * i + 1]);
  }

  /** A word whose lower case depends on more than its letters one by one. */
  private specialWord(bytes: Uint8Array, start: number, end: number): void {
    const word = new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes.subarray(start, end));
    const lower = new TextEncoder().encode(lowerCase(word, this.language));
    this.emit(lower, 0, lower.length);
  }

  private emit(source: Uint8Array, start: number, end: number): void {
    let state = HASH_START;
    for (let i = start; i < end; i++) state = hashStep(state, source[i]);
    this.sink.word(state, source, start, end);
  }

  /** Goes on in a normalized copy of bytes[from .. to). */
  private rewrite(bytes: Uint8Array, from: number, to: number): number {
    const copy = normalized(bytes, from, to);
    this.normal = true;
    this.scan(copy, 0, copy.length);
    this.normal = false;
    return to;
  }

  /** ASCII bytes of a word, lower-cased: valid until the next call. */
  private lowered(bytes: Uint8Array, from: number, to: number): Uint8Array {
    while (to - from > this.lower.length) this.room(this.lower.length);
    const lower = this.lower;
    for (let i = from; i < to; i++) lower[i - from] = ASCII_WORD[bytes[i]];
    return lower;
  }

  /** Room for one more code point of at most 4 bytes at `length`. */
  private room(length: number): Uint8Array {
    if (length + 4 > this.lower.length) this.lower = grown(this.lower, 2 * this.lower.length);
    return this.lower;
  }
}

function hasCapitalI(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] === CAPITAL_I) return true;
  return false;
}

/** Where the character before `at` begins, if it is outside words: marks may compose with it; else `at`. */
function symbolBefore(bytes: Uint8Array, from: number, at: number): number {
  let before = at - 1;
  while (before > from && at - before < 4 && (bytes[before] & 0xc0) === 0x80) before--;
  if (before < from) return at;
  const codePoint = codePointAt(bytes, before, at);
  return codePoint >= 0 && before + utf8Length(codePoint) === at && (letterOf(codePoint) & LOWER_MASK) === 0 ? before : at;
}

/** Past the character at `at`, one outside words or broken bytes. */
function pastCharacter(bytes: Uint8Array, at: number, to: number): number {
  at++;
  while (at < to && (bytes[at] & 0xc0) === 0x80) at++;
  return at;
}
