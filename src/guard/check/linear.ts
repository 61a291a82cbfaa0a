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
 * checked  a sample of the types against all of them (check.test.ts); beside the lab's formulas of whole counts (test/lab-and-guard.test.ts)
 */

import {square} from '../../core/math/index.ts';
import {presenceAt} from '../../core/measure/thinning.ts';
import type {Sampled} from '../../core/sketch/kernel.ts';
import {totalOf} from '../profile/profile.ts';
import {BLOCKS, blockOf, deleteBlockError, restFor} from './blocks.ts';
import {ALL_GROUPS, type Comparison, mean, together, type View} from './comparison.ts';
import type {Joined} from './joined.ts';
import type {ComparedReading} from './reading.ts';

export interface Linear {
  readonly phi: 'presence' | 'probability';
  /** (n,) coefficients from part A for the value without band. */
  readonly whole?: (parts: Parts, joined: Joined) => Float64Array;
  /** Each type's band by part A and its coefficient there; part B where something must be independent of A. */
  readonly bands?: (parts: Parts, joined: Joined) => Banded;
  /** Whether the value is a share of many. */
  readonly share?: boolean;
  /** From the sum to the value. */
  readonly transform?: (sum: number) => number;
}

export interface Parts {
  readonly a: View;
  readonly b: View;
}

/** of: (n,) index into names, -1 for none; coefficient: (names,). */
export interface Banded {
  readonly names: readonly string[];
  readonly of: Int16Array;
  readonly coefficient: Float64Array;
}

interface Phis {
  readonly whole: Float64Array;
  readonly without: readonly Float64Array[];
  readonly own: readonly Float64Array[];
}

/** The value without band first, where there is one; then by band if `bands`. */
export function measureLinear(comparison: Comparison, kind: Sampled, measure: Linear, {bands}: {bands: boolean}): ComparedReading[] {
  const phi = (side: 'reference' | 'candidate', groups: number) => phiOf(comparison, kind, {side, groups, phi: measure.phi});
  const phis: Phis = {
    whole: phi('candidate', ALL_GROUPS),
    without: comparison.eachWithout((groups) => phi('candidate', groups)),
    own: comparison.splits.list.map(({b}) => phi('reference', b)),
  };
  const whole = measure.whole === undefined ? undefined : measureWhole(comparison, kind, measure, phis);
  return [...(whole === undefined ? [] : [whole]), ...(bands && measure.bands ? measureBands(comparison, kind, measure, phis) : [])];
}

function partsOf(comparison: Comparison, kind: Sampled): Parts[] {
  return comparison.splits.list.map(({a, b}) => ({
    a: comparison.view(kind, 'reference', a),
    b: comparison.view(kind, 'reference', b),
  }));
}

function measureWhole(comparison: Comparison, kind: Sampled, measure: Linear, phis: Phis): ComparedReading | undefined {
  const {whole, transform = same} = measure;
  const joined = comparison.joinedTypes(kind);
  const sum = new Float64Array(joined.size);
  const values: number[] = [];
  const expected: number[] = [];
  const parts = partsOf(comparison, kind);
  parts.forEach((part, s) => {
    const coefficient = whole!(part, joined);
    for (let i = 0; i < coefficient.length; i++) sum[i] += (coefficient[i] * joined.weight[i]) / parts.length;
    values.push(transform(dot(coefficient, phis.whole, joined.weight)));
    expected.push(transform(dot(coefficient, phis.own[s], joined.weight)));
  });
  const without = phis.without.map((phi) => transform(dot(sum, phi)));
  return assemble(
    comparison,
    {value: transform(dot(sum, phis.whole)), values, without, expected, sampling: samplingError(joined, sum, phis.whole, transform)},
    measure,
  );
}

function measureBands(comparison: Comparison, kind: Sampled, measure: Linear, phis: Phis): ComparedReading[] {
  const {bands, transform = same} = measure;
  const joined = comparison.joinedTypes(kind);
  const parts = partsOf(comparison, kind);
  const found = new Map<string, {values: number[]; without: number[][]; expected: number[]; sampling: number}>();
  parts.forEach((part, s) => {
    const banded = bands!(part, joined);
    const sampling = (k: number): number => samplingError(joined, weightsOfBand(banded, k, joined), phis.whole, transform);
    const whole = bandSums(banded, phis.whole, joined);
    const without = phis.without.map((phi) => bandSums(banded, phi, joined));
    const own = bandSums(banded, phis.own[s], joined);
    banded.names.forEach((name, k) => {
      const entry = found.get(name) ?? {values: [], without: [], expected: [], sampling: sampling(k)};
      found.set(name, entry);
      entry.values.push(whole[k]);
      entry.without.push(without.map((sums) => sums[k]));
      entry.expected.push(own[k]);
    });
  });
  return [...found].flatMap(([band, {values, without, expected, sampling}]) => {
    if (values.length < parts.length) return [];
    const reading = assemble(
      comparison,
      {
        value: transform(mean(values)),
        values: values.map(transform),
        without: comparison.groups.map((_, g) => transform(mean(without.map((row) => row[g])))),
        expected: expected.map(transform),
        sampling,
      },
      measure,
    );
    return reading === undefined ? [] : [{...reading, band}];
  });
}

function bandSums({names, of, coefficient}: Banded, phi: Float64Array, {weight}: Joined): Float64Array {
  const sums = new Float64Array(names.length);
  for (let i = 0; i < of.length; i++) if (of[i] >= 0) sums[of[i]] += phi[i] * weight[i];
  return sums.map((sum, k) => sum * coefficient[k]);
}

function weightsOfBand({of, coefficient}: Banded, k: number, {weight, complete}: Joined): Float64Array {
  if (complete) return weight;
  return weight.map((w, i) => (of[i] === k ? w * coefficient[k] : 0));
}

interface Replicates {
  readonly value: number;
  /** By part A, without each group of the candidate, of part B. */
  readonly values: readonly number[];
  readonly without: readonly number[];
  readonly expected: readonly number[];
  /** What the sampling of types adds to the standard error. */
  readonly sampling: number;
}

function assemble(comparison: Comparison, replicates: Replicates, {share}: Linear): ComparedReading | undefined {
  const {varianceFactor} = comparison.splits;
  const {value, values, without, expected, sampling} = share === true ? asShares(replicates) : replicates;
  if (![value, ...values, ...without, ...expected].every(Number.isFinite)) return undefined;
  const spread = (list: readonly number[], centre: number): number => Math.sqrt(varianceFactor * mean(list.map((v) => square(v - centre))));
  const own = mean(expected);
  return {
    value,
    standardError: together(comparison.candidateError(value, without), spread(values, mean(values)), sampling),
    degrees: comparison.degrees,
    ...(share === true && {units: totalOf(comparison.candidate, 'documents')}),
    expected: {
      ...{value: own, standardError: together(spread(expected, own), sampling), degrees: comparison.degreesOfReference},
      ...(share === true && {units: totalOf(comparison.reference, 'documents')}),
    },
  };
}

/** Where all is there, sums that were rounded come to a little more than 1. */
function asShares({value, values, without, expected, sampling}: Replicates): Replicates {
  const share = (sum: number): number => Math.min(1, Math.max(0, sum));
  return {value: share(value), values: values.map(share), without: without.map(share), expected: expected.map(share), sampling};
}

const same = (sum: number): number => sum;

interface Wanted {
  readonly side: 'reference' | 'candidate';
  readonly groups: number;
  readonly phi: 'presence' | 'probability';
}

function phiOf(comparison: Comparison, kind: Sampled, {side, groups, phi}: Wanted): Float64Array {
  const view = comparison.view(kind, side, groups);
  return phi === 'presence' ? presence(view, comparison.equalWords) : view.counts.map((count) => count / view.words);
}

/** The chance of each type to be left in `words` words of the documents. (n,) */
export const presence = ({documents, words: all}: View, words: number): Float64Array => presenceAt(documents, words / all);

function dot(a: Float64Array, b: Float64Array, weight?: Float64Array): number {
  let sum = 0;
  if (weight === undefined) for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  else for (let i = 0; i < a.length; i++) sum += a[i] * b[i] * weight[i];
  return sum;
}

/** What the sampling of types adds. */
export function samplingError(
  joined: Joined,
  weighted: Float64Array,
  phi: Float64Array,
  transform: (sum: number) => number = (sum) => sum,
): number {
  return samplingErrorOf(joined, [(i) => weighted[i] * phi[i]], ([sum]) => transform(sum));
}

/** The same of a value that is made of several sums over types. */
export function samplingErrorOf(
  joined: Joined,
  terms: readonly ((i: number) => number)[],
  from: (sums: readonly number[]) => number,
): number {
  if (joined.complete) return 0;
  const sums = terms.map(() => new Float64Array(BLOCKS));
  for (let i = 0; i < joined.size; i++) {
    const block = blockOf(joined, i);
    for (let k = 0; k < terms.length; k++) sums[k][block] += terms[k](i);
  }
  const totals = sums.map((blocks) => blocks.reduce((all, sum) => all + sum, 0));
  return deleteBlockError(joined, (block) => from(totals.map((total, k) => restFor(total - sums[k][block]))));
}
