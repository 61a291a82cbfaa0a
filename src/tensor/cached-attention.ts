/**
 * Attention of one further position over a cache of those before it: what a token costs when text is written.
 *
 * Memory is one array of 32-bit floats. Keys and values of a layer stand in blocks of 32 positions, one block of all layers behind another,
 * so that a longer cache moves nothing:
 *
 *   keys     (B, H, 8, d, 4): of four positions side by side, so that four scores are summed at once
 *   values   (B, H, 32, d'): d' is d rounded up to 4
 *
 *   score[p] = sum over i of q[i] k[p][i] ;  weight[p] = exp(score[p] - largest) ;  out[i] = (sum over p of weight[p] v[p][i]) / sum of weights
 *
 * Every product and every sum is rounded to 32 bits, in the order in which they stand; queries have the scale of attention in them.
 *
 * edge     `WebAssemblyAttention` is the same pass by vectors, and gives the same bits
 */

import {ResourceError} from '../core/error.ts';
import {grown} from '../core/grown.ts';
import {powerOfTwo} from '../core/math/index.ts';
import {type CompiledModule, exportsOf} from '../core/webassembly.ts';

/** Positions of a block, and of a group of keys. */
export const BLOCK = 32;
const GROUP = 4;
/** Positions whose scores are taken together. */
const TOGETHER = 16;
const FAR_BELOW = -1e30;

/** Where a pass finds things, as indices of floats. */
interface AttentionPlaces {
  /** (B, 3 D): queries, keys and values of the position itself. */
  readonly qkv: number;
  /** (B, D) */
  readonly out: number;
  /** Room for a score a position, rounded up to 16. */
  readonly scores: number;
  /** Keys of the layer in the first block; its values stand behind all its keys. */
  readonly layer: number;
  /** From one block to the next. */
  readonly stride: number;
}

export interface AttentionExtents {
  readonly rows: number;
  readonly heads: number;
  /** Of a head. */
  readonly size: number;
}

/** The pass and the memory that it works on. */
export interface AttentionKernel {
  /** All memory, at least so many floats; what was there is kept. Throws ResourceError where there is no room. */
  reserve(floats: number): Float32Array;
  /** Appends the position's key and value as those of position `length - 1`, and writes what it sees of all of them to `out`. */
  attend(places: AttentionPlaces, extents: AttentionExtents, length: number): void;
}

const paddedSize = (size: number): number => (size + 3) & ~3;

/** Floats of a layer in one block. */
export const layerFloats = ({rows, heads, size}: AttentionExtents): number => rows * heads * BLOCK * (size + paddedSize(size));

/** Where in a layer's block the key of a position begins; its numbers stand `GROUP` apart. */
export const keyPlace = ({size}: AttentionExtents, head: number, position: number): number =>
  head * BLOCK * size + Math.trunc(position / GROUP) * size * GROUP + (position % GROUP);

export const valuePlace = ({rows, heads, size}: AttentionExtents, head: number, position: number): number =>
  rows * heads * BLOCK * size + (head * BLOCK + position) * paddedSize(size);

export const KEY_STEP = GROUP;

const {fround} = Math;

export class TypescriptAttention implements AttentionKernel {
  private memory = new Float32Array(0);

  reserve(floats: number): Float32Array {
    if (floats <= this.memory.length) return this.memory;
    this.memory = grown(this.memory, floats);
    return this.memory;
  }

  attend(places: AttentionPlaces, extents: AttentionExtents, length: number): void {
    const {memory} = this;
    const {rows, heads, size} = extents;
    const width = heads * size;
    const last = length - 1;
    const block = places.layer + Math.trunc(last / BLOCK) * places.stride;
    for (let row = 0; row < rows; row++) {
      for (let h = 0; h < heads; h++) {
        const head = row * heads + h;
        const query = places.qkv + row * 3 * width + h * size;
        const key = block + keyPlace(extents, head, last % BLOCK);
        for (let i = 0; i < size; i++) memory[key + i * GROUP] = memory[query + width + i];
        const value = block + valuePlace(extents, head, last % BLOCK);
        memory.copyWithin(value, query + 2 * width, query + 2 * width + size);
        this.score(places, extents, {query, head, length});
        const sum = this.weigh(places.scores, length);
        this.gather(places, extents, {head, length, sum, out: places.out + row * width + h * size});
      }
    }
  }

  private score(
    {scores, layer, stride}: AttentionPlaces,
    extents: AttentionExtents,
    {query, head, length}: {query: number; head: number; length: number},
  ): void {
    const {memory} = this;
    for (let p = 0; p < length; p++) {
      const key = layer + Math.trunc(p / BLOCK) * stride + keyPlace(extents, head, p % BLOCK);
      let sum = 0;
      for (let i = 0; i < extents.size; i++) sum = fround(sum + fround(memory[query + i] * memory[key + i * GROUP]));
      memory[scores + p] = sum;
    }
    for (let p = length; p % TOGETHER !== 0; p++) memory[scores + p] = FAR_BELOW;
  }

  /** Puts exp(score - largest) in place of the scores, and returns their sum: four sums of every fourth, then those. */
  private weigh(scores: number, length: number): number {
    const {memory} = this;
    const end = Math.ceil(length / TOGETHER) * TOGETHER;
    let largest = FAR_BELOW;
    for (let p = 0; p < end; p++) if (memory[scores + p] > largest) largest = memory[scores + p];
    const sums = [0, 0, 0, 0];
    for (let p = 0; p < end; p++) {
      const weight = float32Exp(fround(memory[scores + p] - largest));
      memory[scores + p] = weight;
      sums[p % 4] = fround(sums[p % 4] + weight);
    }
    return fround(fround(sums[0] + sums[1]) + fround(sums[2] + sums[3]));
  }

  private gather(
    {scores, layer, stride}: AttentionPlaces,
    extents: AttentionExtents,
    {head, length, sum, out}: {head: number; length: number; sum: number; out: number},
  ): void {
    const {memory} = this;
    for (let i = 0; i < extents.size; i++) {
      let seen = 0;
      for (let p = 0; p < length; p++) {
        const value = layer + Math.trunc(p / BLOCK) * stride + valuePlace(extents, head, p % BLOCK) + i;
        seen = fround(seen + fround(memory[scores + p] * memory[value]));
      }
      memory[out + i] = fround(seen / sum);
    }
  }
}

const POLYNOMIAL = [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1].map(fround);
const LOG2E = fround(1.4426950216293335);
const LN2_HIGH = fround(0.693359375);
const LN2_LOW = fround(-2.1219444e-4);
/** Added and taken away again, it rounds to a whole number. */
const SHIFTER = 12582912;

/** exp(x) of x <= 0 in 32-bit floats, to about 1e-7 of itself; 0 below -87. Source of the polynomial: S. L. Moshier, Cephes, expf. */
export function float32Exp(x: number): number {
  if (x < -87) return 0;
  const n = fround(fround(fround(x * LOG2E) + SHIFTER) - SHIFTER);
  const r = fround(fround(x - fround(n * LN2_HIGH)) - fround(n * LN2_LOW));
  let y = POLYNOMIAL[0];
  for (let k = 1; k < POLYNOMIAL.length; k++) y = fround(fround(y * r) + POLYNOMIAL[k]);
  y = fround(fround(fround(fround(y * r) * r) + r) + 1);
  return fround(y * powerOfTwo(n));
}

interface Exports {
  readonly memory: {readonly buffer: ArrayBuffer};
  reserve(pages: number): number;
  attend(...places: number[]): void;
}

const PAGE = 65_536;
/** Floats before ours: the first page is the module's own. */
const OWN = PAGE / 4;

/** The pass by WebAssembly; kernel/attention/ holds its source. At most 4 GB. */
export class WebAssemblyAttention implements AttentionKernel {
  private readonly wasm: Exports;
  private memory = new Float32Array(0);

  constructor(compiled: CompiledModule) {
    this.wasm = exportsOf<Exports>(compiled);
  }

  reserve(floats: number): Float32Array {
    if (floats <= this.memory.length) return this.memory;
    const pages = Math.ceil((4 * (floats + OWN)) / PAGE);
    if (pages > PAGE || !this.wasm.reserve(pages))
      throw new ResourceError(`there is no memory for the keys and values of so much text: ${(floats * 4e-9).toPrecision(3)} GB`, {
        next: "Lower the model's context or width, or draw fewer sequences at once.",
      });
    this.memory = new Float32Array(this.wasm.memory.buffer, PAGE);
    return this.memory;
  }

  attend({qkv, out, scores, layer, stride}: AttentionPlaces, {rows, heads, size}: AttentionExtents, length: number): void {
    const at = (place: number) => PAGE + 4 * place;
    this.wasm.attend(at(qkv), at(out), at(scores), at(layer), 4 * stride, rows, heads, size, length);
  }
}
