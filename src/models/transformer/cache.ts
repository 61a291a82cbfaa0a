/**
 * The keys and values of what a batch of sequences has seen so far, and the steps that add to them.
 *
 * All sequences stand at the same position. A token goes through a graph a block, and its attention is a pass over memory outside of them
 * (tensor/cached-attention.ts): nothing is copied, and no graph depends on the length.
 */

import {
  type AttentionExtents,
  type AttentionKernel,
  BLOCK,
  KEY_STEP,
  keyPlace,
  layerFloats,
  TypescriptAttention,
  valuePlace,
} from '../../tensor/cached-attention.ts';
import {rotaryTables} from '../../tensor/ops/rotary.ts';
import type {Numbers} from '../network/parameters.ts';
import {movesOf} from './moves.ts';
import type {TransformerSteps} from './steps.ts';

type Feeds = Record<string, Float32Array | Int32Array>;

export class Cache {
  /** Positions seen so far. */
  length = 0;
  readonly B: number;
  private readonly steps: TransformerSteps;
  private readonly weights: Numbers;
  private readonly kernel: AttentionKernel;
  private readonly extents: AttentionExtents;
  private readonly tokens: Int32Array;
  private readonly h: Float32Array;
  private readonly seen: Float32Array;
  /** The weights of each block that its graphs take, by their names in it. */
  private readonly behind: readonly Feeds[];
  private readonly queries: readonly Feeds[];
  /** Floats of a layer in a block of positions, and where the first block begins. */
  private readonly layer: number;
  private readonly begin: number;

  constructor(steps: TransformerSteps, weights: Numbers, B: number) {
    this.steps = steps;
    this.weights = weights;
    this.B = B;
    const {width, heads, layers, context} = steps.shape;
    this.kernel = steps.runtime.attention?.() ?? new TypescriptAttention();
    this.extents = {rows: B, heads, size: width / heads};
    this.tokens = new Int32Array(B);
    this.h = new Float32Array(B * width);
    this.seen = new Float32Array(B * width);
    this.layer = layerFloats(this.extents);
    this.begin = 4 * B * width + BLOCK * Math.ceil((context + 1) / BLOCK);
    const blocks = Array.from({length: layers}, (_, l) => l);
    this.behind = blocks.map((l) => this.ofBlock(l, steps.behindNames));
    this.queries = blocks.map((l) => this.ofBlock(l, ['qkv.weight', 'qkv.bias']));
  }

  /** Begins again with given tokens. x: (B, T) -> logits after the last, (B, V) */
  prompt(x: Int32Array): Float32Array {
    const {B, extents} = this;
    const T = x.length / B;
    const results = this.steps.prompt(B, T).run({...Object.fromEntries(this.weights), x}) as Record<string, Float32Array>;
    const memory = this.room(T);
    const {heads, size} = extents;
    for (let l = 0; l < this.steps.shape.layers; l++) {
      const [keys, values] = [results[`keys/${l}`], results[`values/${l}`]];
      for (let head = 0; head < B * heads; head++) {
        for (let t = 0; t < T; t++) {
          const block = this.placeOf(l) + Math.trunc(t / BLOCK) * this.stride;
          const key = block + keyPlace(extents, head, t % BLOCK);
          const value = block + valuePlace(extents, head, t % BLOCK);
          const from = (head * T + t) * size;
          for (let i = 0; i < size; i++) {
            memory[key + i * KEY_STEP] = keys[from + i];
            memory[value + i] = values[from + i];
          }
        }
      }
    }
    this.length = T;
    return results.logits;
  }

  /** One token more of each sequence. tokens: (B,) -> logits, (B, V) */
  next(tokens: Int32Array): Float32Array {
    const {B, steps, kernel, extents, h, seen} = this;
    const {layers, width} = steps.shape;
    this.tokens.set(tokens);
    const turn = this.turn();
    const length = this.length + 1;
    const memory = this.room(length);
    const [qkv, out, scores] = [0, 3 * B * width, 4 * B * width];
    const first = {tokens: this.weights.get('tokens')!, x: this.tokens, ...this.place(), ...turn, ...this.queries[0]};
    let results = steps.first(B).run(first) as Record<string, Float32Array>;
    for (let l = 0; l < layers; l++) {
      memory.set(results.qkv, qkv);
      kernel.attend({qkv, out, scores, layer: this.placeOf(l), stride: this.stride}, extents, length);
      seen.set(memory.subarray(out, out + seen.length));
      h.set(results.state);
      const feeds = {h, seen, ...this.behind[l]};
      results = (
        l + 1 < layers
          ? steps.between(B).run({...feeds, ...this.queries[l + 1], ...turn})
          : steps.last(B).run({...feeds, 'head.weight': this.weights.get('head.weight')!, 'head.bias': this.weights.get('head.bias')!})
      ) as Record<string, Float32Array>;
    }
    this.length = length;
    return results.logits;
  }

  /**
   * Puts other sequences in place of each: sequence b goes on from `parents[b]`, which it shares the first `shared` positions with.
   * parents: (B,)
   */
  reorder(parents: Int32Array, shared = 0): void {
    const moves = movesOf(parents);
    if (moves.length === 0) return;
    const memory = this.room(this.length);
    const apart = new Float32Array(this.layer / this.B);
    for (const {at, floats} of this.runs(Math.trunc(shared / BLOCK))) {
      for (const {from, to} of moves) {
        const begin = at + from * floats;
        if (to === this.B) apart.set(memory.subarray(begin, begin + floats));
        else if (from === this.B) memory.set(apart.subarray(0, floats), at + to * floats);
        else memory.copyWithin(at + to * floats, begin, begin + floats);
      }
    }
  }

  /** A cache of some of the sequences, as they stand. */
  narrowed(rows: Int32Array): Cache {
    const narrow = new Cache(this.steps, this.weights, rows.length);
    const source = this.room(this.length);
    const target = narrow.room(this.length);
    const to = narrow.runs(0, this.length);
    for (const [k, {at, floats}] of this.runs(0).entries())
      for (const [b, row] of rows.entries()) target.set(source.subarray(at + row * floats, at + (row + 1) * floats), to[k].at + b * floats);
    narrow.length = this.length;
    return narrow;
  }

  private get stride(): number {
    return this.steps.shape.layers * this.layer;
  }

  private placeOf(l: number): number {
    return this.begin + l * this.layer;
  }

  /** Memory for so many positions. */
  private room(length: number): Float32Array {
    return this.kernel.reserve(this.begin + Math.ceil(length / BLOCK) * this.stride);
  }

  /** Where the numbers of all sequences stand one behind another, and how many each has: keys and values of every layer of every block. */
  private runs(firstBlock: number, length = this.length): {at: number; floats: number}[] {
    const {rows, heads, size} = this.extents;
    const keys = heads * BLOCK * size;
    const values = this.layer / rows - keys;
    const runs: {at: number; floats: number}[] = [];
    for (let block = firstBlock; block * BLOCK < length; block++) {
      for (let l = 0; l < this.steps.shape.layers; l++) {
        const at = this.placeOf(l) + block * this.stride;
        runs.push({at, floats: keys}, {at: at + rows * keys, floats: values});
      }
    }
    return runs;
  }

  private ofBlock(l: number, names: readonly string[]): Feeds {
    return Object.fromEntries(names.map((name) => [name, this.weights.get(`block${l}.${name}`)!]));
  }

  /** The position's row, where they are learned. */
  private place(): Feeds {
    const {positions, width} = this.steps.shape;
    if (positions !== 'learned') return {};
    return {place: this.weights.get('positions')!.slice(this.length * width, (this.length + 1) * width)};
  }

  /** The position's turn, where they are rotary. */
  private turn(): Feeds {
    const {positions, width, heads} = this.steps.shape;
    return positions === 'rotary' ? rotaryTables(this.length, 1, width / heads) : {};
  }
}
