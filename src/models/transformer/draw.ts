/**
 * Draws a token from the logits of a position: temperature, then the k most probable, then the smallest set that holds top-p.
 *
 * Holds its buffers: nothing is allocated for a token, and nothing is put in order (models/top.ts). The token `unknown` and others that are never drawn have their logits skipped.
 */
import {exp} from '../../core/math/index.ts';
import type {Stream} from '../../core/random/stream.ts';
import {Top} from '../top.ts';
import type {Drawing} from './options.ts';

export class TokenDrawer {
  private readonly options: Drawing;
  private readonly weights: Float64Array;
  private readonly top: Top;
  private readonly never: readonly number[];

  constructor(V: number, options: Drawing, never: readonly number[]) {
    this.options = options;
    this.weights = new Float64Array(V);
    this.top = new Top(this.weights);
    this.never = never;
  }

  /** `logits[from .. from + V)`. `seen`: tokens of the window, for the penalty of repetition. */
  draw(logits: Float32Array, from: number, seen: Int32Array, stream: Stream): number {
    const {weights} = this;
    const V = weights.length;
    this.fill(logits, from, seen);
    const {topK, topP} = this.options;
    const {top} = this;
    const among = topK !== undefined || topP !== undefined;
    let rest = stream.float() * (among ? top.choose(topK ?? V, topP ?? 1) : sumOf(weights));
    let last = 0;
    for (let i = 0; i < V; i++) {
      if (weights[i] === 0 || (among && !top.holds(i))) continue;
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
    for (let i = 0; i < V; i++) weights[i] = exp((weights[i] - most) * slope);
  }
}

function sumOf(weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i];
  return sum;
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
