import {describe, expect, it} from 'vitest';
import {ResourceError} from '../core/error.ts';
import {failureOf} from '../node/folder.test-input.ts';
import type {MemoryNeed} from './memory.ts';
import {MOST_MODEL_BYTES} from './onnx-model.ts';
import {checkGraphRoom, isOutOfMemory, outOfMemory} from './room.ts';

const MB = 1e6;
const need = (least: number, peak: number): MemoryNeed => ({
  least: least * MB,
  peak: peak * MB,
  largest: [{name: 'MatMul', shape: [512, 1024], bytes: 2 * MB}],
});
const graph = (memory: MemoryNeed, length = 10) => ({bytes: {length} as Uint8Array, inputs: new Map(), outputs: new Map(), memory});

describe('the room of a graph', () => {
  it('is that of what no runtime can do without: the least, or half of the peak', async () => {
    const fits = (least: number, peak: number, limit: number) =>
      failureOf(() => {
        checkGraphRoom(graph(need(least, peak)), limit * MB);
        throw new Error('fits');
      }).then(({message}) => message === 'fits');
    expect(await fits(100, 100, 100)).toBe(true);
    expect(await fits(100, 100, 99)).toBe(false);
    expect(await fits(100, 300, 150)).toBe(true);
    expect(await fits(100, 300, 149)).toBe(false);
  });

  it('is said with what is there and which tensors are large', async () => {
    const error = await failureOf(() => checkGraphRoom(graph(need(100, 300)), 64 * MB));
    expect(error).toBeInstanceOf(ResourceError);
    expect(error.message).toMatch(/^the model needs at least 150 MB of memory, and here are 64\.0 MB; .*MatMul/);
  });

  it('is not asked for where the limit is not known, but a file of ONNX has one of its own', async () => {
    checkGraphRoom(graph(need(1e9, 1e9)), undefined);
    expect(await failureOf(() => checkGraphRoom(graph(need(1, 1), MOST_MODEL_BYTES + 1), undefined))).toMatchObject({
      name: 'ResourceError',
      message: expect.stringContaining('ONNX holds'),
    });
  });
});

describe('a runtime that had no room', () => {
  it.each([
    ['std::bad_alloc', true],
    ['Failed to allocate memory for requested buffer of size 4096', true],
    ['CUDA error: out of memory', true],
    ['Invalid typed array length: 99', true],
    ['OOM when allocating', true],
    ['Non-zero status code returned while running Gather node', false],
    ['the ROOM is full', false],
  ])('is known by what it says: %s', (message, is) => {
    expect(isOutOfMemory(new Error(message))).toBe(is);
  });

  it('is told with the node and how much it wanted, where they are known', () => {
    const cause = new Error(
      "while running MatMul node. Name:'MatMul 512x1024 #12' Failed to allocate memory for requested buffer of size 2097152",
    );
    const error = outOfMemory(cause, 'cpu', need(100, 300));
    expect(error).toMatchObject({name: 'ResourceError', cause});
    expect(error.message).toMatch(/^out of memory on cpu at MatMul 512x1024, which wanted 2\.10 MB: the graph holds between 100 MB/);
    expect(outOfMemory(new Error('bad_alloc'), 'webgpu', need(1, 2)).message).toMatch(/^out of memory on webgpu: the graph holds/);
  });
});
