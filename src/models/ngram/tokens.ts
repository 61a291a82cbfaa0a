/**
 * Documents as numbers: each document becomes <s>, its words (or bytes, or characters), </s>, in one flat array.
 *
 * Words are maximal runs without white space. Characters are code points, white space among them, so that what is drawn is put together
 * as the document was cut.
 *
 * shape    tokens: (T,), T = words + 2 * documents; starts: (documents + 1,), the place of each document's <s>
 * numbers  types 0..V-1 in order of first appearance, then </s> = V, the unknown type = V + 1, <s> = V + 2
 * edge     a document without words is <s> </s>
 * cost     words: about 80 ns a word, one pass; bytes: 1 ns; characters: about 10 ns
 */

import type {Text} from '../../core/data.ts';
import {grown} from '../../core/grown.ts';
import {characterEnd} from '../../core/text/characters.ts';
import type {Vocabulary} from '../../core/text/vocabulary.ts';
import {BYTE_CLASS, whitespaceLength, wordEnd} from '../../core/text/whitespace.ts';

export const UNITS = ['word', 'byte', 'character'] as const;
export type Unit = (typeof UNITS)[number];

export interface NgramTokens {
  readonly tokens: Int32Array;
  readonly starts: Int32Array;
  /** V: how many types there are, without </s>, the unknown type and <s>. */
  readonly types: number;
}

/** The training set as tokens; `vocabulary` takes in every type that it does not have yet. */
export function tokenizeTraining(texts: readonly Text[], unit: Unit, vocabulary: Vocabulary): NgramTokens {
  const writer = new TokenWriter(texts, unit);
  const tokenizer = new NgramTokenizer(unit, vocabulary);
  for (const text of texts) {
    for (let d = 0; d < text.count; d++) {
      writer.open(text.offsets[d + 1] - text.offsets[d]);
      writer.length = tokenizer.scan(text, d, true, writer.tokens, writer.length);
      writer.close();
    }
  }
  return writer.finish(vocabulary.size);
}

/** The most tokens (without <s> and </s>) that a document of so many bytes can have. */
export function tokenLimit(bytes: number, unit: Unit): number {
  return unit === 'word' ? (bytes + 1) >> 1 : bytes;
}

/** About how many bytes a token takes. */
const BYTES_OF: Record<Unit, number> = {word: 5, byte: 1, character: 2};

/** Grows as documents come; numbers </s> and <s> at the end, when V is known. */
class TokenWriter {
  tokens: Int32Array;
  length = 0;
  private readonly unit: Unit;
  private readonly starts: Int32Array;
  private documents = 0;

  constructor(texts: readonly Text[], unit: Unit) {
    let documents = 0;
    let bytes = 0;
    for (const text of texts) {
      documents += text.count;
      bytes += text.offsets[text.count] - text.offsets[0];
    }
    this.unit = unit;
    this.starts = new Int32Array(documents + 1);
    this.tokens = new Int32Array(2 * documents + Math.ceil(bytes / BYTES_OF[unit]));
  }

  /** Makes room for a document of so many bytes and leaves a place for its <s>. */
  open(bytes: number): void {
    const need = this.length + tokenLimit(bytes, this.unit) + 2;
    if (need > this.tokens.length) {
      this.tokens = grown(this.tokens.subarray(0, this.length), Math.max(need, Math.ceil(this.tokens.length * 1.25)));
    }
    this.starts[this.documents] = this.length++;
  }

  close(): void {
    this.length++;
    this.documents++;
  }

  finish(types: number): NgramTokens {
    const {tokens, starts} = this;
    starts[this.documents] = this.length;
    for (let d = 0; d < this.documents; d++) {
      tokens[starts[d]] = types + 2;
      tokens[starts[d + 1] - 1] = types;
    }
    return {tokens: tokens.subarray(0, this.length), starts, types};
  }
}

/** Remembers where the latest short words (or characters) were found, so that most look-ups touch one line of memory. */
export class NgramTokenizer {
  /** How many tokens of the last `document` the vocabulary lacks. */
  unknown = 0;
  /** Three numbers for each of them: its place among the document's tokens, and where its bytes begin and end. */
  lacking: Uint32Array = new Uint32Array(3 << 6);
  private readonly unit: Unit;
  private readonly vocabulary: Vocabulary;
  /** Four numbers a place: a token's first and second four bytes, its length (0: the place is free), its number. */
  private readonly recent: Int32Array;
  /** Of a vocabulary of bytes: the number of each, -1 where it has none. (256,) */
  private readonly numbers?: Int32Array;

  constructor(unit: Unit, vocabulary: Vocabulary) {
    this.unit = unit;
    this.vocabulary = vocabulary;
    this.recent = new Int32Array(unit === 'byte' ? 0 : 4 << RECENT_BITS);
    if (unit === 'byte') this.numbers = byteNumbers(vocabulary);
  }

  /**
   * Document `d` of `text` into into[0 ..): the numbers of its words, V + 1 for those that the vocabulary lacks. Answers how many.
   * `into` has room for `tokenLimit` of the document's length.
   */
  document(text: Text, d: number, into: Int32Array): number {
    this.unknown = 0;
    return this.scan(text, d, false, into, 0);
  }

  /** The numbers of document d's words into into[at ..), V + 1 for types that are new unless `add`. Answers the end. */
  scan({bytes, offsets}: Text, d: number, add: boolean, into: Int32Array, at: number): number {
    if (this.unit === 'byte') return this.scanBytes(bytes, offsets[d], offsets[d + 1], add, into, at);
    if (this.unit === 'character') return this.scanCharacters(bytes, offsets[d], offsets[d + 1], add, into, at);
    return this.scanWords(bytes, offsets[d], offsets[d + 1], add, into, at);
  }

  /** Remembers that the vocabulary lacks the token at bytes[from .. to), and answers its number: V + 1. */
  private lack(place: number, from: number, to: number): number {
    const at = 3 * this.unknown++;
    if (at === this.lacking.length) this.lacking = grown(this.lacking, 2 * at);
    this.lacking[at] = place;
    this.lacking[at + 1] = from;
    this.lacking[at + 2] = to;
    return this.vocabulary.size + 1;
  }

  private scanBytes(bytes: Uint8Array, from: number, to: number, add: boolean, into: Int32Array, at: number): number {
    const numbers = this.numbers!;
    for (let i = from; i < to; i++) {
      let number = numbers[bytes[i]];
      if (number < 0) number = add ? (numbers[bytes[i]] = this.vocabulary.add(bytes, i, i + 1)) : this.lack(at, i, i + 1);
      into[at++] = number;
    }
    return at;
  }

  private scanCharacters(bytes: Uint8Array, from: number, to: number, add: boolean, into: Int32Array, at: number): number {
    const recent = this.recent;
    for (let i = from; i < to; ) {
      const end = characterEnd(bytes, i, to);
      let packed = 0;
      for (let k = i; k < end; k++) packed = (packed << 8) | bytes[k];
      const place = recentPlace(packed, 0);
      if (recent[place] !== packed || recent[place + 2] !== end - i) {
        recent[place + 3] = this.lookUp(bytes, i, end, add);
        recent[place] = packed;
        recent[place + 2] = end - i;
      }
      const number = recent[place + 3];
      into[at] = number < 0 ? this.lack(at, i, end) : number;
      at++;
      i = end;
    }
    return at;
  }

  private scanWords(bytes: Uint8Array, from: number, to: number, add: boolean, into: Int32Array, at: number): number {
    const classes = BYTE_CLASS;
    const recent = this.recent;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let i = from; i < to; ) {
      const kind = classes[bytes[i]];
      if (kind === 1) {
        i++;
        continue;
      }
      if (i + 12 < to) {
        // eight bytes at once: the first of them that is a control, a space or not ASCII may end the word
        let low = view.getInt32(i, true);
        let high = view.getInt32(i + 4, true);
        const lowStop = (((low - 0x21212121) & ~low) | low) & 0x80808080;
        const highStop = (((high - 0x21212121) & ~high) | high) & 0x80808080;
        // all ones where there is a stop; no branches, since no length can be guessed
        const inLow = (lowStop | -lowStop) >> 31;
        const inHigh = (highStop | -highStop) >> 31;
        const lowLength = ((31 - Math.clz32(lowStop & -lowStop)) >>> 3) & inLow;
        const highLength = ((31 - Math.clz32(highStop & -highStop)) >>> 3) & inHigh;
        low &= ((1 << (8 * lowLength)) - 1) | ~inLow;
        high &= (((1 << (8 * highLength)) - 1) | ~inHigh) & ~inLow;
        const length = lowLength | ((4 + (highLength | (4 & ~inHigh))) & ~inLow);
        if (length > 0 && classes[bytes[i + length]] === 1) {
          const place = recentPlace(low, high);
          if (recent[place] !== low || recent[place + 1] !== high || recent[place + 2] !== length) {
            recent[place] = low;
            recent[place + 1] = high;
            recent[place + 2] = length;
            recent[place + 3] = this.lookUp(bytes, i, i + length, add);
          }
          const number = recent[place + 3];
          into[at] = number < 0 ? this.lack(at, i, i + length) : number;
          at++;
          i += length + 1;
          continue;
        }
      }
      const white = kind === 0 ? 0 : whitespaceLength(bytes, i, to);
      if (white > 0) {
        i += white;
      } else {
        const end = wordEnd(bytes, i, to);
        const number = this.lookUp(bytes, i, end, add);
        into[at] = number < 0 ? this.lack(at, i, end) : number;
        at++;
        i = end;
      }
    }
    return at;
  }

  private lookUp(bytes: Uint8Array, from: number, to: number, add: boolean): number {
    return add ? this.vocabulary.add(bytes, from, to) : this.vocabulary.find(bytes, from, to);
  }
}

const RECENT_BITS = 14;

function recentPlace(low: number, high: number): number {
  const h = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  return ((h ^ (h >>> 15)) & ((1 << RECENT_BITS) - 1)) << 2;
}

/** The number of each byte in a vocabulary of single bytes, -1 where it has none. (256,) */
export function byteNumbers(vocabulary: Vocabulary): Int32Array {
  const numbers = new Int32Array(256).fill(-1);
  for (let id = 0; id < vocabulary.size; id++) numbers[vocabulary.bytes[vocabulary.starts[id]]] = id;
  return numbers;
}
