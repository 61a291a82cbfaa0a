/** Shapes and element types of tensors. Shapes are static: every dimension is a known number. */
import {DomainError} from '../core/error.ts';

/** Sizes of the dimensions, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];
export type ElementType = 'float32' | 'float64' | 'int32' | 'int64' | 'bool';

const TYPE_NUMBERS: Record<ElementType, number> = {float32: 1, int32: 6, int64: 7, bool: 9, float64: 11};

/** The number by which ONNX knows an element type. */
export const typeNumber = (type: ElementType): number => TYPE_NUMBERS[type];

/** Elements of a tensor of this shape. */
export function elementsOf(shape: Shape): number {
  let size = 1;
  for (const extent of shape) size *= extent;
  return size;
}

/** `(8, 128)`, as messages show shapes. */
export const shown = (shape: Shape): string => `(${shape.join(', ')})`;

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((extent, i) => extent === b[i]);

/** The error of an operation that cannot take these shapes. */
export function shapeError(operation: string, shapes: readonly Shape[], wanted: string, next: string): DomainError {
  return new DomainError(`${operation} of ${shapes.map(shown).join(' and ')}: wanted ${wanted}`, {next});
}

/** The shape that both are broadcast to, by NumPy's rule. Throws DomainError that names the operation where there is none. */
export function broadcastShape(operation: string, a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  const shape = new Array<number>(rank);
  for (let i = 0; i < rank; i++) {
    const [m, n] = [a[a.length - rank + i] ?? 1, b[b.length - rank + i] ?? 1];
    if (m !== n && m !== 1 && n !== 1)
      throw shapeError(
        operation,
        [a, b],
        `equal extents, or 1, in dimension ${i} of ${rank}, got ${m} and ${n}`,
        'Reshape or expand one side.',
      );
    shape[i] = m === 1 ? n : m;
  }
  return shape;
}

/** An axis counted from the front. Throws DomainError where there is no such axis. */
export function axisOf(operation: string, shape: Shape, axis: number): number {
  const at = axis < 0 ? axis + shape.length : axis;
  if (!Number.isInteger(at) || at < 0 || at >= shape.length)
    throw shapeError(
      operation,
      [shape],
      shape.length === 0
        ? `a tensor with axes, got axis ${axis} of a scalar`
        : `an axis from ${-shape.length} to ${shape.length - 1}, got ${axis}`,
      'Name an axis that is there; negative ones count from the last.',
    );
  return at;
}

/** Elements from one index to the next along each axis, row-major. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= shape[i];
  }
  return strides;
}
