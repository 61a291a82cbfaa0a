/**
 * `calibration`: probable events overestimated, improbable ones underestimated?
 *
 *   log2( candidate's probability of the band's types, pooled / reference's )    by band of the reference's probability
 *
 * shape    bands: of K types, reference: (K,), candidate: (>= K,), counts or probabilities -> one reading a band, rare to frequent
 * unit     bits; 0 is calibrated, 1 is twice too probable
 * edge     a band in which one side has no mass is undefined, with that reason
 *
 * Who chooses the bands matters. A type seen once in a finite sample was lucky to be seen: in *another* sample of the same people it
 * occurs less than once on average, so bands chosen by the very counts that are compared make every other sample, human ones too, look
 * as if it underestimated the rare (regression to the mean). Hence two ways:
 *   - `calibration`: bands and probabilities from the same reference. Right where the candidate was fitted to that reference, as the lab's
 *     lineages are: a fit that repeats its training frequencies reads 0 everywhere. Also right where the reference is exact.
 *   - `calibration.halves`: bands from one half of the reference, its probabilities from the other. Right where the candidate is independent of
 *     the reference: another human sample reads 0 on average. For a fit to that reference it would overstate the rare.
 */
import {log2} from '../math/index.ts';
import type {Bands} from './bands.ts';
import type {Reading} from './estimate.ts';
import {type TypeWeights, totalWeight} from './types.ts';

export function calibration(bands: Bands, reference: TypeWeights, candidate: TypeWeights, measure = 'calibration'): Reading[] {
  const ours = massByBand(bands, candidate);
  const theirs = massByBand(bands, reference);
  return bands.names.map((band, i): Reading => {
    if (!(theirs[i] > 0)) return {measure, band, reason: 'the reference has no mass on the types of this band'};
    if (!(ours[i] > 0)) return {measure, band, reason: 'the candidate has no mass on the types of this band'};
    return {measure, band, value: log2(ours[i] / theirs[i])};
  });
}

/** Each band's share of the whole weight, types without a band counted in the whole. */
function massByBand(bands: Bands, weights: TypeWeights): Float64Array {
  const mass = new Float64Array(bands.names.length);
  const total = totalWeight(weights);
  if (!(total > 0)) return mass;
  for (let i = 0; i < bands.of.length; i++) if (bands.of[i] >= 0) mass[bands.of[i]] += weights[i];
  for (let i = 0; i < mass.length; i++) mass[i] /= total;
  return mass;
}
