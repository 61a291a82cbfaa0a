/** Operators that move values and compute nothing: reshape, transpose, slice, join, split, gather. */
import {DomainError} from '../../core/error.ts';
import {nodeOf, type Tensor} from '../graph.ts';
import {axisOf, elementsOf, type Shape, sameShape, shapeError, shown} from '../shape.ts';

/** The same values in another shape; one extent may be -1: what is left. */
export function reshape(x: Tensor, wanted: Shape): Tensor {
  const shape = wholeShape(x, wanted);
  if (sameShape(x.shape, shape)) return x;
  return nodeOf('Reshape', [x, x.graph.integers(shape)], shape, {backward: ([g]) => [reshape(g!, x.shape), undefined]});
}

function wholeShape(x: Tensor, wanted: Shape): number[] {
  const known = wanted.filter((extent) => extent !== -1).reduce((a, b) => a * b, 1);
  const size = elementsOf(x.shape);
  const shape = wanted.map((extent) => (extent === -1 ? size / known : extent));
  if (elementsOf(shape) !== size || wanted.filter((extent) => extent === -1).length > 1 || !shape.every(Number.isInteger))
    throw shapeError(
      'Reshape',
      [x.shape],
      `a shape of ${size} elements, got ${shown(wanted)}`,
      'Let one extent be -1: it is what is left.',
    );
  return shape;
}

/** Axis i of the result is axis `order[i]` of x. */
export function transpose(x: Tensor, order: readonly number[]): Tensor {
  const sorted = [...order].sort((a, b) => a - b);
  if (order.length !== x.shape.length || sorted.some((axis, i) => axis !== i))
    throw shapeError(
      'Transpose',
      [x.shape],
      `an order of the axes 0 to ${x.shape.length - 1}, got ${shown(order)}`,
      'Name every axis once.',
    );
  if (order.every((axis, i) => axis === i)) return x;
  const back = order.map((_, i) => order.indexOf(i));
  return nodeOf(
    'Transpose',
    [x],
    order.map((axis) => x.shape[axis]),
    {attributes: {perm: order}, backward: ([g]) => [transpose(g!, back)]},
  );
}

/** The last two axes swapped. */
export function swapLast(x: Tensor): Tensor {
  const order = x.shape.map((_, i) => i);
  const last = order.length - 1;
  if (last < 1) throw shapeError('a matrix transpose', [x.shape], 'at least two dimensions', 'Reshape it to a matrix.');
  [order[last - 1], order[last]] = [last, last - 1];
  return transpose(x, order);
}

/** x[..., from:to, ...] along one axis. */
export function slice(x: Tensor, {axis, from, to}: {axis: number; from: number; to: number}): Tensor {
  const at = axisOf('Slice', x.shape, axis);
  const extent = x.shape[at];
  if (!(from >= 0 && from < to && to <= extent))
    throw shapeError(
      'Slice',
      [x.shape],
      `0 <= from < to <= ${extent} on axis ${at}, got ${from} to ${to}`,
      'Keep the range inside the axis.',
    );
  if (from === 0 && to === extent) return x;
  const {graph} = x;
  const shape = x.shape.map((e, i) => (i === at ? to - from : e));
  return nodeOf('Slice', [x, graph.integers([from]), graph.integers([to]), graph.integers([at])], shape, {
    backward: ([g]) => [padded(g!, {axis: at, before: from, after: extent - to}), undefined, undefined, undefined],
  });
}

/** Zeros before and after along one axis. */
export function padded(x: Tensor, {axis, before, after}: {axis: number; before: number; after: number}): Tensor {
  const at = axisOf('Pad', x.shape, axis);
  if (!(before >= 0 && after >= 0))
    throw shapeError('Pad', [x.shape], `at least 0 before and after on axis ${at}, got ${before} and ${after}`, 'Slice to cut.');
  if (before === 0 && after === 0) return x;
  const pads = [...x.shape.map((_, i) => (i === at ? before : 0)), ...x.shape.map((_, i) => (i === at ? after : 0))];
  const shape = x.shape.map((extent, i) => (i === at ? extent + before + after : extent));
  return nodeOf('Pad', [x, x.graph.integers(pads)], shape, {
    backward: ([g]) => [slice(g!, {axis: at, from: before, to: before + x.shape[at]}), undefined],
  });
}

/** Tensors one behind the other along an axis. */
export function concatenate(parts: readonly Tensor[], axis: number): Tensor {
  if (parts.length === 0) throw new DomainError('Concat of nothing: wanted at least one tensor', {next: 'Name what is joined.'});
  const [first] = parts;
  const at = axisOf('Concat', first.shape, axis);
  for (const {shape} of parts)
    if (shape.length !== first.shape.length || shape.some((extent, i) => i !== at && extent !== first.shape[i]))
      throw shapeError('Concat', [first.shape, shape], `equal extents but on axis ${at}`, 'Reshape, slice or expand one of them.');
  const shape = first.shape.map((extent, i) => (i === at ? parts.reduce((sum, part) => sum + part.shape[at], 0) : extent));
  return nodeOf('Concat', parts, shape, {
    attributes: {axis: at},
    backward: ([g]) =>
      split(
        g!,
        at,
        parts.map((part) => part.shape[at]),
      ),
  });
}

/** The inverse of `concatenate`. */
export function split(x: Tensor, axis: number, sizes: readonly number[]): Tensor[] {
  const at = axisOf('Split', x.shape, axis);
  if (sizes.reduce((a, b) => a + b, 0) !== x.shape[at])
    throw shapeError('Split', [x.shape], `sizes that sum to ${x.shape[at]}, got ${shown(sizes)}`, `Name the extents on axis ${at}.`);
  if (sizes.length === 1) return [x];
  const shapes = sizes.map((size) => ({shape: x.shape.map((extent, i) => (i === at ? size : extent)), type: x.type}));
  const {graph} = x;
  return graph.node('Split', [x, graph.integers(sizes)], shapes, {
    attributes: {axis: at},
    backward: (upstream) => [
      concatenate(
        upstream.map((g, k) => g ?? graph.filled(0, shapes[k].shape)),
        at,
      ),
      undefined,
    ],
  });
}

/** Rows of a table by their numbers. table: (V, D); ids: any shape of integers -> ids' shape and D. A row that is taken twice has both gradients. */
export function gatherRows(table: Tensor, ids: Tensor): Tensor {
  if (table.shape.length !== 2) throw shapeError('Gather', [table.shape], 'a table of two dimensions', 'Reshape it to rows.');
  checkIds('Gather', ids);
  const [, D] = table.shape;
  return nodeOf('Gather', [table, ids], [...ids.shape, D], {
    attributes: {axis: 0},
    backward: ([g]) => [scatterRows(table, reshape(ids, [-1, 1]), reshape(g!, [-1, D])), undefined],
  });
}

function checkIds(operation: string, {type, shape}: Tensor): void {
  if (type !== 'int32' && type !== 'int64')
    throw new DomainError(`${operation} by ids of ${type} ${shown(shape)}: wanted whole numbers`, {next: 'Feed them as int32.'});
}

/** Zeros of the table's shape with rows added at the given numbers. */
function scatterRows(table: Tensor, ids: Tensor, rows: Tensor): Tensor {
  const {graph, shape, type} = table;
  const wide = nodeOf('Cast', [ids], ids.shape, {type: 'int64', attributes: {to: 7}});
  return nodeOf('ScatterND', [graph.filled(0, shape), wide, rows], shape, {type, attributes: {reduction: 'add'}});
}

/** One value of each row: x: (n, K); ids: (n,) -> (n,). */
export function pick(x: Tensor, ids: Tensor): Tensor {
  const [n] = x.shape;
  if (x.shape.length !== 2 || ids.shape.length !== 1 || ids.shape[0] !== n)
    throw shapeError('pick', [x.shape, ids.shape], '(n, K) and (n)', 'Reshape x to rows, with one id a row.');
  checkIds('pick', ids);
  const column = reshape(ids, [n, 1]);
  const taken = nodeOf('GatherElements', [x, column], [n, 1], {
    attributes: {axis: 1},
    backward: ([g]) => [addedAt(x.graph.filled(0, x.shape), column, g!), undefined],
  });
  return reshape(taken, [n]);
}

/** x with a value added to one element of each row. x: (n, K); ids, values: (n, 1). No gradient. */
export function addedAt(x: Tensor, ids: Tensor, values: Tensor): Tensor {
  const column = [x.shape[0], 1];
  if (x.shape.length !== 2 || !sameShape(ids.shape, column) || !sameShape(values.shape, column))
    throw shapeError('addedAt', [x.shape, ids.shape, values.shape], '(n, K), (n, 1) and (n, 1)', 'Reshape ids and values to columns.');
  return nodeOf('ScatterElements', [x, ids, values], x.shape, {attributes: {axis: 1, reduction: 'add'}});
}
