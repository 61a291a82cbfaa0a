/**
 * The words that measures count: of text in NFC without soft hyphens, maximal runs of letters, marks, decimal digits and apostrophes,
 * lower-cased; runs of letters of scripts without spaces are cut (cutting.ts).
 *
 *   normalized.match(/[\p{L}\p{M}\p{Nd}'\u2019]+/gu), each word's toLowerCase()
 *
 * shape    n documents of UTF-8 -> ids: (N,) type numbers of all words, offsets: (n + 1,) where each document's words begin
 * domain   any bytes
 * edge     words do not cross documents
 * checked  against that expression on strings, over all of Unicode
 */

import type {Text} from '../data.ts';
import {grown} from '../grown.ts';
import {murmurMix} from '../murmur.ts';
import {type WordRules, WordScanner, type WordSink} from './word-scanner.ts';

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
export function tokenizeWords(text: Text, vocabulary: TypeNumbering, rules?: WordRules): Tokens {
  const offsets = new Uint32Array(text.count + 1);
  const words = new WordBuffer(text.offsets[text.count] - text.offsets[0], vocabulary);
  const scanner = new WordScanner(words, rules);
  for (let i = 0; i < text.count; i++) {
    scanner.scan(text.bytes, text.offsets[i], text.offsets[i + 1]);
    offsets[i + 1] = words.count;
  }
  return {ids: words.ids.slice(0, words.count), offsets};
}

class WordBuffer implements WordSink {
  ids: Uint32Array;
  count = 0;
  private readonly vocabulary: TypeNumbering;

  constructor(bytes: number, vocabulary: TypeNumbering) {
    this.ids = new Uint32Array(Math.ceil(bytes / 4) + 16);
    this.vocabulary = vocabulary;
  }

  word(state: number, source: Uint8Array, start: number, end: number): void {
    if (this.count === this.ids.length) {
      this.ids = grown(this.ids, 2 * this.count);
    }
    this.ids[this.count++] = this.vocabulary.addHashed(murmurMix(state), source, start, end);
  }
}
