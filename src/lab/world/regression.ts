/**
 * A linear world: x ~ N(0, I_d), y = x b + N(0, noise^2), b of unit length with all coefficients equal (the laws know only distances from it).
 */
import type {Rows} from '../../core/data.ts';
import {ConfigError} from '../../core/error.ts';
import {fillNormal} from '../../core/random/normal.ts';
import type {OptionsOf} from './schema.ts';
import type {RowsWorld} from './truth.ts';

export function regressionWorld({dimension: d, noise}: Omit<OptionsOf<'regression'>, 'world'>): RowsWorld {
  if (!(Number.isInteger(d) && d >= 1)) throw new ConfigError(`a dimension is a whole number from 1, got ${d}`, {where: 'data.dimension'});
  if (!(noise >= 0 && noise < Infinity))
    throw new ConfigError(`noise is a standard deviation of at least 0, got ${noise}`, {where: 'data.noise'});
  const coefficients = new Float64Array(d).fill(1 / Math.sqrt(d));
  return {
    kind: 'regression',
    truth: {kind: 'rows', dimension: d, coefficients, noise},
    sample(count, stream): Rows {
      const x = new Float64Array(count * d);
      const y = new Float64Array(count);
      fillNormal(stream, x, 0, count * d);
      fillNormal(stream, y, 0, count);
      for (let i = 0; i < count; i++) {
        y[i] *= noise;
        for (let j = 0; j < d; j++) y[i] += x[i * d + j] * coefficients[j];
      }
      return {kind: 'rows', count, dimension: d, x, y};
    },
  };
}
