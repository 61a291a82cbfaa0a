/**
 * The rare end and the frequent end of a reference's types, and what a candidate keeps of them.
 *
 *   rare set      the reference's rarest types that together hold a share (10%) of its weight
 *   frequent set  the most frequent types that together hold a share (50%)
 *
 * Both are fractional: the class of equally frequent types in which the share is reached belongs to the set with the fraction that
 * makes the share exact. Any whole choice among equals would hang on their spelling; this is the mean over all such choices.
 *
 * shape    weights: (K,), counts or exact probabilities -> membership: (K,) in 0..1; 0 for types that the reference lacks
 * edge     a uniform reference: every type belongs with the fraction `share`
 * cost     O(K log K) once a reference, O(K) a candidate
 * source   the measures of loss of the tail in I. Shumailov et al., Nature 631, 2024, made definite here
 * checked  the share that a set holds is exact whatever the counts; renumbering types changes nothing; small cases by hand
 */
import {DomainError} from '../error.ts';
import {support, type TypeWeights, totalWeight} from './types.ts';

/** Membership in the rarest types that hold `share` of the weight. 0 < share < 1. */
export function rareMembership(reference: TypeWeights, share: number): Float64Array {
  return membership(reference, share, (a, b) => reference[a] - reference[b]);
}

/** Membership in the most frequent types that hold `share` of the weight. 0 < share < 1. */
export function frequentMembership(reference: TypeWeights, share: number): Float64Array {
  return membership(reference, share, (a, b) => reference[b] - reference[a]);
}

function membership(reference: TypeWeights, share: number, order: (a: number, b: number) => number): Float64Array {
  if (!(share > 0 && share < 1)) throw new DomainError(`a share of the weight lies between 0 and 1, got ${share}`);
  const total = totalWeight(reference);
  if (!(total > 0)) throw new DomainError('a reference without any type has no rare or frequent ones');
  const types = new Uint32Array(support(reference));
  for (let i = 0, n = 0; i < reference.length; i++) if (reference[i] > 0) types[n++] = i;
  types.sort((a, b) => order(a, b) || a - b);
  const member = new Float64Array(reference.length);
  let left = share * total;
  for (let from = 0; from < types.length && left > 0; ) {
    const weight = reference[types[from]];
    let to = from + 1;
    while (to < types.length && reference[types[to]] === weight) to++;
    const fraction = Math.min(1, left / (weight * (to - from)));
    for (let i = from; i < to; i++) member[types[i]] = fraction;
    left -= weight * (to - from);
    from = to;
  }
  return member;
}

/**
 * `tail.retention`: of the rare set, the share that occurs in the candidate.
 *
 *   sum of membership over types with candidate > 0, over the sum of membership
 *
 * shape    member: (K,), candidate: (>= K,) counts or probabilities -> scalar
 * unit     share, 0..1. Depends on the candidate's size where it is a sample: equalise first
 */
export function retention(member: Float64Array, candidate: TypeWeights): number {
  let kept = 0;
  let all = 0;
  for (let i = 0; i < member.length; i++) {
    all += member[i];
    if (candidate[i] > 0) kept += member[i];
  }
  return all > 0 ? Math.min(1, kept / all) : refuseEmpty();
}

/** `tail.mass`: the candidate's probability on the set. member: (K,), candidate: (>= K,), its sum > 0 -> 0..1; the reference has `share`. */
export function massOn(member: Float64Array, candidate: TypeWeights): number {
  const total = totalWeight(candidate);
  if (!(total > 0)) throw new DomainError('a candidate without any type has no mass');
  let mass = 0;
  for (let i = 0; i < member.length; i++) mass += member[i] * candidate[i];
  return Math.min(1, mass / total);
}

function refuseEmpty(): never {
  throw new DomainError('a set without any type cannot be retained');
}
