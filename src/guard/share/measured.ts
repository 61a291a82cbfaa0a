/**
 * Units as the estimators see them: a value a unit for those that judge documents, and sums or ratios of its sentences for those that
 * judge sentences. A candidate, held-out references and planted documents all become this.
 *
 *   share of sentences, from documents:  sum of w_u v_u / sum of w_u, where w_u counts sentences and v_u averages to the label, or is
 *                                        the chance that the unit is synthetic under the best mixture of units
 *   share of sentences, from sentences:  mean of values, or the a that maximises  sum log(1 - a + a e^ratio)
 *
 * shape    U units, S sentences; ratios of sentences are kept as one byte each, in steps of 0.1 between -12.7 and 12.7
 * edge     an empty selection has no share: DomainError
 * checked  the maximum against every thousandth; shares of known selections by hand
 */

import {DomainError} from '../../core/error.ts';
import {exp, square} from '../../core/math/index.ts';

export const ESTIMATORS = [
  'documents.counts',
  'documents.probabilities',
  'documents.em',
  'documents.likelihood',
  'sentences.counts',
  'sentences.probabilities',
  'sentences.em',
  'sentences.likelihood',
  'sentences.liang',
] as const;
export const DOCUMENT_ESTIMATORS = 4;

export interface MeasuredUnits {
  readonly units: number;
  /** (U,) document of each unit; units of one document stand together. */
  readonly group: Uint32Array;
  /** (U,) sentences of each, and how many of them are synthetic where that is known. */
  readonly sentences: Float64Array;
  readonly synthetic: Float64Array;
  /** 4 x (U,): values of units, in the order of WAYS. */
  readonly values: readonly Float64Array[];
  /** 2 x (U,): sums of the values of a unit's sentences: counts, probabilities. */
  readonly sums: readonly Float64Array[];
  /** 3 x (S,): ratios of sentences: em, likelihood, liang. Those of unit u: offsets[u] .. offsets[u + 1). */
  readonly ratios: readonly Uint8Array[];
  readonly offsets: Uint32Array;
}

export function ratioByte(ratio: number): number {
  return Math.max(0, Math.min(254, Math.round(10 * ratio) + 127));
}

const EXP_OF_BYTE = Float64Array.from({length: 255}, (_, byte) => exp((byte - 127) / 10));

/** All units, in order. */
export function allUnits({units}: MeasuredUnits): Uint32Array {
  return Uint32Array.from({length: units}, (_, u) => u);
}

/** The share that estimator number e gives for the units of `chosen` (repetitions count), 0..1. */
export function estimateShare(measured: MeasuredUnits, chosen: Uint32Array, e: number): number {
  if (chosen.length === 0) throw new DomainError('a share wants at least one document');
  if (e < 2) return clip(weightedMean(measured, chosen, measured.values[e]));
  if (e < DOCUMENT_ESTIMATORS) return mixtureOfUnits(measured, chosen, measured.values[e]);
  if (e < 6) return clip(overSentences(measured, chosen, measured.sums[e - 4]));
  return mixtureOfSentences(measured, chosen, measured.ratios[e - 6]);
}

function clip(share: number): number {
  return share < 0 ? 0 : share > 1 ? 1 : share;
}

/** The share of the chosen units' sentences that is synthetic in truth. */
export function trueShare(measured: MeasuredUnits, chosen: Uint32Array): number {
  return overSentences(measured, chosen, measured.synthetic);
}

/** Weighted standard deviation over units of the mean probability value of their sentences: how unlike each other they are. */
export function spreadOfUnits({sentences, sums}: MeasuredUnits, chosen: Uint32Array): number {
  let total = 0;
  let first = 0;
  let second = 0;
  for (let i = 0; i < chosen.length; i++) {
    const w = sentences[chosen[i]];
    const u = sums[1][chosen[i]] / w;
    total += w;
    first += w * u;
    second += w * u * u;
  }
  return Math.sqrt(Math.max(0, second / total - square(first / total)));
}

function weightedMean({sentences}: MeasuredUnits, chosen: Uint32Array, values: Float64Array): number {
  let total = 0;
  let sum = 0;
  for (let i = 0; i < chosen.length; i++) {
    const w = sentences[chosen[i]];
    total += w;
    sum += w * values[chosen[i]];
  }
  return sum / total;
}

/** Sums of units over the number of their sentences. */
function overSentences({sentences}: MeasuredUnits, chosen: Uint32Array, sums: Float64Array): number {
  let total = 0;
  let sum = 0;
  for (let i = 0; i < chosen.length; i++) {
    total += sentences[chosen[i]];
    sum += sums[chosen[i]];
  }
  return sum / total;
}

function mixtureOfUnits({sentences}: MeasuredUnits, chosen: Uint32Array, ratios: Float64Array): number {
  const n = chosen.length;
  const counts = new Float64Array(n).fill(1);
  const odds = new Float64Array(n);
  for (let i = 0; i < n; i++) odds[i] = exp(ratios[chosen[i]]);
  const share = maximiseMixture(counts, odds);
  let total = 0;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const w = sentences[chosen[i]];
    total += w;
    sum += (w * share * odds[i]) / (1 - share + share * odds[i]);
  }
  return sum / total;
}

function mixtureOfSentences({offsets}: MeasuredUnits, chosen: Uint32Array, ratios: Uint8Array): number {
  const counts = new Float64Array(255);
  for (let i = 0; i < chosen.length; i++) {
    for (let s = offsets[chosen[i]], end = offsets[chosen[i] + 1]; s < end; s++) counts[ratios[s]]++;
  }
  return maximiseMixture(counts, EXP_OF_BYTE);
}

/** Halvings of 0..1: a share to 3e-8, far below what a sample of sentences can tell. */
const HALVINGS = 24;

/**
 * The a in 0..1 that maximises sum n_i log(1 - a + a r_i), by bisection: the derivative falls in a.
 * Expectation maximisation goes to the same place, slower (M. Saerens et al. 2002; the objective is concave).
 */
export function maximiseMixture(counts: Float64Array, odds: Float64Array): number {
  const slope = (a: number) => {
    let sum = 0;
    for (let i = 0; i < counts.length; i++) if (counts[i] > 0) sum += (counts[i] * (odds[i] - 1)) / (1 - a + a * odds[i]);
    return sum;
  };
  if (slope(0) <= 0) return 0;
  if (slope(1) >= 0) return 1;
  let low = 0;
  let high = 1;
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
