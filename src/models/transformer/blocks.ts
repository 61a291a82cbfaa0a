/**
 * A training set as blocks of tokens: documents in an order drawn for this fit, an end before, between and behind them, cut into blocks of
 * context + 1 with no regard to documents; each epoch cuts at another offset and goes through the blocks in another order.
 */
import type {Text, TrainingSet} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import {permutation} from '../../core/random/permutation.ts';
import type {Stream} from '../../core/random/stream.ts';
import {sharedParts} from '../parts.ts';
import type {Tokenizer} from '../text-tokens/port.ts';

interface TokenStream {
  readonly tokens: Int32Array;
  /** Of each token as a target; their mean is 1. Absent where all weigh the same. */
  readonly weights?: Float32Array;
}

/** All documents behind each other. */
export function tokenStream(stream: Stream, training: TrainingSet<Text>, tokenizer: Tokenizer): TokenStream {
  const parts = sharedParts(training).map(({data, share}) => ({...tokenizer.encodeDocuments(data), count: data.count, share}));
  const documents = parts.flatMap(({count}, p) => Array.from({length: count}, (_, i) => [p, i] as const));
  const lengths = parts.map(({tokens, count}) => tokens.length + count);
  const total = lengths.reduce((a, b) => a + b, 0);
  const weighted =
    parts.some(({share}, p) => Math.abs(share - lengths[p] / total) > 1e-3) && training.some(({weight}) => weight !== undefined);
  const tokens = new Int32Array(total + 1);
  const weights = weighted ? new Float32Array(total + 1).fill(1) : undefined;
  let at = 0;
  tokens[at++] = tokenizer.end;
  for (const k of permutation(stream.fork('documents'), documents.length)) {
    const [p, i] = documents[k];
    const {tokens: from, offsets, share} = parts[p];
    const own = from.subarray(offsets[i], offsets[i + 1]);
    tokens.set(own, at);
    weights?.fill((share * total) / lengths[p], at, at + own.length + 1);
    at += own.length;
    tokens[at++] = tokenizer.end;
  }
  return {tokens, weights};
}

export interface Batch {
  /** (B, T) */
  readonly x: Int32Array;
  /** (B T,) the token after each */
  readonly y: Int32Array;
  /** (B T,) sums to 1 */
  readonly w: Float32Array;
}

/** Blocks of `context` tokens and the token after each, batch after batch, without end. */
export class Batches {
  readonly perEpoch: number;
  private readonly from: TokenStream;
  private readonly size: {readonly batch: number; readonly context: number};
  private readonly stream: Stream;
  /** Made with the first batch: by then it is known that there is room for it. */
  private batch?: Batch;
  private order: Uint32Array = new Uint32Array(0);
  private offset = 0;
  private at = 0;
  private epoch = 0;

  /** Throws DataError where the text has fewer tokens than one block. */
  constructor(stream: Stream, from: TokenStream, size: {readonly batch: number; readonly context: number}) {
    const {batch, context} = size;
    const blocks = Math.floor((from.tokens.length - 1) / context);
    if (blocks < 1)
      throw new DataError(`the training set has ${from.tokens.length} tokens, fewer than one block of ${context + 1}`, {
        next: 'Train on more text, or lower model.context.',
      });
    this.from = from;
    this.size = size;
    this.stream = stream;
    this.perEpoch = Math.ceil(blocks / batch);
  }

  /** The next batch: the same arrays every time. */
  next(): Batch {
    const {batch: B, context: T} = this.size;
    const n = B * T;
    this.batch ??= {x: new Int32Array(n), y: new Int32Array(n), w: new Float32Array(n)};
    const {x, y, w} = this.batch;
    const {tokens, weights} = this.from;
    let sum = 0;
    for (let b = 0; b < B; b++) {
      const start = this.block();
      for (let t = 0; t < T; t++) {
        const i = b * T + t;
        x[i] = tokens[start + t];
        y[i] = tokens[start + t + 1];
        w[i] = weights ? weights[start + t + 1] : 1;
        sum += w[i];
      }
    }
    for (let i = 0; i < w.length; i++) w[i] /= sum;
    return this.batch;
  }

  /** Where the next block starts. */
  private block(): number {
    const {context} = this.size;
    if (this.at === this.order.length) this.shuffle();
    return this.offset + context * this.order[this.at++];
  }

  private shuffle(): void {
    const {context} = this.size;
    const spare = this.from.tokens.length - 1;
    const stream = this.stream.fork(`epoch/${++this.epoch}`);
    this.offset = stream.below(spare >= 2 * context ? context : (spare % context) + 1);
    this.order = permutation(stream.fork('order'), Math.floor((spare - this.offset) / context));
    this.at = 0;
  }
}
