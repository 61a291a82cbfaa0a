/**
 * Measures of types that are no sums over types: they are read on counts that were thinned to the equal size.
 *
 * cost     O(types) for each reading: a few splits, and each of the candidate's groups for FEW of them
 * checked  a sample of the types against all of them, and sums over halves against plain addition (check.test.ts)
 */
import {square} from '../../core/math/index.ts';
import type {Sampled} from '../../core/sketch/kernel.ts';
import {blockOf, deleteBlockError, restFor} from './blocks.ts';
import {ALL_GROUPS, type Comparison, mean, together} from './comparison.ts';
import type {Joined} from './joined.ts';
import type {ComparedReading} from './reading.ts';
import type {Thinned} from './thinned.ts';

/** Splits that intervals are made from; the value has all. Chosen: each costs a pass over the types for each group. */
const FEW = 4;

export interface Direct {
  /** Of the candidate (or part B) `x`, thinned, against part A as it is; undefined where it has no value. */
  valueOf(x: Thinned, a: Thinned, joined: Joined): number | undefined;
  /** Whether part A is looked at. */
  readonly against: boolean;
}

/** The reading, or undefined where the measure has no value. */
export function measureDirect(comparison: Comparison, kind: Sampled, measure: Direct): ComparedReading | undefined {
  const joined = comparison.joinedTypes(kind);
  const {list, varianceFactor} = comparison.splits;
  const thin = (side: 'reference' | 'candidate', groups: number): Thinned => comparison.thinned(kind, side, groups);
  const parts = list.map(({a, b}) => ({a: comparison.view(kind, 'reference', a), b: thin('reference', b)}));
  const over = (x: Thinned, most: number): number[] =>
    (measure.against ? parts.slice(0, most) : parts.slice(0, 1)).map(({a}) => measure.valueOf(x, a, joined) ?? Number.NaN);
  const whole = thin('candidate', ALL_GROUPS);
  const values = over(whole, list.length);
  const value = mean(values);
  const few = mean(values.slice(0, FEW));
  const without = comparison.eachWithout((groups) => mean(over(thin('candidate', groups), FEW)));
  const own = parts.map(({a, b}) => measure.valueOf(b, a, joined) ?? Number.NaN);
  if (![value, ...without, ...own].every(Number.isFinite)) return undefined;
  const byPart = measure.against ? Math.sqrt(varianceFactor * mean(values.map((v) => square(v - value)))) : 0;
  const sampling = typesError(whole, joined, measure, parts[0].a);
  const ownByPart = Math.sqrt(varianceFactor * mean(own.map((e) => square(e - mean(own)))));
  return {
    value,
    standardError: together(comparison.candidateError(few, without), byPart, sampling),
    degrees: comparison.degrees,
    expected: {value: mean(own), standardError: together(ownByPart, sampling), degrees: comparison.degreesOfReference},
  };
}

/** What the sampling of types adds. */
function typesError(x: Thinned, joined: Joined, measure: Direct, a: Thinned): number {
  return deleteBlockError(joined, (block) => {
    const weight = joined.weight.map((w, i) => (blockOf(joined, i) === block ? 0 : restFor(w)));
    return measure.valueOf(x, a, {...joined, weight}) ?? Number.NaN;
  });
}
