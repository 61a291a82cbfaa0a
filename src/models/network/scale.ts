/**
 * Where points lie and how far they spread, so that a network sees numbers near 1: z = (x - mean) / scale.
 *
 *   each   scale_j: the standard deviation of coordinate j, weighted
 *   one    the root of the mean variance of all coordinates, the same for each
 *
 * edge     a coordinate that never varies (`one`: where none does) has the scale 1
 */
import {square} from '../../core/math/index.ts';
import type {Pool} from './pool.ts';

export interface Scale {
  /** (d,) */
  readonly mean: Float64Array;
  /** (d,), more than 0 */
  readonly scale: Float64Array;
}

export function scaleOf({values, count, weights}: Pool<Float64Array>, kind: 'each' | 'one'): Scale {
  const d = values.length / count;
  const mean = new Float64Array(d);
  const variance = new Float64Array(d);
  const weightOf = (i: number) => (weights ? weights[i] : 1) / count;
  for (let i = 0; i < count; i++) for (let j = 0, w = weightOf(i); j < d; j++) mean[j] += w * values[i * d + j];
  for (let i = 0; i < count; i++) for (let j = 0, w = weightOf(i); j < d; j++) variance[j] += w * square(values[i * d + j] - mean[j]);
  if (kind === 'one') variance.fill(variance.reduce((a, b) => a + b, 0) / d);
  return {mean, scale: variance.map((v) => (v > 0 ? Math.sqrt(v) : 1))};
}

/** (n d,) -> (n d,) */
export function standardized(values: Float64Array, {mean, scale}: Scale): Float32Array {
  const d = mean.length;
  const z = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) z[i] = (values[i] - mean[i % d]) / scale[i % d];
  return z;
}
