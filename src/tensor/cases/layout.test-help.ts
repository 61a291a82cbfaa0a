/** Cases of the operators that move values, and of reductions. */
import type {Stream} from '../../core/random/stream.ts';
import type {Tensor} from '../graph.ts';
import {add, multiply} from '../ops/elementwise.ts';
import * as ops from '../ops/layout.ts';
import {max, mean, sum} from '../ops/reduce.ts';
import {elementsOf} from '../shape.ts';
import {type CaseTable, coin, type Draw, someShape} from './case.test-help.ts';

const reduction =
  (f: typeof sum, draw: Draw = 'normal') =>
  (stream: Stream) => {
    const shape = someShape(stream, 1 + stream.below(3));
    const some = shape.flatMap((_, i) => (coin(stream) ? [coin(stream) ? i : i - shape.length] : []));
    const axes = coin(stream) ? undefined : some;
    const keep = coin(stream);
    return {inputs: {x: {shape, draw}}, build: ({x}: Record<string, Tensor>) => f(x, {axes, keep})};
  };

/** From and to inside an extent, at least one apart. */
function range(stream: Stream, extent: number): {from: number; to: number} {
  const from = stream.below(extent);
  return {from, to: from + 1 + stream.below(extent - from)};
}

export const LAYOUT: CaseTable = {
  sum: reduction(sum),
  mean: reduction(mean),
  max: reduction(max, {apart: 0.02}),
  reshape: (stream) => {
    const shape = someShape(stream, 3);
    return {inputs: {x: {shape}}, build: ({x}) => ops.reshape(x, [shape[0], -1])};
  },
  'reshape to a scalar and back': () => ({inputs: {x: {shape: [1]}}, build: ({x}) => multiply(ops.reshape(x, []), ops.reshape(x, [1, 1]))}),
  transpose: (stream) => {
    const order = [
      [2, 0, 1],
      [1, 0, 2],
      [2, 1, 0],
      [0, 2, 1],
      [1, 2, 0],
    ][stream.below(5)];
    return {inputs: {x: {shape: someShape(stream, 3)}}, build: ({x}) => ops.transpose(x, order)};
  },
  'transpose of five axes': (stream) => ({
    inputs: {x: {shape: someShape(stream, 5, 3)}},
    build: ({x}) => ops.transpose(x, [2, 0, 3, 1, 4]),
  }),
  swapLast: (stream) => ({inputs: {x: {shape: someShape(stream, 3)}}, build: ({x}) => ops.swapLast(x)}),
  slice: (stream) => {
    const shape = someShape(stream, 3);
    const axis = stream.below(3);
    const part = {axis: coin(stream) ? axis : axis - 3, ...range(stream, shape[axis])};
    return {inputs: {x: {shape}}, build: ({x}) => ops.slice(x, part)};
  },
  padded: (stream) => {
    const [axis, before, after] = [stream.below(2), stream.below(3), stream.below(3)];
    return {inputs: {x: {shape: someShape(stream, 2)}}, build: ({x}) => ops.padded(x, {axis, before, after})};
  },
  concatenate: (stream) => {
    const shape = someShape(stream, 2);
    const other = [shape[0], 1 + stream.below(3)];
    return {inputs: {a: {shape}, b: {shape: other}}, build: ({a, b}) => ops.concatenate([a, b, a], -1)};
  },
  split: (stream) => {
    const sizes = someShape(stream, 3, 2);
    const shape = [...someShape(stream, 1), sizes[0] + sizes[1] + sizes[2]];
    return {
      inputs: {x: {shape}},
      build: ({x}) => {
        const [first, , last] = ops.split(x, 1, sizes);
        return add(sum(first, {axes: [1], keep: true}), multiply(last, 2));
      },
    };
  },
  gatherRows: (stream) => {
    const [V, D] = [2 + stream.below(3), 1 + stream.below(4)];
    const ids = someShape(stream, 1 + stream.below(2));
    return {inputs: {table: {shape: [V, D]}, ids: {shape: ids, draw: {below: V}}}, build: ({table, ids}) => ops.gatherRows(table, ids)};
  },
  'gatherRows by a part of the ids': () => ({
    inputs: {table: {shape: [3, 4]}, ids: {shape: [4, 2], draw: {below: 3}}},
    build: ({table, ids}) => ops.gatherRows(table, ops.slice(ids, {axis: 0, from: 1, to: 3})),
  }),
  'gatherRows, one row often': () => ({
    inputs: {table: {shape: [3, 8]}, ids: {shape: [40], draw: {below: 2}}},
    build: ({table, ids}) => ops.gatherRows(table, ids),
  }),
  pick: (stream) => {
    const [n, K] = [1 + stream.below(4), 1 + stream.below(4)];
    return {inputs: {x: {shape: [n, K]}, ids: {shape: [n], draw: {below: K}}}, build: ({x, ids}) => ops.pick(x, ids)};
  },
  'an unused branch': (stream) => {
    const shape = someShape(stream, 2);
    return {
      inputs: {x: {shape}, unused: {shape}},
      build: ({x, unused}) => {
        multiply(x, unused);
        return ops.reshape(x, [elementsOf(shape)]);
      },
    };
  },
};
