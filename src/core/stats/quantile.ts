/**
 * Quantiles by linear interpolation (type 7), and the median without a full sort.
 *
 *   h = (n - 1) p;   Q(p) = x_(⌊h⌋) + (h - ⌊h⌋)(x_(⌊h⌋+1) - x_(⌊h⌋))
 *
 * shape    x: (n,), p: scalar in [0, 1]  ->  scalar
 * domain   n >= 1, no NaN; anything else throws DomainError
 * cost     O(n) expected and one copy of x for `quantile` and `median`; O(1) for `quantileSorted`
 * source   R. Hyndman, Y. Fan, The American Statistician 50(4), 1996 (type 7); C. Hoare, Algorithm 65: Find, 1961
 * checked  against numpy.quantile: relative 1e-12; the selection against a full sort
 */
import {DomainError} from '../error.ts';

export function quantile(x: Float64Array, p: number): number {
  checkOrder(x.length, p);
  for (let i = 0; i < x.length; i++) if (Number.isNaN(x[i])) throw new DomainError(`a quantile wants numbers, got NaN at ${i}`);
  const work = x.slice();
  const h = (x.length - 1) * p;
  const below = Math.floor(h);
  const low = select(work, below);
  if (h === below) return low;
  let high = Infinity;
  for (let i = below + 1; i < work.length; i++) if (work[i] < high) high = work[i];
  return between(low, high, h - below);
}

export function median(x: Float64Array): number {
  return quantile(x, 0.5);
}

/** The same of numbers that are already in ascending order (not checked). */
export function quantileSorted(sorted: Float64Array, p: number): number {
  checkOrder(sorted.length, p);
  const h = (sorted.length - 1) * p;
  const below = Math.floor(h);
  return h === below ? sorted[below] : between(sorted[below], sorted[below + 1], h - below);
}

function between(low: number, high: number, share: number): number {
  return low === high ? low : low + share * (high - low);
}

function checkOrder(n: number, p: number): void {
  if (n === 0) throw new DomainError('a quantile wants at least one number, got none');
  if (!(p >= 0 && p <= 1)) throw new DomainError(`a quantile wants p in 0..1, got ${p}`);
}

/** Moves the k-th smallest of x to x[k], the smaller before it and the larger after; returns it. Reorders x. */
export function select(x: Float64Array, k: number): number {
  let low = 0;
  let high = x.length - 1;
  while (low < high) {
    const pivot = middleOfThree(x[low], x[(low + high) >>> 1], x[high]);
    let i = low;
    let j = high;
    while (i <= j) {
      while (x[i] < pivot) i++;
      while (x[j] > pivot) j--;
      if (i <= j) {
        const t = x[i];
        x[i++] = x[j];
        x[j--] = t;
      }
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return x[k];
}

function middleOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
