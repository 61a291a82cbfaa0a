/** Operators that move values, as their definitions read. */
import {broadcastShape, elementsOf} from '../shape.ts';
import {attributeOf, joinOf, listOf, type Operator} from './operator.test-help.ts';
import {at, indices, placeOf, replaced, tabulate, type Value} from './value.test-help.ts';

const counted = (axis: number, rank: number) => (axis < 0 ? axis + rank : axis);

function concatenated(parts: readonly Value[], axis: number): Value {
  const [first] = parts;
  const owners = parts.flatMap((part) => Array.from({length: part.shape[axis]}, (_, k) => ({part, k})));
  return tabulate(replaced(first.shape, axis, owners.length), (index) => {
    const {part, k} = owners[index[axis]];
    return at(part, replaced(index, axis, k));
  });
}

export const LAYOUT_OPERATORS: Record<string, Operator> = {
  Reshape: ([x, wanted], node) => {
    const keep = attributeOf(node, 'allowzero', 0) === 0;
    const shape = [...wanted!.data].map((extent, i) => (extent === 0 && keep ? x!.shape[i] : extent));
    const known = shape.filter((extent) => extent !== -1).reduce((a, b) => a * b, 1);
    return [{shape: shape.map((extent) => (extent === -1 ? elementsOf(x!.shape) / known : extent)), data: x!.data}];
  },
  Transpose: ([x], node) => {
    const order = listOf(node, 'perm', []);
    const shape = order.map((axis) => x!.shape[axis]);
    return [
      tabulate(shape, (index) =>
        at(
          x!,
          x!.shape.map((_, axis) => index[order.indexOf(axis)]),
        ),
      ),
    ];
  },
  Slice: ([x, from, to, axes]) => {
    let value = x!;
    for (let k = 0; k < axes!.data.length; k++) {
      const [axis, start] = [axes!.data[k], from!.data[k]];
      const whole = value;
      value = tabulate(replaced(whole.shape, axis, to!.data[k] - start), (index) => at(whole, replaced(index, axis, index[axis] + start)));
    }
    return [value];
  },
  Pad: ([x, pads]) => {
    const rank = x!.shape.length;
    const shape = x!.shape.map((extent, i) => extent + pads!.data[i] + pads!.data[rank + i]);
    return [
      tabulate(shape, (index) => {
        const inside = index.map((entry, i) => entry - pads!.data[i]);
        return inside.every((entry, i) => entry >= 0 && entry < x!.shape[i]) ? at(x!, inside) : 0;
      }),
    ];
  },
  Concat: (parts, node) => [concatenated(parts as Value[], counted(attributeOf(node, 'axis', 0), parts[0]!.shape.length))],
  Split: ([x, sizes], node) => {
    const axis = counted(attributeOf(node, 'axis', 0), x!.shape.length);
    let start = 0;
    return [...sizes!.data].map((size) => {
      const from = start;
      start += size;
      return tabulate(replaced(x!.shape, axis, size), (index) => at(x!, replaced(index, axis, index[axis] + from)));
    });
  },
  Expand: ([x, shape]) => [tabulate(broadcastShape('Expand', x!.shape, [...shape!.data]), (index) => at(x!, index))],
  Gather: ([x, ids], node) => {
    if (attributeOf(node, 'axis', 0) !== 0) throw new Error('the reference gathers along axis 0 only');
    const rank = ids!.shape.length;
    return [tabulate([...ids!.shape, ...x!.shape.slice(1)], (index) => at(x!, [at(ids!, index.slice(0, rank)), ...index.slice(rank)]))];
  },
  GatherElements: ([x, ids], node) => {
    const axis = counted(attributeOf(node, 'axis', 0), x!.shape.length);
    return [tabulate(ids!.shape, (index) => at(x!, replaced(index, axis, at(ids!, index))))];
  },
  ScatterElements: ([x, ids, values], node) => {
    const axis = counted(attributeOf(node, 'axis', 0), x!.shape.length);
    const data = x!.data.slice();
    const join = joinOf(node);
    for (const index of indices(ids!.shape)) {
      const place = placeOf(x!.shape, replaced(index, axis, at(ids!, index)));
      data[place] = join(data[place], at(values!, index));
    }
    return [{shape: x!.shape, data}];
  },
  ScatterND: ([x, ids, values], node) => {
    const data = x!.data.slice();
    const join = joinOf(node);
    const lead = ids!.shape.length - 1;
    for (const index of indices(values!.shape)) {
      const target = Array.from({length: ids!.shape[lead]}, (_, k) => at(ids!, [...index.slice(0, lead), k]));
      const place = placeOf(x!.shape, [...target, ...index.slice(lead)]);
      data[place] = join(data[place], at(values!, index));
    }
    return [{shape: x!.shape, data}];
  },
};
