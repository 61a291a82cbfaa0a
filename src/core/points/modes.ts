/**
 * Modes of a known mixture that a sample still reaches: `modes`.
 *
 * A sample belongs to the centre that is nearest in that mode's standard deviations, if within `reach` of them; a mode lives while at
 * least `least` samples belong to it.
 *
 * shape    values: (n * d,), centres: (K * d,), row-major, sd: (K,) -> (K,) samples of each mode
 * unit     samples
 * edge     a sample far from every centre belongs to none; of two equally near centres the first has it
 * cost     O(n K d)
 * source   the 25-mode grid of Z. Lin et al., "PacGAN", NeurIPS 2018, and A. Srivastava et al., "VEEGAN", NeurIPS 2017: reach 3, least 1
 */

import {DomainError} from '../error.ts';
import {square} from '../math/index.ts';

export interface ModeOptions {
  readonly dimension: number;
  /** Standard deviation of a coordinate around each centre. (K,), each > 0 */
  readonly sd: Float64Array;
  /** In standard deviations; 3 unless said. */
  readonly reach?: number;
}

/** Samples of each mode. */
export function modeCounts(values: Float64Array, centres: Float64Array, {dimension: d, sd, reach = 3}: ModeOptions): Uint32Array {
  const counts = new Uint32Array(centres.length / d);
  if (!(reach > 0 && sd.length === counts.length && sd.every((s) => s > 0))) {
    throw new DomainError(
      `${counts.length} modes want as many standard deviations and a reach, all above 0, got ${sd.join(', ')} and ${reach}`,
    );
  }
  for (let i = 0; i < values.length; i += d) {
    let best = -1;
    let nearest = Infinity;
    for (let c = 0; c < counts.length; c++) {
      const distance = squaredDistance(values, i, centres, c * d, d) / (sd[c] * sd[c]);
      if (distance < nearest) {
        nearest = distance;
        best = c;
      }
    }
    if (best >= 0 && nearest <= reach * reach) counts[best]++;
  }
  return counts;
}

/** Modes that at least `least` samples belong to. */
export function modesAlive(counts: Uint32Array, least: number = 1): number {
  let alive = 0;
  for (let i = 0; i < counts.length; i++) if (counts[i] >= least) alive++;
  return alive;
}

/** |x - y|^2 of x = a[from .. from + d) and y = b[at .. at + d). */
export function squaredDistance(a: Float64Array, from: number, b: Float64Array, at: number, d: number): number {
  let sum = 0;
  for (let j = 0; j < d; j++) sum += square(a[from + j] - b[at + j]);
  return sum;
}

/**
 * `excessRisk` of a regression on x ~ N(0, diag(spectrum)): the sum of spectrum_j (fitted_j - true_j)^2; a spectrum of ones unless given.
 * (d,), (d,), (d,) -> scalar
 */
export function excessRisk(fitted: Float64Array, truth: Float64Array, spectrum?: Float64Array): number {
  if (fitted.length !== truth.length) throw new DomainError(`${fitted.length} coefficients cannot be held against ${truth.length}`);
  if (spectrum === undefined) return squaredDistance(fitted, 0, truth, 0, truth.length);
  if (spectrum.length !== truth.length) throw new DomainError(`a spectrum of ${spectrum.length} numbers for ${truth.length} coefficients`);
  let sum = 0;
  for (let j = 0; j < truth.length; j++) sum += spectrum[j] * square(fitted[j] - truth[j]);
  return sum;
}
