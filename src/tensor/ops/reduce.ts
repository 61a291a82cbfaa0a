/** Sums, means and maxima along axes. All axes unless some are named; `keep` leaves them with extent 1. */
import {nodeOf, type Tensor} from '../graph.ts';
import {axisOf, elementsOf, shapeError} from '../shape.ts';
import {compare, divide, expandTo, multiply, where} from './elementwise.ts';
import {reshape} from './layout.ts';

interface ReduceOptions {
  readonly axes?: readonly number[];
  readonly keep?: boolean;
}

export const sum = (x: Tensor, options: ReduceOptions = {}): Tensor => reduced('ReduceSum', x, options, (g) => expandTo(g, x.shape));

export function mean(x: Tensor, options: ReduceOptions = {}): Tensor {
  const {over} = extents(x, options);
  return reduced('ReduceMean', x, options, (g) => expandTo(multiply(g, 1 / over), x.shape));
}

/** The largest; where several are equal they share the gradient. */
export function max(x: Tensor, options: ReduceOptions = {}): Tensor {
  return reduced('ReduceMax', x, options, (g, largest) => {
    const at = where(compare('Equal', x, largest), x.graph.scalar(1), 0);
    return multiply(divide(at, sum(at, {axes: extents(x, options).axes, keep: true})), g);
  });
}

/** `rule`: from the gradient and the result, both with their axes kept, to the gradient of x. */
function reduced(op: string, x: Tensor, options: ReduceOptions, rule: (g: Tensor, result: Tensor) => Tensor): Tensor {
  const {axes, kept} = extents(x, options);
  if (axes.length === 0) return x;
  const result: Tensor = nodeOf(op, [x, x.graph.integers(axes)], kept, {
    attributes: {keepdims: 1},
    backward: ([g]) => [rule(g!, result), undefined],
  });
  return options.keep
    ? result
    : reshape(
        result,
        x.shape.filter((_, i) => !axes.includes(i)),
      );
}

function extents(x: Tensor, {axes}: ReduceOptions) {
  const all = (axes ?? x.shape.map((_, i) => i)).map((axis) => axisOf('a reduction', x.shape, axis));
  if (new Set(all).size !== all.length) throw shapeError('a reduction', [x.shape], `each axis once, got ${axes}`, 'Name an axis once.');
  const kept = x.shape.map((extent, i) => (all.includes(i) ? 1 : extent));
  return {axes: all, kept, over: elementsOf(x.shape) / elementsOf(kept)};
}
