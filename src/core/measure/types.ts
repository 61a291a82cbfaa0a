/**
 * Counts of types, and what follows from them alone. A type is a word, a token or a category; both sides of a comparison share one
 * numbering, and a count of 0 says that a type does not occur. Probabilities go wherever counts go: only proportions matter, except
 * where a docstring says "counts".
 *
 * Refuses to draw, to read text and to equalise sizes (`equalised.ts`).
 */
import {DomainError} from '../error.ts';

/** Counts or probabilities of types. (K,), finite, >= 0. */
export type TypeWeights = Float64Array | Uint32Array;

/** How often each type occurs. ids: (N,) -> (types,); an id outside 0..types-1 throws DomainError. */
export function countTypes(ids: Uint32Array, types: number): Uint32Array {
  const counts = new Uint32Array(types);
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] >= types) throw new DomainError(`type ${ids[i]} is outside the ${types} types counted`);
    counts[ids[i]]++;
  }
  return counts;
}

/** The sum; throws DomainError on anything negative, infinite or NaN. */
export function totalWeight(weights: TypeWeights): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i] >= 0 && weights[i] < Infinity))
      throw new DomainError(`counts are finite and at least 0, got ${weights[i]} of type ${i}`);
    total += weights[i];
  }
  return total;
}

/** weights / their sum. Throws DomainError where the sum is 0. `length`, where given, pads with zeros: (K,) -> (length,). */
export function proportions(weights: TypeWeights, length: number = weights.length): Float64Array {
  const total = totalWeight(weights);
  if (!(total > 0)) throw new DomainError('no type has any weight');
  const p = new Float64Array(length);
  for (let i = 0; i < weights.length; i++) p[i] = weights[i] / total;
  return p;
}

/** Types that occur. unit: types. */
export function support(weights: TypeWeights): number {
  let types = 0;
  for (let i = 0; i < weights.length; i++) if (weights[i] > 0) types++;
  return types;
}
