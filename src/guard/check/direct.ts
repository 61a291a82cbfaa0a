/**
 * Measures of types that are no sums over types: they are read on counts that were thinned to the equal size.
 *
 * cost     O(types) for each reading: a few splits, and each of the candidate's groups for FEW of them
 */
import {square} from '../../core/math/index.ts';
import type {Sampled} from '../../core/sketch/kernel.ts';
import {ALL_GROUPS, type Comparison, mean, together} from './comparison.ts';
import type {Joined} from './joined.ts';
import type {Reading} from './reading.ts';
import type {Thinned} from './thinned.ts';

/** Splits that intervals are made from; the value has all. */
const FEW = 4;

export interface Direct {
  /** Of the candidate (or part B) `x`, thinned, against part A as it is; undefined where it has no value. */
  read(x: Thinned, a: Thinned, joined: Joined): number | undefined;
  /** Whether part A is looked at. */
  readonly against: boolean;
}

/** The reading, or undefined where the measure has no value. */
export function readDirect(comparison: Comparison, kind: Sampled, measure: Direct): Reading | undefined {
  const joined = comparison.joinedTypes(kind);
  const {list, varianceFactor} = comparison.splits;
  const thin = (side: 'reference' | 'candidate', groups: number): Thinned => comparison.thinned(kind, side, groups);
  const parts = list.map(({a, b}) => ({a: comparison.view(kind, 'reference', a), b: thin('reference', b)}));
  const over = (x: Thinned, most: number): number[] =>
    (measure.against ? parts.slice(0, most) : parts.slice(0, 1)).map(({a}) => measure.read(x, a, joined) ?? Number.NaN);
  const whole = thin('candidate', ALL_GROUPS);
  const values = over(whole, list.length);
  const value = mean(values);
  const few = mean(values.slice(0, FEW));
  const without = comparison.eachWithout((groups) => mean(over(thin('candidate', groups), FEW)));
  const own = parts.map(({a, b}) => measure.read(b, a, joined) ?? Number.NaN);
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

/** What the sampling of types adds: a sixteenth of the types left out at a time, the rest standing for it. */
function typesError(x: Thinned, joined: Joined, measure: Direct, a: Thinned): number {
  if (joined.complete) return 0;
  const blocks = 16;
  const values: number[] = [];
  for (let block = 0; block < blocks; block++) {
    const weight = joined.weight.map((w, i) => (joined.low[i] >>> 28 === block ? 0 : (w * blocks) / (blocks - 1)));
    values.push(measure.read(x, a, {...joined, weight}) ?? Number.NaN);
  }
  let stand = 0;
  for (let i = 0; i < joined.size; i++) stand += joined.weight[i];
  const centre = mean(values);
  const spread = ((blocks - 1) / blocks) * values.reduce((sum, value) => sum + square(value - centre), 0);
  return Math.sqrt(spread * (1 - joined.size / stand));
}
