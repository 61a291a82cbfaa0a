/**
 * Counts at an equal size: a uniform subset of `size` tokens, without replacement (the multivariate hypergeometric law).
 *
 * shape    counts: (K,) whole numbers with sum N >= size -> (K,) with sum `size`
 * law      each subset of `size` tokens is equally probable
 * cost     one draw a token, O(N)
 * source   selection sampling: C. T. Fan et al., JASA 57, 1962; D. E. Knuth, TAOCP 2, 3.4.2, algorithm S
 */
import {DomainError} from '../error.ts';
import {permutation} from '../random/permutation.ts';
import type {Stream} from '../random/stream.ts';
import type {Tokens} from '../text/words.ts';
import {type TypeWeights, totalWeight} from './types.ts';

export function equalised(stream: Stream, counts: TypeWeights, size: number): Uint32Array {
  let left = totalWeight(counts);
  if (!(Number.isInteger(size) && size >= 0 && size <= left)) throw new DomainError(`${left} tokens cannot be cut to ${size}`);
  const kept = new Uint32Array(counts.length);
  let wanted = size;
  for (let i = 0; i < counts.length && wanted > 0; i++) {
    for (let c = counts[i]; c > 0 && wanted > 0; c--) {
      if (stream.float() * left < wanted) {
        kept[i]++;
        wanted--;
      }
      left--;
    }
  }
  return kept;
}

/** The first `size` tokens, the last document cut to hit it; all where there are no more. */
export function firstTokens(tokens: Tokens, size: number): Tokens {
  const {ids, offsets} = tokens;
  if (ids.length <= size) return tokens;
  let documents = 0;
  while (offsets[documents] < size) documents++;
  const cut = offsets.slice(0, documents + 1);
  cut[documents] = size;
  return {ids: ids.subarray(0, size), offsets: cut};
}

/** The same documents in a random order, all orders equally probable. */
export function shuffledDocuments(stream: Stream, {ids, offsets}: Tokens): Tokens {
  const order = permutation(stream, offsets.length - 1);
  const shuffled = new Uint32Array(ids.length);
  const starts = new Uint32Array(offsets.length);
  order.forEach((document, i) => {
    const part = ids.subarray(offsets[document], offsets[document + 1]);
    shuffled.set(part, starts[i]);
    starts[i + 1] = starts[i] + part.length;
  });
  return {ids: shuffled, offsets: starts};
}
