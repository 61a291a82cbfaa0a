/**
 * Draws from K outcomes by the alias method: build once, draw many.
 *
 *   cell = ⌊K u⌋;  the outcome is the cell where a second uniform is below its threshold, else the cell's alias
 *
 * shape    weights: (K,) -> a table;  fillCategorical: out[from..to) of 0..K-1
 * law      P(k) = w_k / Σ w: cell exact (Lemire), threshold to 2^-32
 * domain   weights finite, >= 0, with a positive sum, 1 <= K < 2^32; anything else throws DomainError
 * edge     an outcome of weight 0 is never drawn; K = 1 still takes its words
 * cost     O(K) to build; two words a draw, no allocation
 * source   A. Walker, ACM TOMS 3(3), 1977; M. Vose, IEEE Trans. Softw. Eng. 17(9), 1991
 * checked  against the mass of each table, to 2^-31; chi-square; scalar draws byte for byte
 */
import {DomainError} from '../error.ts';
import {checkRange} from './range.ts';
import type {Stream} from './stream.ts';

export interface AliasTable {
  readonly outcomes: number;
  /** The cell keeps its own outcome where a word is below this; 2^32 is always. (K,) */
  readonly threshold: Float64Array;
  /** (K,) */
  readonly alias: Uint32Array;
}

export function aliasTable(weights: ArrayLike<number>): AliasTable {
  const outcomes = weights.length;
  const total = checkWeights(weights);
  const share = new Float64Array(outcomes);
  const queue = new Uint32Array(outcomes);
  let small = 0;
  let large = outcomes;
  for (let i = 0; i < outcomes; i++) {
    share[i] = (weights[i] / total) * outcomes;
    if (share[i] < 1) queue[small++] = i;
    else queue[--large] = i;
  }
  const threshold = new Float64Array(outcomes).fill(4294967296);
  const alias = Uint32Array.from({length: outcomes}, (_, i) => i);
  while (small > 0 && large < outcomes) {
    const less = queue[--small];
    const more = queue[large];
    threshold[less] = share[less] * 4294967296;
    alias[less] = more;
    share[more] -= 1 - share[less];
    if (share[more] < 1) {
      large++;
      queue[small++] = more;
    }
  }
  for (let i = 0; i < small; i++) if (weights[queue[i]] === 0) closeToZero(queue[i], weights, threshold, alias);
  return {outcomes, threshold, alias};
}

/** Rounding may leave a weightless cell unpaired: give it to the heaviest outcome. */
function closeToZero(cell: number, weights: ArrayLike<number>, threshold: Float64Array, alias: Uint32Array): void {
  let heaviest = 0;
  for (let i = 1; i < weights.length; i++) if (weights[i] > weights[heaviest]) heaviest = i;
  threshold[cell] = 0;
  alias[cell] = heaviest;
}

function checkWeights(weights: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i] >= 0)) throw new DomainError(`an alias table wants weights >= 0, got ${weights[i]} at ${i}`);
    total += weights[i];
  }
  if (!(total > 0 && total < Infinity)) throw new DomainError(`an alias table wants weights with a positive finite sum, got ${total}`);
  return total;
}

export function categorical(stream: Stream, table: AliasTable): number {
  const cell = stream.below(table.outcomes);
  return stream.uint32() < table.threshold[cell] ? cell : table.alias[cell];
}

export function fillCategorical(stream: Stream, table: AliasTable, out: Uint32Array, from = 0, to = out.length): void {
  checkRange('fillCategorical', out.length, from, to);
  if (table.outcomes <= 2097152) fillFew(stream.state, table, out, {from, to});
  else for (let i = from; i < to; i++) out[i] = categorical(stream, table);
}

/** At most 2^21 outcomes: a word times K is exact in a double, so that Lemire's rejection needs no halves. */
function fillFew(
  state: Int32Array,
  {outcomes, threshold, alias}: AliasTable,
  out: Uint32Array,
  {from, to}: {from: number; to: number},
): void {
  const reject = (4294967296 - outcomes) % outcomes;
  let s0 = state[0];
  let s1 = state[1];
  let s2 = state[2];
  let s3 = state[3];
  let cell = -1;
  for (let i = from; i < to; ) {
    const sum = (s0 + s3) | 0;
    const word = (((sum << 7) | (sum >>> 25)) + s0) >>> 0;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = (s3 << 11) | (s3 >>> 21);
    if (cell < 0) {
      const product = word * outcomes;
      const high = Math.floor(product / 4294967296);
      if (product - high * 4294967296 >= reject) cell = high;
      continue;
    }
    out[i++] = word < threshold[cell] ? cell : alias[cell];
    cell = -1;
  }
  state[0] = s0;
  state[1] = s1;
  state[2] = s2;
  state[3] = s3;
}
