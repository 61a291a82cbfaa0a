/**
 * What the words that a reference does not have cost by their letters, so that gibberish is not priced like a rare word.
 *
 *   p(word) = p(unknown) p(letters),   letters by interpolated Kneser-Ney of order 4 over bytes, fitted to the reference's types, once each
 *
 * shape    n documents -> (n,) bits, 0 where all words are known
 */
import type {Text} from '../core/data.ts';
import type {Vocabulary} from '../core/text/vocabulary.ts';
import {wordEnd, wordStart} from '../core/text/whitespace.ts';
import {type FittedNgram, ngramModel} from '../models/ngram/index.ts';

export class Spelling {
  private readonly known: Vocabulary;
  private readonly letters: FittedNgram;

  constructor(known: Vocabulary) {
    const words = new WordList();
    const encoder = new TextEncoder();
    for (let id = 0; id < known.size; id++) {
      const word = encoder.encode(known.text(id));
      words.add(word, 0, word.length);
    }
    this.known = known;
    this.letters = ngramModel({order: 4, unit: 'byte'}).fit([{data: words.take(), source: 'human'}]);
  }

  /** Of the words of each document that are not known. */
  bits(text: Text): Float64Array {
    const {bytes, offsets, count} = text;
    const unknown = new WordList();
    const starts = new Uint32Array(count + 1);
    for (let i = 0; i < count; i++) {
      const end = offsets[i + 1];
      for (let at = wordStart(bytes, offsets[i], end); at < end; ) {
        const stop = wordEnd(bytes, at, end);
        if (this.known.find(bytes, at, stop) < 0) unknown.add(bytes, at, stop);
        at = wordStart(bytes, stop, end);
      }
      starts[i + 1] = unknown.count;
    }
    const nats = this.letters.logProbability(unknown.take());
    const bits = new Float64Array(count);
    for (let i = 0; i < count; i++) for (let k = starts[i]; k < starts[i + 1]; k++) bits[i] -= nats[k] / Math.LN2;
    return bits;
  }
}

/** Words one after another, each a document. */
class WordList {
  count = 0;
  private bytes = new Uint8Array(1 << 12);
  private offsets = new Uint32Array(1 << 8);

  add(source: Uint8Array, from: number, to: number): void {
    const start = this.offsets[this.count];
    const end = start + to - from;
    if (end > this.bytes.length) this.bytes = enlarged(this.bytes, new Uint8Array(2 * end));
    if (this.count + 2 > this.offsets.length) this.offsets = enlarged(this.offsets, new Uint32Array(2 * this.offsets.length));
    this.bytes.set(source.subarray(from, to), start);
    this.offsets[++this.count] = end;
  }

  take(): Text {
    const {count} = this;
    return {kind: 'text', count, bytes: this.bytes.slice(0, this.offsets[count]), offsets: this.offsets.slice(0, count + 1)};
  }
}

function enlarged<A extends {set(source: A): void}>(from: A, into: A): A {
  into.set(from);
  return into;
}
