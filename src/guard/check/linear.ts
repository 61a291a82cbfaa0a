/**
 * Measures that are sums over types of a coefficient, which the reference decides, times how the type occurs in the candidate.
 *
 *   sum_i weight_i coefficient_i(A) phi_i(X)        X: the candidate, or the reference's part B
 *
 *   phi = presence     1 - (1 - r)^d, the chance that a type with d documents is left when documents are thinned to the share r
 *   phi = probability  count / words
 *
 * law      the expectation over thinnings, so no chance is drawn
 * cost     O(types) for each of the splits and each of the candidate's groups
 * source   thinning of documents: sample-based rarefaction, R. K. Colwell et al., Journal of Plant Ecology 5, 2012
 */
import type {Sampled} from '../../core/sketch/kernel.ts';
import {ALL_GROUPS, type Comparison, mean, type Reading, together, type View} from './comparison.ts';
import type {Joined} from './joined.ts';

export interface Linear {
  readonly phi: 'presence' | 'probability';
  /** By band, '' for the whole: (n,) coefficients from part A (and where it must be independent of A, part B). */
  coefficients(parts: {a: View; b: View}, joined: Joined): ReadonlyMap<string, Float64Array>;
  /** From the sum to the value. */
  readonly transform?: (sum: number) => number;
}

/** Values by band, '' first. */
export function readLinear(comparison: Comparison, kind: Sampled, measure: Linear): Reading[] {
  const joined = comparison.joinedTypes(kind);
  const {list, varianceFactor} = comparison.splits;
  const byBand = new Map<string, {sum: Float64Array; times: number; values: number[]; expected: number[]}>();
  const whole = phiOf(comparison, kind, 'candidate', ALL_GROUPS, measure.phi);
  for (const {a, b} of list) {
    const own = phiOf(comparison, kind, 'reference', b, measure.phi);
    const parts = {a: comparison.view(kind, 'reference', a), b: comparison.view(kind, 'reference', b)};
    for (const [band, coefficient] of measure.coefficients(parts, joined)) {
      let entry = byBand.get(band);
      if (entry === undefined) byBand.set(band, (entry = {sum: new Float64Array(joined.size), times: 0, values: [], expected: []}));
      for (let i = 0; i < coefficient.length; i++) entry.sum[i] += coefficient[i] * joined.weight[i];
      entry.times++;
      entry.values.push(dot(coefficient, whole, joined.weight));
      entry.expected.push(dot(coefficient, own, joined.weight));
    }
  }
  const without = comparison.eachWithout((groups) => phiOf(comparison, kind, 'candidate', groups, measure.phi));
  const transform = measure.transform ?? ((sum: number) => sum);
  const readings: Reading[] = [];
  for (const [band, {sum, times, values, expected}] of byBand) {
    if (times < list.length) continue;
    for (let i = 0; i < sum.length; i++) sum[i] /= times;
    const value = transform(mean(values));
    const byGroup = without.map((phi) => transform(dot(sum, phi)));
    const byPart = Math.sqrt(varianceFactor * mean(values.map((v) => (transform(v) - value) ** 2)));
    const own = expected.map(transform);
    if (![value, byPart, ...byGroup, ...own].every(Number.isFinite)) continue;
    readings.push({
      ...(band !== '' && {band}),
      value,
      standardError: together(comparison.candidateError(value, byGroup), byPart, samplingError(joined, sum, whole, transform)),
      degrees: comparison.degrees,
      expected: {value: mean(own), standardError: Math.sqrt(varianceFactor * mean(own.map((e) => (e - mean(own)) ** 2)))},
    });
  }
  return readings;
}

function phiOf(
  comparison: Comparison,
  kind: Sampled,
  side: 'reference' | 'candidate',
  groups: number,
  phi: 'presence' | 'probability',
): Float64Array {
  const view = comparison.view(kind, side, groups);
  return phi === 'presence' ? presence(view, comparison.equalWords) : view.counts.map((count) => count / view.words);
}

/** The chance of each type to be left in `words` words of the documents. (n,) */
export function presence({documents, words: all}: View, words: number): Float64Array {
  const gone = 1 - Math.min(1, words / all);
  const few = Float64Array.from({length: 64}, (_, d) => 1 - gone ** d);
  const present = new Float64Array(documents.length);
  for (let i = 0; i < documents.length; i++) present[i] = documents[i] < 64 ? few[documents[i]] : 1 - gone ** documents[i];
  return present;
}

function dot(a: Float64Array, b: Float64Array, weight?: Float64Array): number {
  let sum = 0;
  if (weight === undefined) for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  else for (let i = 0; i < a.length; i++) sum += a[i] * b[i] * weight[i];
  return sum;
}

const BLOCKS = 16;

/** What the sampling of types adds: a delete-a-block jackknife over types, times the share of types that is not in the sample. */
export function samplingError(
  joined: Joined,
  weighted: Float64Array,
  phi: Float64Array,
  transform: (sum: number) => number = (sum) => sum,
): number {
  if (joined.complete) return 0;
  const sums = new Float64Array(BLOCKS);
  let total = 0;
  let stand = 0;
  for (let i = 0; i < joined.size; i++) {
    const term = weighted[i] * phi[i];
    sums[joined.low[i] >>> 28] += term;
    total += term;
    stand += joined.weight[i];
  }
  const values = Array.from(sums, (sum) => transform(((total - sum) * BLOCKS) / (BLOCKS - 1)));
  const centre = mean(values);
  const spread = ((BLOCKS - 1) / BLOCKS) * values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(spread * (1 - joined.size / stand));
}
