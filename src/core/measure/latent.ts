/**
 * How far apart points lie in a latent space.
 *
 *   sd = sqrt(1/L sum_l 1/n sum_i (m_il - mean_l)^2)
 *
 * shape    means: (n * L,) row-major, encoder means of n samples  ->  scalar
 * unit     that of the latent space: standard deviations of the prior, where that is N(0, I)
 * edge     n = 1 gives 0, n = 0 undefined; a dimension that the encoder does not use adds 0 and so lowers the value in every generation
 *          alike; encoder means spread less than the prior even where nothing is lost, so look at the course, not at 1
 * cost     O(n L), two passes
 * source   the root mean square over dimensions, as one number for Kingma and Welling's latent spaces, arXiv:1312.6114
 */
import {square} from '../math/index.ts';

export function latentSd(means: Float64Array, latent: number): number | undefined {
  const n = means.length / latent;
  if (n === 0) return undefined;
  const centre = new Float64Array(latent);
  for (let i = 0; i < means.length; i++) centre[i % latent] += means[i] / n;
  let squares = 0;
  for (let i = 0; i < means.length; i++) squares += square(means[i] - centre[i % latent]);
  return Math.sqrt(squares / means.length);
}
