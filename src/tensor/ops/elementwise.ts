/**
 * Operators that work element by element, with broadcasting by NumPy's rule; and the sum that undoes a broadcast.
 *
 * Every function adds nodes to the graph of its first argument. A number is a constant of the type of what it stands beside.
 */
import {DomainError} from '../../core/error.ts';
import {nodeOf, type Tensor} from '../graph.ts';
import {broadcastShape, type ElementType, type Shape, sameShape, shapeError, shown, typeNumber} from '../shape.ts';

type Operand = Tensor | number;

/** A number becomes a constant of the type of what it stands beside. */
const tensorOf = (value: Operand, beside: Tensor): Tensor => (typeof value === 'number' ? beside.graph.scalar(value, beside.type) : value);

function checkTypes(op: string, a: Tensor, b: Tensor): void {
  if (a.type !== b.type)
    throw new DomainError(`${op} of ${a.type} ${shown(a.shape)} and ${b.type} ${shown(b.shape)}: wanted one type`, {
      next: 'Cast one side.',
    });
}

function binary(
  op: string,
  left: Operand,
  right: Operand,
  rule: (a: Tensor, b: Tensor, out: () => Tensor) => (g: Tensor) => [Tensor?, Tensor?],
): Tensor {
  const beside = typeof left === 'number' ? (right as Tensor) : left;
  const [a, b] = [tensorOf(left, beside), tensorOf(right, beside)];
  checkTypes(op, a, b);
  const shape = broadcastShape(op, a.shape, b.shape);
  const back = rule(a, b, () => out);
  const out: Tensor = nodeOf(op, [a, b], shape, {
    backward: ([g]) => {
      const [da, db] = back(g!);
      return [da && sumTo(da, a.shape), db && sumTo(db, b.shape)];
    },
  });
  return out;
}

export const add = (a: Operand, b: Operand): Tensor => binary('Add', a, b, () => (g) => [g, g]);
export const subtract = (a: Operand, b: Operand): Tensor => binary('Sub', a, b, () => (g) => [g, negate(g)]);
export const multiply = (a: Operand, b: Operand): Tensor => binary('Mul', a, b, (x, y) => (g) => [multiply(g, y), multiply(g, x)]);
export const divide = (a: Operand, b: Operand): Tensor =>
  binary('Div', a, b, (_, y, out) => (g) => [divide(g, y), negate(divide(multiply(g, out()), y))]);

/** The larger of two; of equal ones the first has the gradient. */
export const maximum = (a: Operand, b: Operand): Tensor =>
  binary('Max', a, b, (x, y) => (g) => {
    const first = compare('GreaterOrEqual', x, y);
    return [where(first, g, 0), where(first, 0, g)];
  });

/** The smaller of two; of equal ones the first has the gradient. */
export const minimum = (a: Operand, b: Operand): Tensor =>
  binary('Min', a, b, (x, y) => (g) => {
    const first = compare('LessOrEqual', x, y);
    return [where(first, g, 0), where(first, 0, g)];
  });

/** Booleans. */
export function compare(op: 'Equal' | 'Greater' | 'GreaterOrEqual' | 'Less' | 'LessOrEqual', left: Tensor, right: Operand): Tensor {
  const b = tensorOf(right, left);
  checkTypes(op, left, b);
  return nodeOf(op, [left, b], broadcastShape(op, left.shape, b.shape), {type: 'bool'});
}

/** `chosen` where the condition holds, else `other`; all three are broadcast. */
export function where(condition: Tensor, chosen: Operand, other: Operand): Tensor {
  const beside = [chosen, other].find((side) => typeof side !== 'number') ?? condition.graph.scalar(0);
  const [a, b] = [tensorOf(chosen, beside as Tensor), tensorOf(other, beside as Tensor)];
  checkTypes('Where', a, b);
  if (condition.type !== 'bool')
    throw new DomainError(`Where of a condition of ${condition.type}: wanted booleans`, {next: 'Make them with compare.'});
  const shape = broadcastShape('Where', condition.shape, broadcastShape('Where', a.shape, b.shape));
  return nodeOf('Where', [condition, a, b], shape, {
    type: a.type,
    backward: ([g]) => [undefined, sumTo(where(condition, g!, 0), a.shape), sumTo(where(condition, 0, g!), b.shape)],
  });
}

function unary(op: string, x: Tensor, rule: (g: Tensor, out: Tensor) => Tensor): Tensor {
  const out: Tensor = nodeOf(op, [x], x.shape, {backward: ([g]) => [rule(g!, out)]});
  return out;
}

export const negate = (x: Tensor): Tensor => unary('Neg', x, (g) => negate(g));
export const exp = (x: Tensor): Tensor => unary('Exp', x, (g, y) => multiply(g, y));
export const log = (x: Tensor): Tensor => unary('Log', x, (g) => divide(g, x));
export const sqrt = (x: Tensor): Tensor => unary('Sqrt', x, (g, y) => divide(multiply(g, 0.5), y));
export const square = (x: Tensor): Tensor => multiply(x, x);
export const tanh = (x: Tensor): Tensor => unary('Tanh', x, (g, y) => multiply(g, subtract(1, square(y))));
export const sigmoid = (x: Tensor): Tensor => unary('Sigmoid', x, (g, y) => multiply(g, multiply(y, subtract(1, y))));
/** log(1 + e^x), of any size of x. */
export const softplus = (x: Tensor): Tensor => unary('Softplus', x, (g) => multiply(g, sigmoid(x)));
/** The gradient at 0 is 0. */
export const abs = (x: Tensor): Tensor =>
  unary('Abs', x, (g) => where(compare('Greater', x, 0), g, where(compare('Less', x, 0), negate(g), 0)));
export const relu = (x: Tensor): Tensor => unary('Relu', x, (g, y) => where(compare('Greater', y, 0), g, 0));
/** x sigmoid(x), also called swish. */
export const silu = (x: Tensor): Tensor => multiply(x, sigmoid(x));

/**
 * The Gaussian error linear unit, exact: x Phi(x).
 *
 *   with t = x / sqrt 2:  d/dx = (1 + erf t + 2/sqrt(pi) t exp(-t^2)) / 2
 *
 * What is shared with the derivative is computed once. Source: Hendrycks and Gimpel, arXiv:1606.08415.
 */
export function gelu(x: Tensor): Tensor {
  const t = multiply(x, Math.SQRT1_2);
  return multiply(geluOfScaled(t), Math.SQRT1_2);
}

/** sqrt 2 gelu(sqrt 2 t) = t (1 + erf t): where what comes before and after is linear, its weights take the factors, for nothing. */
export function geluOfScaled(t: Tensor): Tensor {
  const erfPlusOne = add(nodeOf('Erf', [t], t.shape), 1);
  return nodeOf('Mul', [t, erfPlusOne], t.shape, {
    backward: ([g]) => {
      const bell = multiply(multiply(t, exp(multiply(t, negate(t)))), 2 / Math.sqrt(Math.PI));
      return [multiply(g!, add(erfPlusOne, bell))];
    },
  });
}

/** The same values as another type; there is a gradient between floating-point types only. */
export function cast(x: Tensor, type: ElementType): Tensor {
  const floating = [x.type, type].every((t) => t === 'float32' || t === 'float64');
  return nodeOf('Cast', [x], x.shape, {
    type,
    attributes: {to: typeNumber(type)},
    backward: ([g]) => [floating ? cast(g!, x.type) : undefined],
  });
}

/** The sum over all dimensions in which `shape` was broadcast to x's. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const lead = x.shape.length - shape.length;
  const axes = x.shape.flatMap((extent, i) => (i < lead || (shape[i - lead] === 1 && extent !== 1) ? [i] : []));
  const kept = x.shape.map((extent, i) => (axes.includes(i) ? 1 : extent));
  const sum = axes.length === 0 ? x : reduceSum(x, axes, kept);
  return lead === 0 ? sum : reshaped(sum, shape);
}

function reduceSum(x: Tensor, axes: readonly number[], kept: Shape): Tensor {
  return nodeOf('ReduceSum', [x, x.graph.integers(axes)], kept, {
    attributes: {keepdims: 1},
    backward: ([g]) => [expandTo(g!, x.shape), undefined],
  });
}

/** Values repeated along dimensions of extent 1. */
export function expandTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  if (!sameShape(broadcastShape('Expand', x.shape, shape), shape))
    throw shapeError('Expand', [x.shape], `a shape that ${shown(x.shape)} is broadcast to, got ${shown(shape)}`, 'Sum with sumTo instead.');
  return nodeOf('Expand', [x, x.graph.integers(shape)], shape, {backward: ([g]) => [sumTo(g!, x.shape), undefined]});
}

function reshaped(x: Tensor, shape: Shape): Tensor {
  return nodeOf('Reshape', [x, x.graph.integers(shape)], shape, {backward: ([g]) => [reshaped(g!, x.shape), undefined]});
}
