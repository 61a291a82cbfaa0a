/**
 * The assignment of n rows to n columns with the smallest total cost.
 *
 * Shortest augmenting paths with potentials (the method of Jonker and Volgenant, without its heuristic start).
 *
 * shape    cost: (n * n,), row-major -> column of each row: (n,), a permutation
 * domain   |cost| <= 2^1000, so that sums of potentials are finite; anything else throws DomainError
 * edge     n = 0 gives an empty permutation; of several optima any one, always the same
 * cost     O(n^3) at worst: 500 points take tenths of a second
 * source   R. Jonker, A. Volgenant, Computing 38, 1987; the formulation of D. F. Crouse, IEEE Trans. AES 52(4), 2016
 * checked  against scipy.optimize.linear_sum_assignment
 */

import {DomainError} from '../error.ts';
import {powerOfTwo} from '../math/index.ts';

export function assign(cost: Float64Array, n: number): Uint32Array {
  if (cost.length !== n * n) throw new DomainError(`a cost of ${n} by ${n} has ${n * n} entries, got ${cost.length}`);
  for (let i = 0; i < cost.length; i++)
    if (!(Math.abs(cost[i]) <= powerOfTwo(1000)))
      throw new DomainError(`costs of an assignment are finite, at most 2^1000, got ${cost[i]}`);
  const state: Search = {
    cost,
    n,
    u: new Float64Array(n),
    v: new Float64Array(n),
    rowOf: new Int32Array(n).fill(-1),
    columnOf: new Int32Array(n).fill(-1),
    path: new Int32Array(n),
    shortest: new Float64Array(n),
    rowDone: new Uint8Array(n),
    columnDone: new Uint8Array(n),
  };
  for (let row = 0; row < n; row++) augment(state, row);
  return Uint32Array.from(state.columnOf);
}

interface Search {
  readonly cost: Float64Array;
  readonly n: number;
  /** Potentials of rows and columns. */
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly rowOf: Int32Array;
  readonly columnOf: Int32Array;
  /** For each column the row before it on the shortest path, and the path's length. */
  readonly path: Int32Array;
  readonly shortest: Float64Array;
  readonly rowDone: Uint8Array;
  readonly columnDone: Uint8Array;
}

/** Assigns one row more, along a shortest augmenting path. */
function augment(s: Search, start: number): void {
  s.shortest.fill(Infinity);
  s.rowDone.fill(0);
  s.columnDone.fill(0);
  const {sink, length} = shortestPath(s, start);
  s.u[start] += length;
  for (let row = 0; row < s.n; row++) if (s.rowDone[row] === 1 && row !== start) s.u[row] += length - s.shortest[s.columnOf[row]];
  for (let column = 0; column < s.n; column++) if (s.columnDone[column] === 1) s.v[column] -= length - s.shortest[column];
  for (let column = sink; ; ) {
    const row = s.path[column];
    s.rowOf[column] = row;
    const next = s.columnOf[row];
    s.columnOf[row] = column;
    if (row === start) return;
    column = next;
  }
}

function shortestPath({cost, n, u, v, rowOf, path, shortest, rowDone, columnDone}: Search, start: number): {sink: number; length: number} {
  let length = 0;
  for (let row = start; ; ) {
    rowDone[row] = 1;
    let best = -1;
    let lowest = Infinity;
    const base = length - u[row];
    for (let column = 0, at = row * n; column < n; column++, at++) {
      if (columnDone[column] === 1) continue;
      const reduced = base + cost[at] - v[column];
      if (reduced < shortest[column]) {
        shortest[column] = reduced;
        path[column] = row;
      }
      if (shortest[column] < lowest || (shortest[column] === lowest && rowOf[column] < 0)) {
        lowest = shortest[column];
        best = column;
      }
    }
    length = lowest;
    columnDone[best] = 1;
    if (rowOf[best] < 0) return {sink: best, length};
    row = rowOf[best];
  }
}
