/** Cases of the operators that work element by element, with broadcasting. */
import type {Stream} from '../../core/random/stream.ts';
import type {Tensor} from '../graph.ts';
import {dropout} from '../ops/dropout.ts';
import * as ops from '../ops/elementwise.ts';
import {broadcastable, type CaseTable, coin, type Draw, type Input, someShape} from './case.test-help.ts';

/** Two inputs of which at least one is broadcast, or none. */
function pair(stream: Stream, a: Draw, b: Draw): {a: Input; b: Input} {
  const shape = someShape(stream, stream.below(4));
  const [small, whole] = [broadcastable(stream, shape), shape];
  return coin(stream) ? {a: {shape: small, draw: a}, b: {shape: whole, draw: b}} : {a: {shape: whole, draw: a}, b: {shape: small, draw: b}};
}

const binary =
  (f: (a: Tensor, b: Tensor) => Tensor, a: Draw = 'normal', b: Draw = 'normal') =>
  (stream: Stream) => ({inputs: {...pair(stream, a, b)}, build: (t: Record<string, Tensor>) => f(t.a, t.b)});

const unary =
  (f: (x: Tensor) => Tensor, draw: Draw = 'normal', plain?: (x: Tensor) => Tensor) =>
  (stream: Stream) => ({
    inputs: {x: {shape: someShape(stream, 1 + stream.below(3)), draw}},
    build: (t: Record<string, Tensor>) => f(t.x),
    ...(plain && {plain: (t: Record<string, Tensor>) => plain(t.x)}),
  });

/** erf x as its integral, of elementary operators. */
const erfByIntegral = (x: Tensor): Tensor => {
  const steps = 4;
  const width = ops.multiply(x, 1 / steps);
  const [nodes, weights] = GAUSS;
  let total: Tensor | undefined;
  for (let k = 0; k < steps; k++)
    nodes.forEach((node, i) => {
      const t = ops.multiply(width, k + node);
      const term = ops.multiply(ops.exp(ops.negate(ops.square(t))), weights[i]);
      total = total ? ops.add(total, term) : term;
    });
  return ops.multiply(ops.multiply(total!, width), 2 / Math.sqrt(Math.PI));
};

/** Gauss-Legendre on [0, 1], 5 points. */
const GAUSS = [
  [0.04691007703066802, 0.23076534494715845, 0.5, 0.7692346550528415, 0.953089922969332],
  [0.11846344252809454, 0.23931433524968324, 0.28444444444444444, 0.23931433524968324, 0.11846344252809454],
] as const;

export const ELEMENTWISE: CaseTable = {
  add: binary(ops.add),
  subtract: binary(ops.subtract),
  multiply: binary(ops.multiply),
  divide: binary(ops.divide, 'normal', 'positive'),
  maximum: binary(ops.maximum, {apart: 0.02}, {apart: 0.07}),
  minimum: binary(ops.minimum, {apart: 0.02}, {apart: 0.07}),
  'add a number': unary((x) => ops.add(x, 1.5)),
  'a number minus': unary((x) => ops.subtract(1.5, x)),
  'a number over': unary((x) => ops.divide(1.5, x), 'positive'),
  negate: unary(ops.negate),
  exp: unary(ops.exp),
  log: unary(ops.log, 'positive'),
  sqrt: unary(ops.sqrt, 'positive'),
  square: unary(ops.square),
  tanh: unary(ops.tanh),
  sigmoid: unary(ops.sigmoid),
  softplus: unary(ops.softplus, 'normal', (x) => ops.log(ops.add(1, ops.exp(x)))),
  abs: unary(ops.abs, {apart: 0.02}),
  relu: unary(ops.relu, {apart: 0.02}, (x) => ops.maximum(x, 0)),
  silu: unary(ops.silu, 'normal', (x) => ops.divide(x, ops.add(1, ops.exp(ops.negate(x))))),
  gelu: unary(ops.gelu, 'normal', (x) => ops.multiply(ops.multiply(x, 0.5), ops.add(1, erfByIntegral(ops.multiply(x, Math.SQRT1_2))))),
  geluOfScaled: unary(ops.geluOfScaled, 'normal', (x) => ops.multiply(x, ops.add(1, erfByIntegral(x)))),
  'the same tensor on many ways': unary((x) => ops.multiply(ops.add(x, ops.exp(x)), ops.subtract(ops.tanh(x), x))),
  'cast to the same type': unary((x) => ops.cast(x, x.type)),
  where: (stream) => {
    const shape = someShape(stream, 1 + stream.below(3));
    const side = (): Input => ({shape: coin(stream) ? shape : broadcastable(stream, shape)});
    const condition: Input = {shape: coin(stream) ? shape : broadcastable(stream, shape), draw: {chance: 0.5}};
    return {inputs: {condition, a: side(), b: side()}, build: ({condition, a, b}) => ops.where(condition, a, b)};
  },
  'where a number': (stream) => {
    const shape = someShape(stream, 2);
    return {inputs: {condition: {shape, draw: {chance: 0.5}}, a: {shape}}, build: ({condition, a}) => ops.where(condition, a, -3)};
  },
  'where ids are a number': (stream) => {
    const shape = someShape(stream, 2);
    return {
      inputs: {ids: {shape, draw: {below: 2}}, a: {shape}},
      build: ({ids, a}) => ops.multiply(ops.where(ops.compare('Equal', ids, 1), a, 0), ops.cast(ids, a.type)),
    };
  },
  expandTo: (stream) => {
    const shape = someShape(stream, 3);
    return {inputs: {x: {shape: broadcastable(stream, shape)}}, build: ({x}) => ops.expandTo(x, shape)};
  },
  sumTo: (stream) => {
    const shape = someShape(stream, 3);
    const small = broadcastable(stream, shape);
    return {inputs: {x: {shape}}, build: ({x}) => ops.sumTo(x, small)};
  },
  dropout: (stream) => {
    const shape = someShape(stream, 2);
    return {inputs: {x: {shape}, mask: {shape, fixed: true}}, build: ({x, mask}) => dropout(x, mask)};
  },
};
