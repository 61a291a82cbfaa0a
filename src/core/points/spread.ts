import type {Points} from '../data.ts';
import {square} from '../math/index.ts';

/**
 * Mean of the points, and their variance: the mean squared distance to it, which is the trace of the covariance that divides by n.
 *
 * shape    (n * d,) -> (d,), scalar
 * domain   n >= 1
 * cost     O(n d), two passes
 */
export function spreadOf({values, count, dimension: d, origin}: Points): {readonly mean: Float64Array; readonly variance: number} {
  const mean = new Float64Array(d);
  for (let i = 0; i < values.length; i++) mean[i % d] += values[i];
  for (let j = 0; j < d; j++) mean[j] /= count;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += square(values[i] - mean[i % d]);
  if (origin) for (let j = 0; j < d; j++) mean[j] += origin[j];
  return {mean, variance: squares / count};
}
