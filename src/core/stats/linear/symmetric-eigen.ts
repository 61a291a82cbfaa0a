/**
 * Eigenvalues and eigenvectors of a symmetric matrix, and its square root.
 *
 *   A = V diag(λ) Vᵀ, by cyclic Jacobi rotations;   A^½ = V diag(√λ) Vᵀ
 *
 * shape    a: (d, d) row-major  ->  values: (d,) ascending, vectors: (d, d) row-major, row i belongs to value i
 * domain   finite and symmetric within 1e-9 of the largest entry; for the square root also λ >= -1e-9 λ_max; else DomainError
 * edge     tiny negative eigenvalues of a positive semidefinite matrix count as 0 in the square root
 * cost     O(d³) a sweep, about 8 sweeps
 * source   G. Golub, C. Van Loan, Matrix Computations, 4th edition, 8.5; H. Rutishauser, Numerische Mathematik 9, 1966
 * checked  against A v = λ v, Vᵀ V = I and S S = A on a dense matrix of d = 60: 1e-10 of the largest entry
 */

import {DomainError} from '../../error.ts';
import {hypot} from '../../math/index.ts';

export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

export function symmetricEigen(matrix: Float64Array, d: number): SymmetricEigen {
  const a = matrix.slice();
  const largest = checkSymmetric(a, d);
  const v = new Float64Array(d * d);
  for (let i = 0; i < d; i++) v[i * d + i] = 1;
  for (let sweep = 0; offDiagonal(a, d) > 1e-15 * largest; sweep++) {
    if (sweep === 60) throw new DomainError('symmetricEigen did not settle in 60 sweeps', {next: 'scale the matrix to entries near 1'});
    for (let p = 0; p < d; p++) for (let q = p + 1; q < d; q++) rotate(a, v, d, p, q);
  }
  return ascending(a, v, d);
}

/** S symmetric with S S = A, for A positive semidefinite. a: (d, d) -> (d, d) */
export function symmetricSquareRoot(a: Float64Array, d: number): Float64Array {
  const {values, vectors} = symmetricEigen(a, d);
  const floor = -1e-9 * Math.abs(values[d - 1]);
  if (values[0] < floor) throw new DomainError(`a square root wants eigenvalues >= 0, got ${values[0]}`);
  const root = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    const scale = Math.sqrt(Math.max(0, values[k]));
    for (let i = 0; i < d; i++) {
      const left = scale * vectors[k * d + i];
      for (let j = 0; j < d; j++) root[i * d + j] += left * vectors[k * d + j];
    }
  }
  return root;
}

/** Turns rows and columns p, q of a so that a_pq = 0, and rows p, q of v with them. */
function rotate(a: Float64Array, v: Float64Array, d: number, p: number, q: number): void {
  const apq = a[p * d + q];
  if (apq === 0) return;
  const theta = (a[q * d + q] - a[p * d + p]) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + hypot(theta, 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < d; k++) {
    const kp = a[k * d + p];
    const kq = a[k * d + q];
    a[k * d + p] = c * kp - s * kq;
    a[k * d + q] = s * kp + c * kq;
  }
  turnRows(a, d, p * d, q * d, c, s);
  turnRows(v, d, p * d, q * d, c, s);
  a[p * d + q] = 0;
  a[q * d + p] = 0;
}

function turnRows(m: Float64Array, d: number, p: number, q: number, c: number, s: number): void {
  for (let k = 0; k < d; k++) {
    const x = m[p + k];
    const y = m[q + k];
    m[p + k] = c * x - s * y;
    m[q + k] = s * x + c * y;
  }
}

function offDiagonal(a: Float64Array, d: number): number {
  let most = 0;
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) most = Math.max(most, Math.abs(a[i * d + j]));
  return most;
}

function checkSymmetric(a: Float64Array, d: number): number {
  if (!(d >= 1 && a.length === d * d)) throw new DomainError(`symmetricEigen wants ${d}x${d} numbers, got ${a.length}`);
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    if (!Number.isFinite(a[i])) throw new DomainError(`symmetricEigen wants finite numbers, got ${a[i]} at ${i}`);
    largest = Math.max(largest, Math.abs(a[i]));
  }
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) {
      if (Math.abs(a[i * d + j] - a[j * d + i]) > 1e-9 * largest)
        throw new DomainError(`symmetricEigen wants a symmetric matrix, (${i}, ${j}) differs`);
    }
  }
  return largest;
}

function ascending(a: Float64Array, v: Float64Array, d: number): SymmetricEigen {
  const order = Array.from({length: d}, (_, i) => i).sort((i, j) => a[i * d + i] - a[j * d + j]);
  const values = new Float64Array(d);
  const vectors = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    values[i] = a[order[i] * d + order[i]];
    vectors.set(v.subarray(order[i] * d, order[i] * d + d), i * d);
  }
  return {values, vectors};
}
