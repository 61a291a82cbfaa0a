/**
 * Drawn words as documents of UTF-8 bytes. Words stand with one space between them; bytes and characters stand as they are.
 *
 * cost     a copy of the word's bytes; nothing is allocated but the buffer, which doubles
 */

import type {Text} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import {grown} from '../../core/grown.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Vocabulary} from '../../core/text/vocabulary.ts';
import type {NgramDrawer} from './draw.ts';
import type {Unit} from './tokens.ts';

export class TextWriter {
  private bytes: Uint8Array;
  private offsets = new Uint32Array(64);
  private documents = 0;
  private length = 0;
  private readonly vocabulary: Vocabulary;
  private readonly spaced: boolean;

  /** `count`: about how many words will come. */
  constructor(vocabulary: Vocabulary, unit: Unit, count: number) {
    this.vocabulary = vocabulary;
    this.spaced = unit === 'word';
    this.bytes = new Uint8Array(Math.max(64, this.spaced ? 6 * count : count));
  }

  word(id: number): void {
    const {bytes: from, starts} = this.vocabulary;
    const start = starts[id];
    const end = starts[id + 1];
    let at = this.length;
    if (this.bytes.length < at + end - start + 1) this.grow(end - start + 1);
    const bytes = this.bytes;
    if (this.spaced && at > this.offsets[this.documents]) bytes[at++] = 32;
    for (let i = start; i < end; i++) bytes[at++] = from[i];
    this.length = at;
  }

  closeDocument(): void {
    if (this.offsets.length < this.documents + 2) this.offsets = grown(this.offsets, 2 * this.offsets.length);
    this.offsets[++this.documents] = this.length;
  }

  finish(): Text {
    const {documents: count, length} = this;
    return {kind: 'text', count, bytes: this.bytes.slice(0, length), offsets: this.offsets.slice(0, count + 1)};
  }

  private grow(need: number): void {
    this.bytes = grown(this.bytes, Math.max(2 * this.bytes.length, this.length + need));
  }
}

/** Empty documents that are written beside each word, and to begin with: more, and words will not come in any time. */
const EMPTY_A_WORD = 1000;
const EMPTY_AT_FIRST = 10_000;

/**
 * Documents from <s> on until `count` words are written; the last one is cut. `end` is the number of </s>.
 * Where `midway`, the first goes on from where `drawer` stands. Throws DataError where hardly anything but ends of documents is drawn.
 */
export function writeNgrams(stream: Stream, drawer: NgramDrawer, writer: TextWriter, count: number, end: number, midway = false): Text {
  let open = midway;
  let empty = 0;
  for (let words = 0; words < count; ) {
    const begun = open;
    if (!open) drawer.open();
    const word = drawer.draw(stream);
    open = word !== end;
    if (open) {
      writer.word(word);
      words++;
    } else {
      writer.closeDocument();
      if (!begun && ++empty > EMPTY_AT_FIRST + EMPTY_A_WORD * words) throw wordless(empty, words, count);
    }
  }
  if (open) writer.closeDocument();
  return writer.finish();
}

function wordless(empty: number, words: number, count: number): DataError {
  return new DataError(
    `the n-gram writes empty documents alone: ${empty} of them, and ${words} of the ${count} words asked for, since the end of a document is its likeliest word`,
    {next: 'Raise temperature, topP or topK, which left the end alone, or train on longer documents.'},
  );
}
