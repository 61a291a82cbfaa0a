/** Documents as sequences of one length with a target each, and what a model makes of them: for training on whole documents. */
import type {Text} from '../../core/data.ts';
import type {Numbers} from '../network/parameters.ts';
import type {Tokenizer} from '../text-tokens/port.ts';
import type {TransformerSteps} from './steps.ts';

/** Sequences of tokens with a target each, and which targets count. x: (n, T), y, mask: (n T,) */
export interface Sequences {
  readonly x: Int32Array;
  readonly y: Int32Array;
  readonly mask: Float32Array;
}

/** Documents behind an end, as far as `T` tokens go, with the end behind them where it fits. */
export function sequencesOf(text: Text, tokenizer: Tokenizer, T: number): Sequences {
  const {tokens, offsets} = tokenizer.encodeDocuments(text);
  const n = text.count * T;
  const [x, y, mask] = [new Int32Array(n).fill(tokenizer.end), new Int32Array(n).fill(tokenizer.end), new Float32Array(n)];
  for (let i = 0; i < text.count; i++) {
    const length = offsets[i + 1] - offsets[i];
    for (let t = 0; t < T && t <= length; t++) {
      const at = i * T + t;
      if (t > 0) x[at] = tokens[offsets[i] + t - 1];
      if (t < length) y[at] = tokens[offsets[i] + t];
      mask[at] = 1;
    }
  }
  return {x, y, mask};
}

export function pickedSequences({x, y, mask}: Sequences, numbers: Uint32Array, T: number): Sequences {
  const n = numbers.length * T;
  const picked = {x: new Int32Array(n), y: new Int32Array(n), mask: new Float32Array(n)};
  for (const [r, i] of numbers.entries()) {
    picked.x.set(x.subarray(i * T, (i + 1) * T), r * T);
    picked.y.set(y.subarray(i * T, (i + 1) * T), r * T);
    picked.mask.set(mask.subarray(i * T, (i + 1) * T), r * T);
  }
  return picked;
}

const ROWS = 32;

export interface Pricing {
  readonly steps: TransformerSteps;
  /** Folded. */
  readonly weights: Numbers;
}

/** Log-probability of every target, those that do not count among them. (n T,) */
export function tokenPrices(sequences: Sequences, n: number, {steps, weights}: Pricing): Float32Array {
  const T = steps.shape.context;
  const step = steps.score(ROWS, T);
  const fixed = Object.fromEntries(weights);
  const prices = new Float32Array(n * T);
  for (let from = 0; from < n; from += ROWS) {
    const numbers = Uint32Array.from({length: ROWS}, (_, r) => Math.min(from + r, n - 1));
    const {x, y} = pickedSequences(sequences, numbers, T);
    const {logProbability} = step.run({...fixed, x, y}) as {logProbability: Float32Array};
    prices.set(logProbability.subarray(0, Math.min(ROWS, n - from) * T), from * T);
  }
  return prices;
}

/** Log-probability of all targets of a sequence that count. (n,) */
export function pricesOf(sequences: Sequences, n: number, pricing: Pricing): Float64Array {
  const T = pricing.steps.shape.context;
  const each = tokenPrices(sequences, n, pricing);
  const prices = new Float64Array(n);
  for (let i = 0; i < n * T; i++) prices[Math.floor(i / T)] += sequences.mask[i] * each[i];
  return prices;
}
