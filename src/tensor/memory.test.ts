import {describe, expect, it} from 'vitest';
import {Graph} from './graph.ts';
import {memoryNeed, shownBytes, zeros} from './memory.ts';
import {encodeOnnx} from './onnx.ts';
import {relu} from './ops/elementwise.ts';
import {reshape} from './ops/layout.ts';
import {matmul} from './ops/matrix.ts';

/** x: (2, 3), w: (3, 100) -> relu(x w): (2, 100) -> times its transpose's shape (100, 5): (2, 5) */
function graph(): Graph {
  const made = new Graph();
  const wide = relu(matmul(made.input('x', [2, 3]), made.input('w', [3, 100])));
  made.output('y', matmul(reshape(wide, [2, 100]), made.input('v', [100, 5])));
  return made;
}

describe('the memory of a graph', () => {
  const {memory} = encodeOnnx(graph());
  const fed = 4 * (6 + 300 + 500);

  it('is at least what is fed and its largest tensor', () => {
    expect(memory.least).toBe(fed + 4 * 200);
  });

  it('is about what lives side by side; a view takes nothing', () => {
    // the product and its relu, then the relu and the result
    expect(memory.peak).toBe(fed + 4 * 400);
  });

  it('names the largest tensors', () => {
    expect(memory.largest.map(({name, shape}) => [name, [...shape]])).toEqual([
      ['v', [100, 5]],
      ['w', [3, 100]],
      ['MatMul', [2, 100]],
    ]);
  });

  it('counts what is fetched beside what is fed', () => {
    const made = new Graph();
    const x = made.input('x', [10]);
    for (let i = 0; i < 5; i++) made.output(`y${i}`, relu(x));
    expect(encodeOnnx(made).memory.least).toBe(4 * 10 * 6);
    expect(memoryNeed([], new Map(), []).peak).toBe(0);
  });
});

describe('an array without room', () => {
  it('is an error that names it, its shape and its size', () => {
    expect(() => zeros('block0.up.weight', [1e8, 1e8])).toThrow('no room for block0.up.weight (100000000, 100000000), 40.0 PB');
    expect(shownBytes(12)).toBe('12 bytes');
    expect(shownBytes(3_216_000_000)).toBe('3.22 GB');
  });
});
