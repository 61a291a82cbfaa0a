/**
 * Product of two row-major matrices.
 *
 *   C = A B
 *
 * shape    a: (rows, inner)  b: (inner, columns)  ->  (rows, columns), all row-major
 * domain   lengths that match the shape; anything else throws DomainError
 * cost     O(rows inner columns), rows of b walked in order
 * checked  against the three nested loops of the definition
 */
import {DomainError} from '../../error.ts';

export function matrixProduct(
  a: Float64Array,
  b: Float64Array,
  {rows, inner, columns}: {rows: number; inner: number; columns: number},
): Float64Array {
  if (a.length !== rows * inner || b.length !== inner * columns) {
    throw new DomainError(`matrixProduct wants ${rows}x${inner} and ${inner}x${columns} numbers, got ${a.length} and ${b.length}`);
  }
  const c = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      const scale = a[i * inner + k];
      const from = k * columns;
      const into = i * columns;
      for (let j = 0; j < columns; j++) c[into + j] += scale * b[from + j];
    }
  }
  return c;
}
