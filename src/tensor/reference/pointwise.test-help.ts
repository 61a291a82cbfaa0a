/** Operators element by element, reductions and norms, as their definitions read. */
import {erf} from '../../core/stats/special.ts';
import {broadcastShape, type Shape} from '../shape.ts';
import type {Operator} from './operator.test-help.ts';
import {attributeOf} from './operator.test-help.ts';
import {at, indices, placeOf, replaced, sumOf, tabulate, upTo, type Value} from './value.test-help.ts';

const pointwise =
  (f: (...values: number[]) => number): Operator =>
  (inputs) => {
    const shape = inputs.map((value) => value!.shape).reduce((a, b) => broadcastShape('the reference', a, b));
    return [tabulate(shape, (index) => f(...inputs.map((value) => at(value!, index))))];
  };

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

const POINTWISE: Record<string, Operator> = {
  Add: pointwise((a, b) => a + b),
  Sub: pointwise((a, b) => a - b),
  Mul: pointwise((a, b) => a * b),
  Div: pointwise((a, b) => a / b),
  Pow: pointwise((a, b) => a ** b),
  Max: pointwise(Math.max),
  Min: pointwise(Math.min),
  Equal: pointwise((a, b) => Number(a === b)),
  Greater: pointwise((a, b) => Number(a > b)),
  GreaterOrEqual: pointwise((a, b) => Number(a >= b)),
  Less: pointwise((a, b) => Number(a < b)),
  LessOrEqual: pointwise((a, b) => Number(a <= b)),
  Where: pointwise((condition, a, b) => (condition ? a : b)),
  Neg: pointwise((x) => -x),
  Exp: pointwise(Math.exp),
  Log: pointwise(Math.log),
  Sqrt: pointwise(Math.sqrt),
  Reciprocal: pointwise((x) => 1 / x),
  Tanh: pointwise(Math.tanh),
  Sigmoid: pointwise(logistic),
  Softplus: pointwise((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  Abs: pointwise(Math.abs),
  Sign: pointwise(Math.sign),
  Relu: pointwise((x) => Math.max(x, 0)),
  Erf: pointwise(erf),
  Identity: pointwise((x) => x),
  Cast: ([x], node) => {
    const to = attributeOf(node, 'to', 0);
    const convert =
      to === 9 ? (v: number) => Number(v !== 0) : to === 6 || to === 7 ? Math.trunc : to === 1 ? Math.fround : (v: number) => v;
    return [tabulate(x!.shape, (index) => convert(at(x!, index)))];
  },
};

/** `f` of all values that fall together when the axes (all, where none are named) have extent 1. */
const reduction =
  (f: (values: number[]) => number): Operator =>
  ([x, named], node) => {
    const rank = x!.shape.length;
    const axes = named && named.data.length > 0 ? [...named.data].map((axis) => (axis + rank) % rank) : upTo(rank);
    const kept = x!.shape.map((extent, i) => (axes.includes(i) ? 1 : extent));
    const groups = indices(kept).map((): number[] => []);
    for (const index of indices(x!.shape)) groups[placeOf(kept, index)].push(at(x!, index));
    const shape = attributeOf(node, 'keepdims', 1) === 1 ? kept : x!.shape.filter((_, i) => !axes.includes(i));
    return [{shape, data: Float64Array.from(groups, f)}];
  };

const REDUCTIONS: Record<string, Operator> = {
  ReduceSum: reduction(sumOf),
  ReduceMean: reduction((values) => sumOf(values) / values.length),
  ReduceMax: reduction((values) => values.reduce((a, b) => Math.max(a, b))),
};

/** Values along one axis through an index. */
const along = (x: Value, index: readonly number[], axis: number) => upTo(x.shape[axis]).map((k) => at(x, replaced(index, axis, k)));
const lastOf = (shape: Shape, axis: number) => (axis < 0 ? axis + shape.length : axis);

/** log sum exp along the axis, without overflow. */
function logTotal(values: readonly number[]): number {
  const largest = Math.max(...values);
  return largest + Math.log(sumOf(values.map((value) => Math.exp(value - largest))));
}

const NORMS: Record<string, Operator> = {
  Softmax: ([x], node) => {
    const axis = lastOf(x!.shape, attributeOf(node, 'axis', -1));
    return [tabulate(x!.shape, (index) => Math.exp(at(x!, index) - logTotal(along(x!, index, axis))))];
  },
  LogSoftmax: ([x], node) => {
    const axis = lastOf(x!.shape, attributeOf(node, 'axis', -1));
    return [tabulate(x!.shape, (index) => at(x!, index) - logTotal(along(x!, index, axis)))];
  },
  LayerNormalization: ([x, scale, bias], node) => {
    const axis = lastOf(x!.shape, attributeOf(node, 'axis', -1));
    if (axis !== x!.shape.length - 1) throw new Error('the reference normalises the last axis only');
    const epsilon = attributeOf(node, 'epsilon', 1e-5);
    const rows = replaced(x!.shape, axis, 1);
    const mean = tabulate(rows, (index) => sumOf(along(x!, index, axis)) / x!.shape[axis]);
    const inverse = tabulate(rows, (index) => {
      const centre = at(mean, index);
      const variance = sumOf(along(x!, index, axis).map((value) => (value - centre) ** 2)) / x!.shape[axis];
      return 1 / Math.sqrt(variance + epsilon);
    });
    const shift = (index: number[]) => (bias ? at(bias, index) : 0);
    const y = tabulate(x!.shape, (index) => (at(x!, index) - at(mean, index)) * at(inverse, index) * at(scale!, index) + shift(index));
    return [y, mean, inverse];
  },
};

export const POINTWISE_OPERATORS: Record<string, Operator> = {...POINTWISE, ...REDUCTIONS, ...NORMS};
