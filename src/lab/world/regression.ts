/**
 * A linear world: x ~ N(0, diag(spectrum)), y = x b + N(0, noise^2), b of unit length with all coefficients equal (without a penalty the laws
 * know only distances from it).
 *
 * With a `mismatch` of c^2 rows that no person labels are labelled by b + D, the same D for a whole lineage, of a direction drawn for it:
 *
 *   D_j = c u_j / sqrt(spectrum_j),  u uniform on the unit sphere      so that the excess risk of b + D is c^2
 *
 * source   E. Dohmatob et al., "Strong model collapse", arXiv 2410.04840 (mismatch); "Model collapse demystified", NeurIPS 2024 (spectrum)
 */
import type {Rows} from '../../core/data.ts';
import {ConfigError} from '../../core/error.ts';
import {norm, pow} from '../../core/math/index.ts';
import {fillNormal} from '../../core/random/normal.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {OptionsOf} from './schema.ts';
import type {RowsWorld} from './truth.ts';

export function regressionWorld(options: Omit<OptionsOf<'regression'>, 'world'>): RowsWorld {
  const {dimension: d, noise, mismatch} = options;
  if (!(Number.isInteger(d) && d >= 1)) throw new ConfigError(`a dimension is a whole number from 1, got ${d}`, {where: 'data.dimension'});
  if (!(noise >= 0 && noise < Infinity))
    throw new ConfigError(`noise is a standard deviation of at least 0, got ${noise}`, {where: 'data.noise'});
  if (mismatch !== undefined && !(mismatch > 0 && mismatch < Infinity))
    throw new ConfigError(`a mismatch is an excess risk above 0, got ${mismatch}`, {where: 'data.mismatch'});
  const spectrum = spectrumOf(options);
  const coefficients = new Float64Array(d).fill(1 / Math.sqrt(d));
  const labelled = (x: Float64Array, by: Float64Array, stream: Stream): Rows => {
    const count = x.length / d;
    const y = new Float64Array(count);
    fillNormal(stream, y, 0, count);
    for (let i = 0; i < count; i++) {
      y[i] *= noise;
      for (let j = 0; j < d; j++) y[i] += x[i * d + j] * by[j];
    }
    return {kind: 'rows', count, dimension: d, x, y};
  };
  return {
    kind: 'regression',
    truth: {kind: 'rows', dimension: d, coefficients, noise, ...(spectrum && {spectrum})},
    sample(count, stream): Rows {
      const x = new Float64Array(count * d);
      fillNormal(stream, x, 0, count * d);
      if (spectrum) for (let c = 0; c < x.length; c++) x[c] *= Math.sqrt(spectrum[c % d]);
      return labelled(x, coefficients, stream);
    },
    ...(mismatch !== undefined && {
      labeller(stream: Stream) {
        const elsewhere = shifted(coefficients, {by: mismatch, spectrum}, stream);
        return ({x}, own) => labelled(x, elsewhere, own);
      },
    }),
  };
}

/** Eigenvalues of the covariance of x; undefined where all are 1. */
function spectrumOf({spectrum, dimension: d}: Pick<OptionsOf<'regression'>, 'spectrum' | 'dimension'>): Float64Array | undefined {
  if (spectrum === undefined) return undefined;
  if ('power' in spectrum) return Float64Array.from({length: d}, (_, j) => pow(j + 1, -spectrum.power));
  if (spectrum.length !== d || !spectrum.every((value) => value > 0 && value < Infinity))
    throw new ConfigError(`a spectrum of ${spectrum.length} numbers for ${d} coordinates: wanted one above 0 for each`, {
      where: 'data.spectrum',
    });
  return Float64Array.from(spectrum);
}

/** Coefficients whose excess risk is `by`, in a uniform direction. */
function shifted(from: Float64Array, {by, spectrum}: {by: number; spectrum?: Float64Array}, stream: Stream): Float64Array {
  const direction = new Float64Array(from.length);
  fillNormal(stream, direction, 0, from.length);
  const length = norm(direction);
  return from.map((b, j) => b + (Math.sqrt(by) * direction[j]) / length / Math.sqrt(spectrum?.[j] ?? 1));
}
