/** Values of the reference interpreter: float64 whatever the graph says, row-major. */
import {elementsOf, type Shape, stridesOf} from '../shape.ts';

export interface Value {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** A value from a function of its index. */
export function tabulate(shape: Shape, f: (index: number[]) => number): Value {
  const data = new Float64Array(elementsOf(shape));
  for (const [i, index] of indices(shape).entries()) data[i] = f(index);
  return {shape, data};
}

/** Every index of a shape, in order. */
export function indices(shape: Shape): number[][] {
  const strides = stridesOf(shape);
  return Array.from({length: elementsOf(shape)}, (_, i) => shape.map((extent, axis) => Math.floor(i / strides[axis]) % extent));
}

/** Where an index lies in the data. An index of more dimensions is broadcast: those in front are left out, extents of 1 stay at 0. */
export function placeOf(shape: Shape, index: readonly number[]): number {
  const lead = index.length - shape.length;
  let place = 0;
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1) place += index[lead + axis] * stride;
    stride *= shape[axis];
  }
  return place;
}

export const at = ({shape, data}: Value, index: readonly number[]): number => data[placeOf(shape, index)];

/** The index with one entry changed. */
export const replaced = (index: readonly number[], axis: number, entry: number): number[] =>
  index.map((there, i) => (i === axis ? entry : there));

export const sumOf = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

/** 0, 1, ..., n - 1 */
export const upTo = (n: number): number[] => Array.from({length: n}, (_, i) => i);
