/**
 * A reference of types: counts of a human sample, or exact probabilities of a world.
 *
 * What depends on the reference alone (rare set, frequent set, bands) is made once and serves every candidate.
 * Refuses to equalise sizes: give it candidates of the reference's size where a measure depends on that.
 */
import {type Bands, countBands, probabilityBands} from './bands.ts';
import {frequentMembership, rareMembership} from './tail.ts';
import type {TypeWeights} from './types.ts';

/** Share of the reference's weight in the rare and in the frequent set. */
export const RARE_SHARE = 0.1;
export const FREQUENT_SHARE = 0.5;

export class TypeReference {
  /** (K,) */
  readonly weights: TypeWeights;
  /** Membership in the rare and in the frequent set. (K,) */
  readonly rare: Float64Array;
  readonly frequent: Float64Array;
  /** Of `tail.retention`: by count, or by probability where the reference is exact. */
  readonly retentionBands: Bands;
  /** Of `calibration`: by probability. */
  readonly calibrationBands: Bands;

  /** `counts`: weights are counts of a sample; `probabilities`: exact. Throws DomainError where all weights are 0. */
  constructor(weights: TypeWeights, kind: 'counts' | 'probabilities') {
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
  readonly weights: TypeWeights;
  /** Counts of a sample, for the measures that ask how often something was seen. (>= K,) */
  readonly counts?: TypeWeights;
}
