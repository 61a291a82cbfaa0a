import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {normal} from '../core/random/normal.ts';
import {Stream} from '../core/random/stream.ts';
import {compileModule} from '../core/webassembly.ts';
import {
  type AttentionKernel,
  BLOCK,
  float32Exp,
  KEY_STEP,
  keyPlace,
  layerFloats,
  TypescriptAttention,
  valuePlace,
  WebAssemblyAttention,
} from './cached-attention.ts';

const module = compileModule(readFileSync(new URL('./attention.wasm', import.meta.url)));

/** Runs `positions` of one layer (the second of two) through a kernel; returns what each position saw, one behind another. */
function run(kernel: AttentionKernel, {rows, heads, size, positions, scale}: Setting, seed: number): Float32Array {
  const width = heads * size;
  const extents = {rows, heads, size};
  const layer = layerFloats(extents);
  const [qkv, out, scores] = [0, 3 * rows * width, 4 * rows * width];
  const begin = scores + BLOCK * Math.ceil(positions / BLOCK);
  const stream = Stream.root(seed);
  const seen = new Float32Array(positions * rows * width);
  for (let p = 0; p < positions; p++) {
    const memory = kernel.reserve(begin + Math.ceil((p + 1) / BLOCK) * 2 * layer);
    for (let i = 0; i < 3 * rows * width; i++) memory[qkv + i] = scale * normal(stream);
    kernel.attend({qkv, out, scores, layer: begin + layer, stride: 2 * layer}, extents, p + 1);
    seen.set(memory.subarray(out, out + rows * width), p * rows * width);
  }
  return seen;
}

interface Setting {
  rows: number;
  heads: number;
  size: number;
  positions: number;
  scale: number;
}

describe('attention over a cache', () => {
  it('gives the same bits by WebAssembly and by TypeScript, of any shape', () => {
    const shapes = fc.record({
      rows: fc.integer({min: 1, max: 3}),
      heads: fc.integer({min: 1, max: 3}),
      size: fc.integer({min: 1, max: 37}),
      positions: fc.integer({min: 1, max: 70}),
      scale: fc.constantFrom(0.1, 1, 30),
    });
    fc.assert(
      fc.property(shapes, fc.integer(), (shape, seed) => {
        const fast = run(new WebAssemblyAttention(module), shape, seed);
        expect(new Uint32Array(fast.buffer)).toEqual(new Uint32Array(run(new TypescriptAttention(), shape, seed).buffer));
      }),
      {numRuns: 40},
    );
  });

  it('is the attention of the formula', () => {
    const shape = {rows: 2, heads: 2, size: 6, positions: 45, scale: 1};
    const {rows, heads, size, positions} = shape;
    const width = heads * size;
    const seen = run(new TypescriptAttention(), shape, 7);
    const stream = Stream.root(7);
    const qkv = Array.from({length: positions}, () => Float64Array.from({length: 3 * rows * width}, () => Math.fround(normal(stream))));
    let worst = 0;
    for (let p = 0; p < positions; p++) {
      for (let row = 0; row < rows; row++) {
        for (let h = 0; h < heads; h++) {
          const at = (part: number, i: number) => (3 * row + part) * width + h * size + i;
          const weights = qkv.slice(0, p + 1).map((past) => {
            let score = 0;
            for (let i = 0; i < size; i++) score += qkv[p][at(0, i)] * past[at(1, i)];
            return Math.exp(score);
          });
          const sum = weights.reduce((a, b) => a + b, 0);
          for (let i = 0; i < size; i++) {
            const wanted = weights.reduce((total, weight, s) => total + (weight / sum) * qkv[s][at(2, i)], 0);
            worst = Math.max(worst, Math.abs(wanted - seen[p * rows * width + row * width + h * size + i]));
          }
        }
      }
    }
    expect(worst).toBeLessThan(3e-6);
    expect(worst).toBeGreaterThan(0);
  });

  it('has keys of four positions side by side, and values one behind another', () => {
    const extents = {rows: 2, heads: 3, size: 5};
    const keys = new Set<number>();
    for (let head = 0; head < 6; head++)
      for (let p = 0; p < BLOCK; p++)
        for (let i = 0; i < 5; i++) {
          keys.add(keyPlace(extents, head, p) + i * KEY_STEP);
          keys.add(valuePlace(extents, head, p) + i);
        }
    expect(keys.size).toBe(2 * 6 * BLOCK * 5);
    expect(Math.max(...keys)).toBeLessThan(layerFloats(extents));
    expect(keyPlace(extents, 0, 1) - keyPlace(extents, 0, 0)).toBe(1);
  });

  it('has an exponential that is right to a few units in the last place', () => {
    let worst = 0;
    for (let x = 0; x > -80; x -= 0.0137) worst = Math.max(worst, Math.abs(float32Exp(Math.fround(x)) / Math.exp(Math.fround(x)) - 1));
    expect(worst).toBeLessThan(2e-7);
    expect(float32Exp(0)).toBe(1);
    expect(float32Exp(-88)).toBe(0);
    expect(float32Exp(-1e30)).toBe(0);
  });

  it('says what to lower where there is no memory', () => {
    expect(() => new WebAssemblyAttention(module).reserve(2 ** 31)).toThrow(/8\.59 GB/);
  });
});
