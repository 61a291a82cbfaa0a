/**
 * Prices documents: the natural logarithm of each one's probability, its end included, behind a document's end.
 *
 * A document longer than the context is priced in windows that overlap by half, so that no token but the first ones is priced with less
 * than half a context before it. A byte that the vocabulary lacks costs the unknown token times 1/256, so that the prices of all texts sum
 * to 1 at most.
 */
import type {Text} from '../../core/data.ts';
import type {Numbers} from '../network/parameters.ts';
import type {Tokenizer} from '../text-tokens/port.ts';
import type {TransformerSteps} from './steps.ts';

/** ln 256. */
const UNSEEN = 8 * Math.LN2;

const MOST_ROWS = 32;
/** Logits of a batch, at most: 1 GiB. */
const MOST_LOGITS = 0x1000_0000;

/** Windows that are priced at once. */
const rowsOf = (T: number, V: number): number => Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_LOGITS / (T * V))));

/** (n,) */
export function logProbabilities(
  text: Text,
  tokenizer: Tokenizer,
  {steps, folded}: {steps: TransformerSteps; folded: Numbers},
): Float64Array {
  const {tokens, offsets} = tokenizer.encodeDocuments(text);
  const {context: T} = steps.shape;
  const totals = new Float64Array(text.count);
  const B = rowsOf(T, tokenizer.size);
  const batch = new Windows(B, T, tokenizer.end);
  const step = steps.score(B, T);
  const fixed = Object.fromEntries(folded);
  const run = () => {
    const {logProbability} = step.run({...fixed, x: batch.x, y: batch.y}) as {logProbability: Float32Array};
    batch.addTo(totals, logProbability);
  };
  for (let i = 0; i < text.count; i++) {
    const document = tokens.subarray(offsets[i], offsets[i + 1]);
    for (const token of document) if (token === tokenizer.unknown) totals[i] -= UNSEEN;
    for (const window of windowsOf(document.length, T)) {
      batch.put(document, i, window);
      if (batch.full) run();
    }
  }
  if (batch.count > 0) run();
  return totals;
}

interface Window {
  /** Of the inputs: the end before the document is 0, its first token 1. */
  readonly start: number;
  /** From which input on the targets count. */
  readonly from: number;
  /** One behind the last input that has a target. */
  readonly to: number;
}

/** Inputs are the end and all tokens, targets all tokens and the end: n + 1 of each. */
export function windowsOf(n: number, T: number): Window[] {
  const half = Math.max(1, T >> 1);
  const windows: Window[] = [{start: 0, from: 0, to: Math.min(T, n + 1)}];
  for (let done = T; done < n + 1; done += half) {
    const to = Math.min(done + half, n + 1);
    windows.push({start: Math.max(0, to - T), from: done, to});
  }
  return windows;
}

class Windows {
  readonly x: Int32Array;
  readonly y: Int32Array;
  count = 0;
  private readonly B: number;
  private readonly T: number;
  private readonly end: number;
  private readonly owners: {document: number; from: number; to: number}[] = [];

  constructor(B: number, T: number, end: number) {
    this.B = B;
    this.T = T;
    this.end = end;
    this.x = new Int32Array(B * T);
    this.y = new Int32Array(B * T);
  }

  get full(): boolean {
    return this.count === this.B;
  }

  put(document: Int32Array | Uint32Array | Uint16Array, number: number, {start, from, to}: Window): void {
    const {T, end} = this;
    const base = this.count * T;
    for (let t = 0; t < T; t++) {
      const i = start + t;
      this.x[base + t] = i === 0 || i > document.length ? end : document[i - 1];
      this.y[base + t] = i >= document.length ? end : document[i];
    }
    this.owners[this.count++] = {document: number, from: from - start, to: to - start};
  }

  /** Adds what the windows' targets cost to their documents, and begins again. */
  addTo(totals: Float64Array, logProbability: Float32Array): void {
    for (let b = 0; b < this.count; b++) {
      const {document, from, to} = this.owners[b];
      for (let t = from; t < to; t++) totals[document] += logProbability[b * this.T + t];
    }
    this.count = 0;
  }
}
