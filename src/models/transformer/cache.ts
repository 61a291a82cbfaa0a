/**
 * The keys and values of what a batch of sequences has seen so far, in buffers of a few fixed lengths; and the steps that fill them.
 *
 * All sequences stand at the same position. Buffers grow by `GRAIN` positions: a graph is compiled for each length that occurs.
 */
import {rotaryTables} from '../../tensor/ops/rotary.ts';
import type {Numbers} from '../network/parameters.ts';
import type {TransformerSteps} from './steps.ts';

const GRAIN = 32;

export class Cache {
  /** Positions seen so far. */
  length = 0;
  readonly B: number;
  private readonly steps: TransformerSteps;
  private readonly weights: Numbers;
  private readonly x: Int32Array;
  private S = 0;
  private keys: Float32Array[] = [];
  private values: Float32Array[] = [];
  private mask = new Float32Array(1);

  constructor(steps: TransformerSteps, weights: Numbers, B: number) {
    this.steps = steps;
    this.weights = weights;
    this.B = B;
    this.x = new Int32Array(B);
  }

  /** Begins again with given tokens. x: (B, T) -> logits after the last, (B, V) */
  prompt(x: Int32Array): Float32Array {
    const T = x.length / this.B;
    const results = this.steps.prompt(this.B, T).run({...Object.fromEntries(this.weights), x}) as Record<string, Float32Array>;
    this.length = 0;
    this.S = 0;
    this.reserve(T);
    const {width, heads, layers} = this.steps.shape;
    for (let l = 0; l < layers; l++) {
      copyRuns(results[`keys/${l}`], this.keys[l], {runs: this.B * width, from: T, to: this.S, length: T});
      const d = width / heads;
      copyRuns(results[`values/${l}`], this.values[l], {runs: this.B * heads, from: T * d, to: this.S * d, length: T * d});
    }
    this.length = T;
    this.mask.fill(0, 0, T);
    return results.logits;
  }

  /** One token more of each sequence. tokens: (B,) -> logits, (B, V) */
  next(tokens: Int32Array): Float32Array {
    this.x.set(tokens);
    if (this.length === this.S) this.reserve(this.length + 1);
    const {layers} = this.steps.shape;
    const feeds: Record<string, Float32Array | Int32Array> = {
      ...Object.fromEntries(this.weights),
      ...this.place(),
      x: this.x,
      mask: this.mask,
    };
    for (let l = 0; l < layers; l++) {
      feeds[`keys/${l}`] = this.keys[l];
      feeds[`values/${l}`] = this.values[l];
    }
    const results = this.steps.next(this.B, this.S).run(feeds) as Record<string, Float32Array>;
    for (let l = 0; l < layers; l++) this.append(l, results[`key/${l}`], results[`value/${l}`]);
    this.mask[this.length++] = 0;
    return results.logits;
  }

  /** Puts other sequences in place of each: sequence b goes on from `parents[b]`. parents: (B,) */
  reorder(parents: Int32Array): void {
    const {layers, width} = this.steps.shape;
    const size = width * this.S;
    for (let l = 0; l < layers; l++) {
      this.keys[l] = rowsOf(this.keys[l], parents, size);
      this.values[l] = rowsOf(this.values[l], parents, size);
    }
  }

  /** A cache of some of the sequences, as they stand. */
  narrowed(rows: Int32Array): Cache {
    const {layers, width} = this.steps.shape;
    const narrow = new Cache(this.steps, this.weights, rows.length);
    const size = width * this.S;
    for (let l = 0; l < layers; l++) {
      narrow.keys[l] = rowsOf(this.keys[l], rows, size);
      narrow.values[l] = rowsOf(this.values[l], rows, size);
    }
    narrow.length = this.length;
    narrow.S = this.S;
    narrow.mask = this.mask.slice();
    return narrow;
  }

  private append(l: number, key: Float32Array, value: Float32Array): void {
    const {S, length, B} = this;
    const {width, heads} = this.steps.shape;
    const d = width / heads;
    const keys = this.keys[l];
    for (let i = 0, at = length; i < key.length; i++, at += S) keys[at] = key[i];
    const values = this.values[l];
    for (let h = 0; h < B * heads; h++) {
      const to = (h * S + length) * d;
      for (let i = 0; i < d; i++) values[to + i] = value[h * d + i];
    }
  }

  private place(): Record<string, Float32Array> {
    const {positions, width, heads} = this.steps.shape;
    if (positions === 'learned') return {place: this.weights.get('positions')!.slice(this.length * width, (this.length + 1) * width)};
    return rotaryTables(this.length, 1, width / heads);
  }

  /** Buffers for so many positions, a multiple of the grain; what is there is kept. */
  private reserve(length: number): void {
    const {width, heads, layers} = this.steps.shape;
    const S = Math.ceil(length / GRAIN) * GRAIN;
    const {B, S: old} = this;
    const d = width / heads;
    for (let l = 0; l < layers; l++) {
      const keys = new Float32Array(B * width * S);
      const values = new Float32Array(B * width * S);
      if (old > 0) {
        copyRuns(this.keys[l], keys, {runs: B * width, from: old, to: S, length: old});
        copyRuns(this.values[l], values, {runs: B * heads, from: old * d, to: S * d, length: old * d});
      }
      this.keys[l] = keys;
      this.values[l] = values;
    }
    const mask = new Float32Array(S + 1).fill(EMPTY, 0, S);
    mask.fill(0, 0, this.length);
    this.mask = mask;
    this.S = S;
  }
}

const EMPTY = -1e9;

function copyRuns(
  source: Float32Array,
  target: Float32Array,
  {runs, from, to, length}: {runs: number; from: number; to: number; length: number},
): void {
  for (let r = 0; r < runs; r++) target.set(source.subarray(r * from, r * from + length), r * to);
}

function rowsOf(source: Float32Array, parents: Int32Array, size: number): Float32Array {
  const target = new Float32Array(parents.length * size);
  parents.forEach((parent, b) => {
    target.set(source.subarray(parent * size, (parent + 1) * size), b * size);
  });
  return target;
}
