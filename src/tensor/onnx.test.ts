import {describe, expect, it} from 'vitest';
import {gradients} from './gradients.ts';
import {Graph} from './graph.ts';
import {readOnnx} from './onnx.test-help.ts';
import {encodeOnnx} from './onnx.ts';
import {cast, exp, multiply} from './ops/elementwise.ts';
import {transpose} from './ops/layout.ts';
import {linear, matmul} from './ops/matrix.ts';
import {standardize} from './ops/norm.ts';
import {mean, sum} from './ops/reduce.ts';
import {softmax} from './ops/softmax.ts';
import {Message} from './protobuf.ts';

const FLOAT = 1;

describe('the bytes of a graph', () => {
  it('name its inputs and outputs, with their shapes and types, and its operator sets', () => {
    const graph = new Graph();
    const x = graph.input('x', [8, 4]);
    const ids = graph.input('ids', [3], 'int32');
    graph.output('y', linear(x, graph.input('weight', [4, 200])));
    graph.output('loss', mean(x));
    graph.output('wide', cast(ids, 'int64'));
    const {bytes, inputs, outputs} = encodeOnnx(graph);
    const model = readOnnx(bytes);
    expect(model.irVersion).toBe(10);
    expect(model.operatorSets).toEqual([
      {domain: '', version: 21},
      {domain: 'com.microsoft', version: 1},
    ]);
    expect(model.inputs).toEqual([
      {name: 'x', type: FLOAT, shape: [8, 4]},
      {name: 'ids', type: 6, shape: [3]},
      {name: 'weight', type: FLOAT, shape: [4, 200]},
    ]);
    expect(model.outputs).toEqual([
      {name: 'y', type: FLOAT, shape: [8, 200]},
      {name: 'loss', type: FLOAT, shape: []},
      {name: 'wide', type: 7, shape: [3]},
    ]);
    expect([...inputs.keys()]).toEqual(['x', 'ids', 'weight']);
    expect(outputs.get('y')).toEqual({shape: [8, 200], type: 'float32'});
  });

  it('hold every attribute as its kind and every constant as its values', () => {
    const graph = new Graph();
    const x = graph.input('x', [2, 3]);
    graph.output('y', linear(transpose(x, [1, 0]), graph.constant(Float32Array.of(1, -2.5, 3, 4), [2, 2]), undefined, {factor: 0.5}));
    graph.output('s', softmax(x));
    graph.output('sum', sum(x, {axes: [-1]}));
    const model = readOnnx(encodeOnnx(graph).bytes);
    const node = (op: string) => model.nodes.find((one) => one.op === op)!;
    expect(node('Transpose').attributes).toEqual({perm: {integers: [1, 0]}});
    expect(node('Gemm').attributes).toMatchObject({alpha: {float: 0.5}, transA: {integer: 0}});
    expect(node('Softmax').attributes).toEqual({axis: {integer: -1}});
    const [weight] = model.constants.filter(({name}) => name === node('Gemm').inputs[1]);
    expect(weight).toMatchObject({type: FLOAT, shape: [2, 2]});
    expect(Array.from(new Float32Array(weight.bytes.slice().buffer))).toEqual([1, -2.5, 3, 4]);
    const [axes] = model.constants.filter(({name}) => name === node('ReduceSum').inputs[1]);
    expect(axes).toMatchObject({type: 7, shape: [1]});
    expect(Array.from(new BigInt64Array(axes.bytes.slice().buffer))).toEqual([1n]);
  });

  it('leave out what no output needs, and what stands for other operators', () => {
    const graph = new Graph();
    const x = graph.input('x', [2, 4]);
    const unused = graph.input('unused', [2]);
    exp(unused);
    const [dx] = gradients(sum(multiply(standardize(x), graph.input('w', [2, 4]))), [x]);
    graph.output('dx', dx);
    const model = readOnnx(encodeOnnx(graph).bytes);
    expect(model.inputs.map(({name}) => name)).toEqual(['x', 'w']);
    const ops = model.nodes.map(({op}) => op);
    expect(ops).toContain('LayerNormalization');
    expect(ops).not.toContain('Exp');
    expect(ops).not.toContain('standardize');
    expect(model.nodes.find(({op}) => op === 'LayerNormalization')!.outputs).toHaveLength(3);
  });

  it('compute every tensor once, before it is used', () => {
    const graph = new Graph();
    const x = graph.input('x', [6, 4]);
    const [dx] = gradients(sum(exp(standardize(multiply(x, x)))), [x]);
    graph.output('dx', dx);
    const model = readOnnx(encodeOnnx(graph).bytes);
    const there = new Set(['', ...model.inputs.map(({name}) => name), ...model.constants.map(({name}) => name)]);
    for (const {inputs, outputs} of model.nodes) {
      for (const name of inputs) expect(there, name).toContain(name);
      for (const name of outputs) {
        expect(there).not.toContain(name);
        there.add(name);
      }
    }
    for (const {name} of model.outputs) expect(there).toContain(name);
  });

  it("have ONNX Runtime's own operators only where the graph is fused", () => {
    const domains = [false, true].map((fused) => {
      const graph = new Graph({fused});
      graph.output('y', matmul(graph.input('a', [2, 3]), graph.input('b', [4, 3]), {transposeB: true}));
      return readOnnx(encodeOnnx(graph).bytes).nodes.map(({op, domain}) => `${domain}:${op}`);
    });
    expect(domains).toEqual([[':Transpose', ':MatMul'], ['com.microsoft:FusedMatMul']]);
  });

  it('are the same for the same graph', () => {
    const build = () => {
      const graph = new Graph();
      graph.output('y', softmax(multiply(graph.input('x', [2, 3]), 2)));
      return encodeOnnx(graph).bytes;
    };
    expect(build()).toEqual(build());
  });

  it('are few where a tensor is filled with one number', () => {
    const graph = new Graph();
    graph.output('y', multiply(graph.input('x', [1000, 1000]), graph.filled(2, [1000, 1000])));
    expect(encodeOnnx(graph).bytes.length).toBeLessThan(1000);
  });
});

describe('a message', () => {
  it('writes varints as Protocol Buffers do, negative ones in ten bytes', () => {
    expect(Array.from(new Message().varint(1, 150).finish())).toEqual([0x08, 0x96, 0x01]);
    expect(Array.from(new Message().varint(1, 127).varint(1, 128).finish())).toEqual([0x08, 127, 0x08, 0x80, 0x01]);
    expect(Array.from(new Message().varint(1, -1).finish())).toEqual([0x08, ...new Array(9).fill(0xff), 0x01]);
    expect(Array.from(new Message().string(2, 'testing').finish())).toEqual([0x12, 7, ...new TextEncoder().encode('testing')]);
    expect(Array.from(new Message().varint(20, 0).finish())).toEqual([0xa0, 0x01, 0]);
  });
});
