/**
 * A uniform subset of k of 0..n-1, in increasing order.
 *
 * shape    (n, k) -> (k,)
 * law      each of the C(n, k) subsets has the same chance
 * domain   integers 0 <= k <= n < 2^32; anything else throws DomainError
 * cost     O(k) memory; selection sampling in O(n) where 16 k >= n, else Floyd's algorithm and a sort in O(k log k)
 * source   J. Bentley, R. Floyd, Comm. ACM 30(9), 1987; D. Knuth, TAOCP 2, 3.4.2 algorithm S
 * checked  against all subsets of the smallest case by chi-square, both ways of drawing
 */
import {DomainError} from '../error.ts';
import type {Stream} from './stream.ts';

export function subset(stream: Stream, n: number, k: number): Uint32Array {
  if (!(Number.isInteger(n) && Number.isInteger(k) && k >= 0 && k <= n && n < 4294967296)) {
    throw new DomainError(`subset wants integers 0 <= k <= n < 2^32, got n ${n}, k ${k}`);
  }
  return 16 * k >= n ? selection(stream, n, k) : floyd(stream, n, k);
}

function selection(stream: Stream, n: number, k: number): Uint32Array {
  const chosen = new Uint32Array(k);
  let taken = 0;
  for (let i = 0; taken < k; i++) if (stream.below(n - i) < k - taken) chosen[taken++] = i;
  return chosen;
}

function floyd(stream: Stream, n: number, k: number): Uint32Array {
  const chosen = new Uint32Array(k);
  const seen = new Set<number>();
  for (let i = 0; i < k; i++) {
    const last = n - k + i;
    const candidate = stream.below(last + 1);
    chosen[i] = seen.has(candidate) ? last : candidate;
    seen.add(chosen[i]);
  }
  return chosen.sort();
}
