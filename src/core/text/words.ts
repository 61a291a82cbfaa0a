/**
 * The words that measures count: maximal runs of letters, marks, decimal digits and apostrophes, lower-cased.
 *
 *   text.match(/[\p{L}\p{M}\p{Nd}'\u2019]+/gu), each word's toLowerCase()
 *
 * shape    n documents of UTF-8 -> ids: (N,) type numbers of all words, offsets: (n + 1,) where each document's words begin
 * domain   any bytes; a byte that is not part of valid UTF-8 ends a word, as U+FFFD would
 * edge     words do not cross documents. A word with a capital sigma, or with a letter whose lower case is more than one code point,
 *          goes through String (the sigma's lower case depends on its place)
 * cost     ASCII: one table look-up and one hash step a byte, no strings; other letters: a cached look-up a code point
 * checked  against that expression on strings, over all of Unicode
 */
import type {Text} from '../data.ts';
import {LOWER_MASK, letterPage, SPECIAL} from './letters.ts';
import {HASH_START, hashBytes, hashEnd, hashStep} from './vocabulary.ts';

/** Whatever gives types of text their numbers: a `Vocabulary`, or one that goes on from another. */
export interface TypeNumbering {
  readonly size: number;
  /** The number of the type source[from .. to), whose `hashBytes` is `hash`; it is added where it is new. */
  addHashed(hash: number, source: Uint8Array, from: number, to: number): number;
}

/** Documents as numbers of types: document i is ids[offsets[i] .. offsets[i + 1]). */
export interface Tokens {
  readonly ids: Uint32Array;
  readonly offsets: Uint32Array;
}

/** The words of every document, by number; new ones are added to `vocabulary`. */
export function tokenizeWords(text: Text, vocabulary: TypeNumbering): Tokens {
  const offsets = new Uint32Array(text.count + 1);
  const words = new WordBuffer(text.offsets[text.count] - text.offsets[0]);
  for (let i = 0; i < text.count; i++) {
    scanWords(text.bytes, text.offsets[i], text.offsets[i + 1], vocabulary, words);
    offsets[i + 1] = words.count;
  }
  return {ids: words.ids.slice(0, words.count), offsets};
}

class WordBuffer {
  ids: Uint32Array;
  count = 0;
  lower: Uint8Array = new Uint8Array(256);

  constructor(bytes: number) {
    this.ids = new Uint32Array(Math.ceil(bytes / 4) + 16);
  }

  add(id: number): void {
    if (this.count === this.ids.length) this.ids = enlarged(this.ids, new Uint32Array(this.count * 2));
    this.ids[this.count++] = id;
  }

  /** ASCII bytes of a word, lower-cased: valid until the next call. */
  lowered(bytes: Uint8Array, from: number, to: number): Uint8Array {
    while (to - from > this.lower.length) this.room(this.lower.length);
    const lower = this.lower;
    for (let i = from; i < to; i++) lower[i - from] = ASCII_WORD[bytes[i]];
    return lower;
  }

  /** Room for one more code point of at most 4 bytes at `length`. */
  room(length: number): Uint8Array {
    if (length + 4 > this.lower.length) this.lower = enlarged<Uint8Array>(this.lower, new Uint8Array(this.lower.length * 2));
    return this.lower;
  }
}

function enlarged<A extends {set(source: A): void}>(from: A, into: A): A {
  into.set(from);
  return into;
}

function scanWords(bytes: Uint8Array, from: number, to: number, vocabulary: TypeNumbering, words: WordBuffer): void {
  const table = ASCII_WORD;
  for (let at = from; at < to; at++) {
    const start = at;
    let hash = HASH_START;
    let capitals = 0;
    for (; at < to; at++) {
      const byte = bytes[at];
      const lower = table[byte];
      if (lower === 0) break;
      capitals |= byte ^ lower;
      hash = hashStep(hash, lower);
    }
    if (at < to && bytes[at] >= 0x80) {
      at = scanBeyondAscii(bytes, start, to, vocabulary, words) - 1;
    } else if (at > start) {
      hash = hashEnd(hash);
      words.add(
        capitals === 0
          ? vocabulary.addHashed(hash, bytes, start, at)
          : vocabulary.addHashed(hash, words.lowered(bytes, start, at), 0, at - start),
      );
    }
  }
}

/** Adds the word that begins at `at`, where there is one, and returns where to go on: past the character that ended it. */
function scanBeyondAscii(bytes: Uint8Array, at: number, to: number, vocabulary: TypeNumbering, words: WordBuffer): number {
  const start = at;
  let length = 0;
  let special = false;
  while (at < to) {
    const codePoint = codePointAt(bytes, at, to);
    const letter = codePoint < 0 ? 0 : letterPage(codePoint >> 8)[codePoint & 255];
    if (letter === 0) break;
    if (letter & SPECIAL) special = true;
    else length = writeUtf8(words.room(length), length, letter & LOWER_MASK);
    at += utf8Length(codePoint);
  }
  if (special) {
    const word = new TextEncoder().encode(new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes.subarray(start, at)).toLowerCase());
    words.add(vocabulary.addHashed(hashBytes(word, 0, word.length), word, 0, word.length));
  } else if (length > 0) words.add(vocabulary.addHashed(hashBytes(words.lower, 0, length), words.lower, 0, length));
  if (at < to) at++;
  while (at < to && (bytes[at] & 0xc0) === 0x80) at++;
  return at;
}

/** The lower-cased byte of an ASCII byte that belongs to words, else 0. */
export const ASCII_WORD: Uint8Array = asciiWord();

function asciiWord(): Uint8Array {
  const table = new Uint8Array(256);
  for (let byte = 0; byte < 128; byte++) {
    const character = String.fromCharCode(byte);
    if (/[a-zA-Z0-9']/.test(character)) table[byte] = character.toLowerCase().charCodeAt(0);
  }
  return table;
}

/** The code point at bytes[at], -1 where the bytes there are not valid UTF-8 (too long a form, a surrogate, cut short). */
export function codePointAt(bytes: Uint8Array, at: number, to: number): number {
  const lead = bytes[at];
  if (lead < 0x80) return lead;
  if (lead < 0xc2 || lead > 0xf4) return -1;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (at + length > to) return -1;
  let codePoint = lead & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i];
    if ((byte & 0xc0) !== 0x80) return -1;
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  if (length === 3 && (codePoint < 0x800 || (codePoint >= 0xd800 && codePoint < 0xe000))) return -1;
  if (length === 4 && (codePoint < 0x10000 || codePoint > 0x10ffff)) return -1;
  return codePoint;
}

export function utf8Length(codePoint: number): number {
  return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}

/** Writes a code point at `at` and returns where the next goes. */
function writeUtf8(into: Uint8Array, at: number, codePoint: number): number {
  if (codePoint < 0x80) into[at++] = codePoint;
  else if (codePoint < 0x800) into[at++] = 0xc0 | (codePoint >> 6);
  else if (codePoint < 0x10000) {
    into[at++] = 0xe0 | (codePoint >> 12);
    into[at++] = 0x80 | ((codePoint >> 6) & 0x3f);
  } else {
    into[at++] = 0xf0 | (codePoint >> 18);
    into[at++] = 0x80 | ((codePoint >> 12) & 0x3f);
    into[at++] = 0x80 | ((codePoint >> 6) & 0x3f);
  }
  if (codePoint >= 0x80) into[at++] = 0x80 | (codePoint & 0x3f);
  return at;
}
