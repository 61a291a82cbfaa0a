/**
 * Draws a token from the logits of a position: temperature, then the k most probable, then the smallest set that holds top-p.
 *
 * Holds its buffers: nothing is allocated for a token. The token `unknown` and others that are never drawn have their logits skipped.
 */
import type {Stream} from '../../core/random/stream.ts';
import type {Drawing} from './options.ts';

export class Drawer {
  private readonly options: Drawing;
  private readonly weights: Float64Array;
  private readonly order: Uint32Array;
  private readonly never: readonly number[];

  constructor(V: number, options: Drawing, never: readonly number[]) {
    this.options = options;
    this.weights = new Float64Array(V);
    this.order = new Uint32Array(V);
    this.never = never;
  }

  /** `logits[from .. from + V)`. `seen`: tokens of the window, for the penalty of repetition. */
  draw(logits: Float32Array, from: number, seen: Int32Array, stream: Stream): number {
    const {weights} = this;
    const V = weights.length;
    this.fill(logits, from, seen);
    const {topK, topP} = this.options;
    if (topK !== undefined || topP !== undefined) return this.drawFromTop(stream, topK ?? V, topP ?? 1);
    let sum = 0;
    for (let i = 0; i < V; i++) sum += weights[i];
    let rest = stream.float() * sum;
    let last = 0;
    for (let i = 0; i < V; i++) {
      if (weights[i] === 0) continue;
      last = i;
      rest -= weights[i];
      if (rest < 0) return i;
    }
    return last;
  }

  /** e^(logit / temperature), the largest 1. */
  private fill(logits: Float32Array, from: number, seen: Int32Array): void {
    const {weights, never} = this;
    const {temperature = 1, repetitionPenalty = 1} = this.options;
    const V = weights.length;
    for (let i = 0; i < V; i++) weights[i] = logits[from + i];
    if (repetitionPenalty !== 1) penalize(weights, logits, {from, seen, penalty: repetitionPenalty});
    for (const token of never) weights[token] = -Infinity;
    let most = -Infinity;
    for (let i = 0; i < V; i++) if (weights[i] > most) most = weights[i];
    const slope = 1 / temperature;
    for (let i = 0; i < V; i++) weights[i] = Math.exp((weights[i] - most) * slope);
  }

  private drawFromTop(stream: Stream, topK: number, topP: number): number {
    const {weights, order} = this;
    for (let i = 0; i < order.length; i++) order[i] = i;
    order.sort((a, b) => weights[b] - weights[a] || a - b);
    const most = Math.min(topK, order.length);
    let among = 0;
    for (let k = 0; k < most; k++) among += weights[order[k]];
    let held = 0;
    let count = 0;
    while (count < most && held < topP * among) held += weights[order[count++]];
    let rest = stream.float() * held;
    for (let k = 0; k < count; k++) {
      rest -= weights[order[k]];
      if (rest < 0) return order[k];
    }
    return order[Math.max(0, count - 1)];
  }
}

function penalize(
  weights: Float64Array,
  logits: Float32Array,
  {from, seen, penalty}: {from: number; seen: Int32Array; penalty: number},
): void {
  for (const token of seen) {
    const logit = logits[from + token];
    weights[token] = logit > 0 ? logit / penalty : logit * penalty;
  }
}
