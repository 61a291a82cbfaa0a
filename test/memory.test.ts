import {existsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {ResourceError} from '../src/core/error.ts';
import {Stream} from '../src/core/random/stream.ts';
import {textOf} from '../src/core/text/documents.ts';
import {transformerModel, transformerOptions} from '../src/models/transformer/index.ts';
import {openRuntime} from '../src/node/tensor/runtime.ts';
import {Graph} from '../src/tensor/graph.ts';
import {encodeOnnx} from '../src/tensor/onnx.ts';
import {relu} from '../src/tensor/ops/elementwise.ts';
import {isOutOfMemory, outOfMemory} from '../src/tensor/room.ts';
import {genloss, temporaryFolder} from './command.ts';

const folder = temporaryFolder();
const yaml = (model: string) => `title: Too large
data: {corpus: speeches, from: 2005}
model: {kind: transformer, tokens: bytes, steps: 1, ${model}}
sample: {size: 500}
generations: 1
seeds: 1
arms: {replace: {workflow: replace}}
measures: [bitsPerByte]
`;

describe('an experiment whose model has no room', () => {
  it.each([
    [
      'a batch of a thousand million',
      'batch: 1000000000',
      /at least [\d.]+ TB .* largest tensors: \w+ \(\d+, 4, 128, 128\), [\d.]+ TB/,
      "next: Lower the model's batch, context, width or vocabulary.",
    ],
    // Known before anything is read: 12 bytes a weight.
    [
      'a width of 400,000',
      'width: 400000',
      /weights of the network and their moments: 76\.8 TB/,
      'next: Lower model.width or model.layers.',
    ],
  ])('%s: leaves 71, with what is too large and what to lower, and no results', (name, model, said, next) => {
    const file = join(folder, `${name}.yaml`);
    writeFileSync(file, yaml(model));
    const out = join(folder, name);
    const done = genloss(['run', file, '--out', out, '--quiet', '--workers', '1']);
    expect(done.err).toMatch(said);
    expect(done.err).toContain(next);
    expect(done.err).not.toMatch(/^\s+at /m);
    expect(done.code).toBe(71);
    expect(existsSync(join(out, 'results.jsonl'))).toBe(false);
  });
});

describe('the room that a graph needs', () => {
  it('is held against the memory that there is, before it runs', () => {
    const graph = new Graph();
    graph.output('y', relu(graph.input('x', [1000])));
    const encoded = encodeOnnx(graph);
    expect(() => openRuntime({memory: 5000}).compile(encoded)).toThrow(ResourceError);
    expect(() => openRuntime({memory: 5000}).compile(encoded)).toThrow('at least 8.00 kB of memory, and here are 5.00 kB');
    expect(
      openRuntime({memory: 8000})
        .compile(encoded)
        .run({x: new Float32Array(1000)}).y,
    ).toHaveLength(1000);
  });

  it('is asked of a training before its weights are made', () => {
    const text = textOf(Array.from({length: 40}, () => 'the cat sat on the mat and the dog ran'));
    const options = transformerOptions({width: 64, layers: 2, heads: 2, context: 32, vocabulary: 40, steps: 1});
    const model = transformerModel({options, runtime: openRuntime({memory: 1e6}), vocabulary: text});
    expect(() => model.fit([{data: text, source: 'human'}], Stream.root(1))).toThrow(/at least [\d.]+ MB of memory, and here are 1\.00 MB/);
  });
});

describe('memory that runs out', () => {
  it.each([
    'Failed to allocate memory for requested buffer of size 576000000',
    'std::bad_alloc',
    'bad allocation',
    'Array buffer allocation failed',
    'CUDA failure 2: out of memory',
  ])('is known by the words of the runtime: %s', (message) => {
    expect(isOutOfMemory(new Error(message))).toBe(true);
    expect(outOfMemory(new Error(message), 'cpu', {least: 10, peak: 20, largest: []}).message).toContain('out of memory on cpu');
  });

  it('is told from other failures', () => {
    expect(isOutOfMemory(new Error('Non-zero status code returned while running Gather node: indices element out of data bounds'))).toBe(
      false,
    );
  });
});
