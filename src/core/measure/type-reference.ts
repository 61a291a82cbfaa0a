/**
 * A reference of types (counts of a human sample, or exact probabilities of a world) and every measure of a candidate against it.
 *
 * What depends on the reference alone (rare set, frequent set, bands) is made once and serves every candidate.
 * Refuses to equalise sizes: give it candidates of the reference's size where a measure depends on that.
 */
import {ConfigError, DomainError} from '../error.ts';
import {entropyBits, giniSimpson, jensenShannonBits, klBits, totalVariation} from '../stats/divergence.ts';
import {goodTuringUnseenMass} from '../stats/intervals.ts';
import {type Bands, countBands, probabilityBands} from './bands.ts';
import {calibration} from './calibration.ts';
import type {Reading} from './estimate.ts';
import {NOTHING_PRODUCED} from './reasons.ts';
import {frequentMembership, massOn, rareMembership, retention} from './tail.ts';
import {proportions, support, totalWeight, type Weights} from './types.ts';
import {zipfExponent} from './zipf.ts';

/** Share of the reference's weight in the rare and in the frequent set. */
export const RARE_SHARE = 0.1;
export const FREQUENT_SHARE = 0.5;

export class TypeReference {
  /** (K,) */
  readonly weights: Weights;
  /** Membership in the rare and in the frequent set. (K,) */
  readonly rare: Float64Array;
  readonly frequent: Float64Array;
  /** Of `tail.retention`: by count, or by probability where the reference is exact. */
  readonly retentionBands: Bands;
  /** Of `calibration`: by probability. */
  readonly calibrationBands: Bands;

  /** `counts`: weights are counts of a sample; `probabilities`: exact. Throws DomainError where all weights are 0. */
  constructor(weights: Weights, kind: 'counts' | 'probabilities') {
    this.weights = weights;
    this.rare = rareMembership(weights, RARE_SHARE);
    this.frequent = frequentMembership(weights, FREQUENT_SHARE);
    this.calibrationBands = probabilityBands(weights);
    this.retentionBands = kind === 'counts' ? countBands(weights) : this.calibrationBands;
  }
}

/** What is held against a reference: weights over its types and then any others. */
export interface TypeCandidate {
  /** Counts of a sample, or a fitted model's probabilities. (>= K,) */
  readonly weights: Weights;
  /** Counts of a sample, for the measures that ask how often something was seen. (>= K,) */
  readonly counts?: Weights;
}

type TypeMeasure = (reference: TypeReference, candidate: TypeCandidate) => Reading[];

/** Names that `measureTypes` answers. */
export const TYPE_MEASURES: ReadonlySet<string> = new Set([
  ...['support', 'entropy', 'giniSimpson', 'kl', 'js', 'tv'],
  ...['tail.retention', 'tail.mass', 'head.inflation', 'calibration', 'unseen', 'zipf'],
]);

/** Readings of the named measures, in the order of `names`, bands rare to frequent. Throws ConfigError on another name. */
export function measureTypes(reference: TypeReference, candidate: TypeCandidate, names: readonly string[]): Reading[] {
  if (candidate.weights.length < reference.weights.length) {
    throw new DomainError(`the candidate numbers ${candidate.weights.length} types, the reference ${reference.weights.length}`);
  }
  const empty = !(totalWeight(candidate.weights) > 0);
  return names.flatMap((name): Reading[] => {
    const measure = measures[name];
    if (measure === undefined) throw unknownMeasure(name, TYPE_MEASURES);
    return empty ? [{measure: name, reason: NOTHING_PRODUCED}] : measure(reference, candidate);
  });
}

export function unknownMeasure(name: string, known: ReadonlySet<string>): ConfigError {
  return new ConfigError(`${name} is not measured here`, {next: `choose from ${[...known].join(', ')}`});
}

/** A value, or the reason why there is none. */
export function reading(measure: string, value: number | undefined, reason: string): Reading {
  return value === undefined || Number.isNaN(value) ? {measure, reason} : {measure, value};
}

const measures: Readonly<Record<string, TypeMeasure>> = {
  support: (_, {weights}) => [{measure: 'support', value: support(weights)}],
  entropy: (_, {weights}) => [{measure: 'entropy', value: entropyBits(proportions(weights))}],
  giniSimpson: (_, {weights}) => [{measure: 'giniSimpson', value: giniSimpson(proportions(weights))}],
  kl: measureKl,
  js: (reference, {weights}) => [{measure: 'js', value: jensenShannonBits(...sides(reference, weights))}],
  tv: (reference, {weights}) => [{measure: 'tv', value: totalVariation(...sides(reference, weights))}],
  'tail.retention': measureRetention,
  'tail.mass': ({rare}, {weights}) => [{measure: 'tail.mass', value: massOn(rare, weights)}],
  'head.inflation': ({frequent}, {weights}) => [{measure: 'head.inflation', value: massOn(frequent, weights) / FREQUENT_SHARE}],
  calibration: (reference, {weights}) => calibration(reference.calibrationBands, reference.weights, weights),
  unseen: (_, {counts}) => [
    reading('unseen', counts && goodTuringUnseenMass(counts), 'it is read from a sample’s counts, and there is no sample'),
  ],
  zipf: (_, {counts}) => [
    reading(
      'zipf',
      counts && zipfExponent(counts),
      counts ? 'no type occurs twice' : 'it is read from a sample’s counts, and there is no sample',
    ),
  ],
};

/** Candidate, reference: proportions of one length. */
function sides(reference: TypeReference, candidate: Weights): [Float64Array, Float64Array] {
  return [proportions(candidate), proportions(reference.weights, candidate.length)];
}

/** Of the candidate to the reference, as in Ferbach et al. 2024: finite while the candidate only loses types. */
function measureKl(reference: TypeReference, {weights}: TypeCandidate): Reading[] {
  const [p, q] = sides(reference, weights);
  let foreign = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0 && q[i] === 0) foreign++;
  if (foreign > 0) return [{measure: 'kl', reason: `infinite: the candidate has ${foreign} types that the reference lacks`}];
  return [{measure: 'kl', value: klBits(p, q)}];
}

/** The rare set as a whole, then of each band of the reference the share of its types that occurs. */
function measureRetention({rare, retentionBands: {names, of}}: TypeReference, {weights}: TypeCandidate): Reading[] {
  const types = new Float64Array(names.length);
  const kept = new Float64Array(names.length);
  for (let i = 0; i < of.length; i++) {
    if (of[i] < 0) continue;
    types[of[i]]++;
    if (weights[i] > 0) kept[of[i]]++;
  }
  const measure = 'tail.retention';
  return [{measure, value: retention(rare, weights)}, ...names.map((band, i) => ({measure, band, value: kept[i] / types[i]}))];
}
