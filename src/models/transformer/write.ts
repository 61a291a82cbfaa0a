/**
 * Writes documents: rows side by side, each one document after another, until each row has its share of the words.
 *
 * A row begins behind a document's end, and a document ends where the model says so; where the context is full it goes on from its second
 * half. Whether a row goes on is decided at the ends of its documents alone, so that long ones are as likely to be kept as short ones.
 */

import type {Text} from '../../core/data.ts';
import {log2, powerOfTwo} from '../../core/math/index.ts';
import type {Stream} from '../../core/random/stream.ts';
import {countWords} from '../../core/text/whitespace.ts';
import type {Numbers} from '../network/parameters.ts';
import type {Tokenizer} from '../text-tokens/port.ts';
import {Cache} from './cache.ts';
import {TokenDrawer} from './draw.ts';
import type {Drawing} from './options.ts';
import type {TransformerSteps} from './steps.ts';

export interface Writer {
  readonly steps: TransformerSteps;
  readonly weights: Numbers;
  readonly tokenizer: Tokenizer;
  readonly drawing: Drawing;
}

const MOST_ROWS = 256;
/** A row writes its last document to the end, so rows that are to write a document or less would write more than is kept. */
const DOCUMENTS_A_ROW = 2;
/** Side by side at least, however long documents are: a row alone is slow. */
const ROWS_OF_LONG = 16;
/** Of the keys and values of all rows at the end of the context. */
const MOST_CACHED_BYTES = 0x4000_0000;
const WORDS_A_ROW = 64;
/** Tokens for a word at most, on average over a row: a model that writes no words stops there. */
const TOKENS_A_WORD = 10;
/** A batch is narrowed to the rows that are left when they are half of it, but not below this. */
const FEWEST_ROWS = 4;

/** Documents of at least `count` words together, as far as the model writes words at all. `documentWords`: how long one will be, about. */
export function writeDocuments(stream: Stream, writer: Writer, count: number, documentWords = 0): Text {
  const {steps, tokenizer, drawing} = writer;
  const {context} = steps.shape;
  const room = Math.floor(MOST_CACHED_BYTES / (8 * steps.shape.layers * steps.shape.width * context));
  const wanted = Math.max(count / Math.max(WORDS_A_ROW, DOCUMENTS_A_ROW * documentWords), Math.min(ROWS_OF_LONG, count / WORDS_A_ROW));
  const R = Math.max(1, Math.min(MOST_ROWS, room, Math.ceil(wanted)));
  const rows = Array.from({length: R}, (_, r) => new Row(stream.fork(`row/${r}`), tokenizer, context, Math.ceil(count / R)));
  const free = new TokenDrawer(tokenizer.size, drawing, [tokenizer.unknown]);
  const begins = new TokenDrawer(tokenizer.size, drawing, [tokenizer.unknown, tokenizer.end]);
  let cache = new Cache(steps, writer.weights, R);
  let active = rows;
  let tokens = new Int32Array(R).fill(tokenizer.end);
  let logits = cache.prompt(tokens);
  for (;;) {
    for (const [r, row] of active.entries()) {
      if (row.done) continue;
      tokens[r] = (row.empty ? begins : free).draw(logits, r * tokenizer.size, row.window(), row.stream);
      row.push(tokens[r]);
    }
    const left = active.filter((row) => !row.done);
    if (left.length === 0) return textOfDocuments(rows.flatMap(({documents}) => documents));
    if (2 * left.length <= cache.B && cache.B > FEWEST_ROWS) {
      const kept = Int32Array.from({length: Math.max(FEWEST_ROWS, powerAbove(left.length))}, (_, k) =>
        active.indexOf(left[k % left.length]),
      );
      cache = cache.narrowed(kept);
      const before = tokens;
      tokens = Int32Array.from(kept, (r) => before[r]);
      active = left;
    }
    logits = cache.length < context ? cache.next(tokens) : cache.prompt(laterHalves(active, cache.B, context));
  }
}

const powerAbove = (n: number): number => powerOfTwo(Math.ceil(log2(n)));

/** The last half of the context of every row; rows that the batch has more are the first ones again. (B, context / 2) */
function laterHalves(rows: readonly Row[], B: number, context: number): Int32Array {
  const half = Math.max(1, context >> 1);
  const x = new Int32Array(B * half);
  for (let b = 0; b < B; b++) x.set(rows[b % rows.length].window().subarray(-half), b * half);
  return x;
}

class Row {
  readonly stream: Stream;
  readonly documents: Uint8Array[] = [];
  private readonly tokenizer: Tokenizer;
  private readonly quota: number;
  private readonly seen: Int32Array;
  private readonly context: number;
  private at = 1;
  private begin = 1;
  private words = 0;

  constructor(stream: Stream, tokenizer: Tokenizer, context: number, quota: number) {
    this.tokenizer = tokenizer;
    this.context = context;
    this.quota = quota;
    this.stream = stream;
    this.seen = new Int32Array(TOKENS_A_WORD * quota + 4 * context + 2);
    this.seen[0] = tokenizer.end;
  }

  get done(): boolean {
    return this.words >= this.quota || this.at === this.seen.length;
  }

  /** Whether the document has no token yet. */
  get empty(): boolean {
    return this.at === this.begin;
  }

  /** The last tokens, as many as the context holds. */
  window(): Int32Array {
    return this.seen.subarray(Math.max(0, this.at - this.context), this.at);
  }

  push(token: number): void {
    this.seen[this.at++] = token;
    if (token === this.tokenizer.end) this.close(this.at - 1);
    else if (this.at === this.seen.length) this.close(this.at);
  }

  private close(end: number): void {
    const bytes = this.tokenizer.decode(this.seen.subarray(this.begin, end));
    this.documents.push(bytes);
    this.words += countWords(bytes, 0, bytes.length);
    this.begin = this.at;
  }
}

/** Byte strings as documents. */
export function textOfDocuments(documents: readonly Uint8Array[]): Text {
  const offsets = new Uint32Array(documents.length + 1);
  documents.forEach(({length}, i) => {
    offsets[i + 1] = offsets[i] + length;
  });
  const bytes = new Uint8Array(offsets[documents.length]);
  documents.forEach((document, i) => {
    bytes.set(document, offsets[i]);
  });
  return {kind: 'text', count: documents.length, bytes, offsets};
}
