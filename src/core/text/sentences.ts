/**
 * The sentences of a document, where sentence-ends.ts says that they end.
 *
 *   it counts   where it has at least LEAST_SENTENCE_WORDS words (word-scanner.ts); a character of a script without spaces is one here
 *
 * shape    one document of UTF-8 -> pairs [start, end) of byte offsets, appended to `into`; white space around a sentence is not in it
 * domain   any bytes
 * cost     a look-up a character
 */
import {FIRST_SYMBOL, KIND_MASK, KIND_SHIFT, LOWER_MASK, letterOf, MARK, MAYBE, SOFT_HYPHEN, UNSPACED_LETTER} from './letters.ts';
import type {Ranges} from './ranges.ts';
import {NOTHING_ENDS, SENTENCE_ENDS, SentenceEnds} from './sentence-ends.ts';
import {NEWLINE, SPACE} from './unicode/classes.ts';
import {compose} from './unicode/normal.ts';
import {codePointAt, utf8Length} from './utf8.ts';

const LEAST_SENTENCE_WORDS = 3;
const APOSTROPHE = 0x27;
const TYPOGRAPHIC_APOSTROPHE = 0x2019;

/** Adds the sentences of bytes[from .. to) to `into`. */
export function findSentences(bytes: Uint8Array, from: number, to: number, into: Ranges): void {
  new SentenceFinder(into).find(bytes, from, to);
}

class SentenceFinder {
  private readonly into: Ranges;
  private readonly boundaries = new SentenceEnds();
  /** Of the sentence that is open: where it begins, or -1, and what it has so far. */
  private start = -1;
  private end = 0;
  private words = 0;
  /** Of the word that is open: whether there is one, and of what it is made. */
  private inWord = false;
  private unspaced = false;
  onlyApostrophes = true;

  constructor(into: Ranges) {
    this.into = into;
  }

  find(bytes: Uint8Array, from: number, to: number): void {
    /** The symbol just before, or -1, and what it is to sentences. */
    let symbol = -1;
    let kind = 0;
    for (let at = from; at < to; ) {
      const codePoint = codePointAt(bytes, at, to);
      const letter = codePoint < 0 ? 0 : letterOf(codePoint);
      const next = at + (codePoint < 0 ? 1 : utf8Length(codePoint));
      const composed = symbol >= 0 && (letter & MAYBE) !== 0 ? compose(symbol, codePoint) : undefined;
      if (composed !== undefined) {
        // a mark that makes another symbol of the one before is no word of its own
        symbol = composed;
        this.outside(kind, at, next);
      } else if ((letter & LOWER_MASK) !== 0) {
        this.inside(codePoint, letter, at);
        symbol = -1;
      } else if (codePoint !== SOFT_HYPHEN) {
        kind = (letter >>> KIND_SHIFT) & KIND_MASK;
        this.outside(kind, at, next);
        symbol = (letter & FIRST_SYMBOL) !== 0 ? codePoint : -1;
      }
      if ((letter & LOWER_MASK) !== 0) this.end = next;
      at = next;
    }
    this.close();
  }

  /** A character of a word. */
  private inside(codePoint: number, letter: number, at: number): void {
    const unspaced = (letter & UNSPACED_LETTER) !== 0;
    const mark = (letter & MARK) !== 0;
    if (this.inWord && !mark && unspaced !== this.unspaced) this.endWord();
    if (!this.inWord) {
      if (this.boundaries.beforeWord(letter) !== NOTHING_ENDS) this.close();
      this.inWord = true;
      this.unspaced = unspaced;
      this.onlyApostrophes = true;
      this.words++;
    } else if (unspaced && !mark) this.words++;
    if (codePoint !== APOSTROPHE && codePoint !== TYPOGRAPHIC_APOSTROPHE) this.onlyApostrophes = false;
    if (this.start < 0) this.start = at;
  }

  private outside(kind: number, at: number, next: number): void {
    if (this.inWord) this.endWord();
    const space = kind === SPACE || kind === NEWLINE;
    const ends = this.boundaries.outside(kind);
    if (!space) {
      if (this.start < 0) this.start = at;
      this.end = next;
    }
    if (ends >= SENTENCE_ENDS) this.close();
  }

  private endWord(): void {
    this.inWord = false;
    this.boundaries.afterWord(this);
  }

  private close(): void {
    if (this.words >= LEAST_SENTENCE_WORDS) this.into.add(this.start, this.end);
    this.start = -1;
    this.words = 0;
  }
}
