import {afterAll, describe, expect, it} from 'vitest';
import {Graph} from '../../tensor/graph.ts';
import {encodeOnnx} from '../../tensor/onnx.ts';
import {failureOf} from '../folder.test-input.ts';
import type {Device} from './device.ts';
import {openRuntime} from './runtime.ts';

const runtime = openRuntime();
afterAll(() => runtime.close());

const doubling = (size: number) => {
  const graph = new Graph();
  const x = graph.input('x', [size]);
  graph.output('y', graph.node('Add', [x, x], [{shape: [size]}])[0]);
  return encodeOnnx(graph);
};

describe('a step of ONNX Runtime', () => {
  it('is compiled once for a graph, and anew for another', () => {
    const step = runtime.compile(doubling(3));
    expect(runtime.compile(doubling(3))).toBe(step);
    expect(runtime.compile(doubling(4))).not.toBe(step);
    expect(step.run({x: Float32Array.of(1, 2, 3)}).y).toEqual(Float32Array.of(2, 4, 6));
  });

  it('sees what an array holds now, fed again', () => {
    const step = runtime.compile(doubling(2));
    const x = Float32Array.of(1, 2);
    step.run({x});
    x[0] = 5;
    expect(step.run({x}).y).toEqual(Float32Array.of(10, 4));
  });

  it.each<[string, Record<string, Float32Array | Int32Array>, string]>([
    ['nothing', {}, 'nothing is fed for the input x'],
    ['too few values', {x: new Float32Array(2)}, 'got 2 values in a Float32Array'],
    ['values of another type', {x: new Int32Array(3)}, 'got 3 values in a Int32Array'],
  ])('refuses %s', async (_, feeds, said) => {
    expect(await failureOf(() => runtime.compile(doubling(3)).run(feeds))).toMatchObject({
      name: 'DomainError',
      message: expect.stringContaining(said),
    });
  });

  it('is not opened where the graph has no room', async () => {
    const small = openRuntime({memory: 1000});
    expect(await failureOf(() => small.compile(doubling(1000)))).toMatchObject({name: 'ResourceError'});
    expect(small.compile(doubling(10)).run({x: new Float32Array(10).fill(1)}).y).toEqual(new Float32Array(10).fill(2));
    small.close();
  });
});

describe('a device', () => {
  it('that is not here is refused, and those that are here are named', async () => {
    expect(await failureOf(() => openRuntime({device: 'abacus' as Device}))).toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(/^there is no device abacus here; there is .*cpu/),
      next: expect.stringContaining('--device'),
    });
  });
});
