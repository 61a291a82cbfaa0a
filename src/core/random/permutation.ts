/**
 * A uniform order of 0..n-1.
 *
 * shape    permutation: n -> (n,);  shuffle: reorders values in place
 * law      each of the n! orders has the same chance
 * domain   n integer in 0..2^32 - 1; anything else throws DomainError
 * cost     O(n), one word each
 * source   R. Durstenfeld, Algorithm 235, 1964 (Fisher-Yates)
 * checked  against all orders of 4 by chi-square
 */
import {DomainError} from '../error.ts';
import type {Stream} from './stream.ts';

export function permutation(stream: Stream, n: number): Uint32Array {
  if (!(Number.isInteger(n) && n >= 0 && n < 4294967296)) throw new DomainError(`permutation wants an integer n in 0..2^32 - 1, got ${n}`);
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  shuffle(stream, order);
  return order;
}

export function shuffle(stream: Stream, values: Uint32Array): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = stream.below(i + 1);
    const t = values[i];
    values[i] = values[j];
    values[j] = t;
  }
}
