/**
 * Measures of types that are no sums over types: they are read on counts that were thinned to the equal size.
 *
 * A type of count c in d documents keeps d' of them, binomial with the share that is kept, and c d'/d of its count. The chance of a type
 * comes from its own hash, so that leaving a group out changes little else.
 *
 * cost     O(types) for each reading: a few splits, and each of the candidate's groups for FEW of them
 */
import type {Sampled} from '../../core/sketch/kernel.ts';
import {ALL_GROUPS, type Comparison, mean, type Reading, together, type View} from './comparison.ts';
import type {Joined} from './joined.ts';

/** Splits that intervals are made from; the value has all. */
const FEW = 4;

export interface Direct {
  /** Of the candidate (or part B) `x`, thinned, against part A, also thinned; undefined where it has no value. */
  read(x: Thinned, a: Thinned, joined: Joined): number | undefined;
  /** Whether part A is looked at. */
  readonly against: boolean;
  readonly least?: number;
  readonly most?: number;
}

export interface Thinned {
  /** (n,) */
  readonly counts: Float64Array;
  readonly words: number;
}

/** The reading, or undefined where the measure has no value. */
export function readDirect(comparison: Comparison, kind: Sampled, measure: Direct): Reading | undefined {
  const joined = comparison.joinedTypes(kind);
  const {list, varianceFactor} = comparison.splits;
  const thin = (side: 'reference' | 'candidate', groups: number): Thinned =>
    thinned(comparison.view(kind, side, groups), joined, comparison.equalWords);
  const parts = list.map(({a, b}) => ({a: thin('reference', a), b: thin('reference', b)}));
  const over = (x: Thinned, most: number): number[] =>
    (measure.against ? parts.slice(0, most) : parts.slice(0, 1)).map(({a}) => measure.read(x, a, joined) ?? Number.NaN);
  const whole = thin('candidate', ALL_GROUPS);
  const values = over(whole, list.length);
  const value = mean(values);
  const few = mean(values.slice(0, FEW));
  const without = comparison.eachWithout((groups) => mean(over(thin('candidate', groups), FEW)));
  const own = parts.map(({a, b}) => measure.read(b, a, joined) ?? Number.NaN);
  if (![value, ...without, ...own].every(Number.isFinite)) return undefined;
  const byPart = measure.against ? Math.sqrt(varianceFactor * mean(values.map((v) => (v - value) ** 2))) : 0;
  return {
    value,
    standardError: together(comparison.candidateError(few, without), byPart, typesError(whole, joined, measure, parts[0].a)),
    degrees: comparison.degrees,
    expected: {value: mean(own), standardError: Math.sqrt(varianceFactor * mean(own.map((e) => (e - mean(own)) ** 2)))},
    ...(measure.least !== undefined && {least: measure.least}),
    ...(measure.most !== undefined && {most: measure.most}),
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
  const spread = ((blocks - 1) / blocks) * values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(spread * (1 - joined.size / stand));
}

export function thinned({counts, documents, words}: View, {low}: Joined, wanted: number): Thinned {
  const share = Math.min(1, wanted / words);
  if (share > 0.999) return {counts, words};
  const left = new Float64Array(counts.length);
  for (let i = 0; i < counts.length; i++) {
    const d = documents[i];
    if (d === 0) continue;
    const kept = binomialQuantile(d, share, chance(low[i]));
    left[i] = kept === d ? counts[i] : Math.max(kept, Math.round((counts[i] * kept) / d));
  }
  return {counts: left, words: words * share};
}

/** A uniform number of (0, 1) from the hash: another mix, since the hash itself decided on the sample. */
function chance(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32 + 2 ** -33;
}

/** The smallest k with P(binomial(n, p) <= k) >= u; beyond 256 trials the rounded normal approximation. */
function binomialQuantile(n: number, p: number, u: number): number {
  if (n > 256) return Math.min(n, Math.max(0, Math.round(n * p + Math.sqrt(n * p * (1 - p)) * normalQuantile(u))));
  let term = (1 - p) ** n;
  let sum = term;
  let k = 0;
  while (sum < u && k < n) {
    k++;
    term *= ((n - k + 1) / k) * (p / (1 - p));
    sum += term;
  }
  return k;
}

/** Within .0005: A&S 26.2.23. */
function normalQuantile(u: number): number {
  const tail = Math.min(u, 1 - u);
  const t = Math.sqrt(-2 * Math.log(tail));
  const x = t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3);
  return u < 0.5 ? -x : x;
}
