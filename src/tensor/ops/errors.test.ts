import {describe, expect, it} from 'vitest';
import {DomainError} from '../../core/error.ts';
import {gradients} from '../gradients.ts';
import {Graph, type Tensor} from '../graph.ts';
import {encodeOnnx} from '../onnx.ts';
import {interpret} from '../reference.test-help.ts';
import type {ElementType, Shape} from '../shape.ts';
import {attention, causalMask} from './attention.ts';
import {conv2d, transposedConv2d} from './conv.ts';
import {dropout} from './dropout.ts';
import {add, compare, expandTo, multiply, where} from './elementwise.ts';
import {addedAt, concatenate, gatherRows, padded, pick, reshape, slice, split, swapLast, transpose} from './layout.ts';
import {linear, matmul} from './matrix.ts';
import {layerNorm, normLinear, standardize} from './norm.ts';
import {max, mean, sum} from './reduce.ts';
import {rotary, rotaryBy} from './rotary.ts';
import {logProbabilityOf, logSoftmax, softmax} from './softmax.ts';

type Make = (shape: Shape, type?: ElementType) => Tensor;

/** What is asked, and what the message must say: the operation, every shape, what was wanted. */
const WRONG: readonly [asked: string, call: (of: Make) => unknown, says: readonly string[]][] = [
  ['add', (of) => add(of([2, 3]), of([4])), ['Add', '(2, 3)', '(4)', 'got 3 and 4']],
  ['add of two types', (of) => add(of([2]), of([2], 'int32')), ['Add', 'float32 (2)', 'int32 (2)', 'one type']],
  ['compare of two types', (of) => compare('Equal', of([2], 'int32'), of([2])), ['Equal', 'int32 (2)', 'float32 (2)']],
  ['where without booleans', (of) => where(of([2]), of([2]), 0), ['Where', 'booleans', 'float32']],
  ['expandTo a smaller shape', (of) => expandTo(of([3]), [1]), ['Expand', '(3)', '(1)']],
  ['expandTo another shape', (of) => expandTo(of([3]), [4]), ['Expand', '(3)', '(4)']],
  ['sum along an axis that is not there', (of) => sum(of([2, 3]), {axes: [2]}), ['reduction', '(2, 3)', '-2 to 1', 'got 2']],
  ['mean along an axis of a scalar', (of) => mean(of([]), {axes: [0]}), ['reduction', '()', 'scalar']],
  ['max along one axis twice', (of) => max(of([2, 3]), {axes: [1, -1]}), ['reduction', '(2, 3)', 'once']],
  ['reshape', (of) => reshape(of([2, 3]), [4, 2]), ['Reshape', '(2, 3)', '6 elements', '(4, 2)']],
  ['reshape with two unknowns', (of) => reshape(of([2, 3]), [-1, -1]), ['Reshape', '(2, 3)', '(-1, -1)']],
  ['reshape to no whole extent', (of) => reshape(of([2, 3]), [4, -1]), ['Reshape', '(2, 3)', '(4, -1)']],
  ['transpose', (of) => transpose(of([2, 3]), [0, 0]), ['Transpose', '(2, 3)', '0 to 1', '(0, 0)']],
  ['swapLast of a vector', (of) => swapLast(of([3])), ['transpose', '(3)', 'two dimensions']],
  ['slice', (of) => slice(of([2, 3]), {axis: 1, from: 2, to: 4}), ['Slice', '(2, 3)', 'got 2 to 4']],
  ['padded', (of) => padded(of([2, 3]), {axis: 0, before: -1, after: 0}), ['Pad', '(2, 3)', 'got -1 and 0']],
  ['concatenate', (of) => concatenate([of([2, 3]), of([4, 3])], 1), ['Concat', '(2, 3)', '(4, 3)', 'axis 1']],
  ['concatenate of nothing', () => concatenate([], 0), ['Concat', 'at least one']],
  ['split', (of) => split(of([2, 3]), 1, [2, 2]), ['Split', '(2, 3)', 'sum to 3', '(2, 2)']],
  ['gatherRows of a vector', (of) => gatherRows(of([3]), of([2], 'int32')), ['Gather', '(3)', 'two dimensions']],
  ['gatherRows by no whole numbers', (of) => gatherRows(of([3, 2]), of([2])), ['Gather', 'float32 (2)', 'whole numbers']],
  ['pick', (of) => pick(of([3, 2]), of([2], 'int32')), ['pick', '(3, 2)', '(2)', '(n, K)']],
  ['addedAt', (of) => addedAt(of([3, 2]), of([3], 'int32'), of([3, 1])), ['addedAt', '(3, 2)', '(3)', '(3, 1)']],
  ['matmul of a vector', (of) => matmul(of([3]), of([3, 2])), ['MatMul', '(3)', '(3, 2)', '(..., m, k)']],
  ['matmul', (of) => matmul(of([2, 3]), of([4, 2])), ['MatMul', '(2, 3)', '(4, 2)', '3 and 4']],
  ['matmul, transposed', (of) => matmul(of([2, 3]), of([4, 2]), {transposeB: true}), ['MatMul', '(2, 3)', 'B transposed', '3 and 2']],
  ['matmul whose batches differ', (of) => matmul(of([2, 3, 3]), of([4, 3, 3])), ['MatMul', '(2)', '(4)', 'got 2 and 4']],
  ['linear', (of) => linear(of([2, 3]), of([4, 2])), ['linear', '(2, 3)', '(4, 2)']],
  ['linear with a bias', (of) => linear(of([2, 3]), of([3, 4]), of([3])), ['linear', '(3, 4)', '(3)', '(4)']],
  ['softmax of a scalar', (of) => softmax(of([])), ['Softmax', '()', 'scalar']],
  ['logSoftmax of a scalar', (of) => logSoftmax(of([])), ['LogSoftmax', '()', 'scalar']],
  ['logProbabilityOf', (of) => logProbabilityOf(of([2, 3]), of([3], 'int32')), ['logProbabilityOf', '(2, 3)', '(3)', '(n, K)']],
  ['attention', (of) => attention(of([2, 3]), of([4, 5]), of([4, 2])), ['attention', '(2, 3)', '(4, 5)', '(4, 2)']],
  ['attention of vectors', (of) => attention(of([3]), of([3]), of([3])), ['attention', '(3)']],
  ['attention whose batches differ', (of) => attention(of([2, 1, 3]), of([3, 1, 3]), of([3, 1, 3])), ['attention', '(2)', '(3)']],
  [
    'attention with too large a mask',
    (of) => attention(of([2, 3]), of([4, 3]), of([4, 3]), {mask: of([5, 2, 4])}),
    ['mask', '(2, 4)', '(5, 2, 4)'],
  ],
  ['causalMask', () => causalMask(new Graph(), 3, 2), ['causal mask', 'got 2 and 3']],
  ['standardize of a scalar', (of) => standardize(of([])), ['LayerNormalization', '()']],
  ['layerNorm', (of) => layerNorm(of([2, 3]), of([3]), of([2])), ['layerNorm', '(2)', '(3)']],
  ['normLinear', (of) => normLinear(of([2, 3]), {gain: of([3]), bias: of([3])}, of([4, 5]), undefined), ['normLinear', '(2, 3)', '(4, 5)']],
  [
    'normLinear with a gain',
    (of) => normLinear(of([2, 3]), {gain: of([5]), bias: of([3])}, of([3, 5]), undefined),
    ['normLinear', '(5)', '(3)'],
  ],
  ['normLinear with c', (of) => normLinear(of([2, 3]), {gain: of([3]), bias: of([3])}, of([3, 5]), of([3])), ['normLinear', '(3)', '(5)']],
  ['conv2d', (of) => conv2d(of([1, 2, 5, 5]), of([3, 1, 3, 3])), ['conv2d', '(1, 2, 5, 5)', '(3, 1, 3, 3)']],
  ['conv2d of too small an image', (of) => conv2d(of([1, 1, 2, 5]), of([3, 1, 3, 3])), ['conv2d', '(1, 1, 2, 5)']],
  ['conv2d with a stride', (of) => conv2d(of([1, 1, 5, 5]), of([3, 1, 3, 3]), {stride: 0}), ['conv2d', 'got 0 and 0']],
  ['conv2d with a bias', (of) => conv2d(of([1, 1, 5, 5]), of([3, 1, 3, 3]), {bias: of([1])}), ['conv2d', '(1)', '(3)']],
  ['transposedConv2d', (of) => transposedConv2d(of([1, 2, 5, 5]), of([3, 1, 3, 3])), ['transposedConv2d', '(1, 2, 5, 5)']],
  [
    'transposedConv2d with an output padding',
    (of) => transposedConv2d(of([1, 1, 5, 5]), of([1, 1, 3, 3]), {outputPadding: 1}),
    ['transposedConv2d', '(1, 1, 5, 5)', 'below the stride 1'],
  ],
  ['rotary of odd heads', (of) => rotary(of([2, 3])), ['rotary', '(2, 3)', 'even']],
  ['rotaryBy', (of) => rotaryBy(of([2, 4]), of([2, 4]), of([2, 2])), ['rotaryBy', '(2, 4)', '(2, 2)']],
  ['dropout', (of) => dropout(of([2]), of([3, 2])), ['dropout', '(2)', '(3, 2)']],
  ['a negative extent', (of) => of([-1]), ['(-1)', 'at least 0']],
  ['a constant', () => new Graph().constant(new Float32Array(3), [2]), ['(2)', '2 values', 'got 3']],
  ['gradients of a vector', (of) => gradients(of([2]), []), ['scalar', '(2)']],
  [
    'gradients by what has none',
    (of) => {
      const [x, at, values] = [of([2, 3]), of([2, 1], 'int32'), of([2, 1])];
      return gradients(sum(addedAt(x, at, values)), [values]);
    },
    ['ScatterElements', '(2, 3)', '(2, 1)', 'no derivative'],
  ],
  ['gradients by a tensor of another graph', (of) => gradients(of([]), [new Graph().input('x', [2])]), ['another graph', '(2)']],
  ['operands of two graphs', (of) => multiply(of([2]), new Graph().input('x', [2])), ['Mul', 'two graphs']],
  ['an output of another graph', (of) => new Graph().output('y', of([2])), ['output y', 'another graph']],
  ['a graph without outputs', () => encodeOnnx(new Graph()), ['no output']],
];

const NAMES: readonly [asked: string, call: (graph: Graph) => unknown, says: RegExp][] = [
  ['an input twice', (graph) => graph.input('x', [2]), /input named x .*\(2, 3\)/],
  [
    'an output twice',
    (graph) => {
      graph.output('y', graph.scalar(1));
      graph.output('y', graph.scalar(2));
    },
    /output named y/,
  ],
  [
    'an input and an output of one name',
    (graph) => {
      graph.output('x', graph.scalar(1));
      encodeOnnx(graph);
    },
    /both named x/,
  ],
];

describe('what cannot be built', () => {
  it.each(WRONG)('%s: the error names the operation, the shapes, what was wanted and what to do', (_, call, says) => {
    const graph = new Graph();
    let count = 0;
    const of: Make = (shape, type) => graph.input(`input ${count++}`, shape, type);
    try {
      call(of);
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      const {message, next} = error as DomainError;
      for (const part of says) expect(message).toContain(part);
      expect(next, message).toMatch(/^[A-Z].*\.$/);
      return;
    }
    expect.fail('nothing was thrown');
  });

  it.each(NAMES)('%s: the error says which', (_, call, says) => {
    const graph = new Graph();
    graph.input('x', [2, 3]);
    expect(() => call(graph)).toThrow(says);
  });

  it('leaves the graph as it was where what is composed throws', () => {
    const graph = new Graph();
    const x = graph.input('x', [2, 4]);
    const bad = graph.input('bad', [3]);
    expect(() =>
      graph.compose(
        'mine',
        [x],
        () => add(x, bad),
        () => [],
      ),
    ).toThrow(DomainError);
    const [dx] = gradients(sum(multiply(x, 3)), [x]);
    graph.output('dx', dx);
    expect(Array.from(interpret(graph, {}).dx)).toEqual(new Array(8).fill(3));
  });

  it('is composed of nothing', () => {
    const graph = new Graph();
    const x = graph.input('x', [2]);
    expect(() =>
      graph.compose(
        'mine',
        [x],
        () => x,
        (g) => [g],
      ),
    ).toThrow(/mine is composed of nothing/);
  });
});
