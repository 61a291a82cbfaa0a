/**
 * Two classes in R^d divided by a plane through the origin: x ~ N(0, I_d), y = sign(x b), b of unit length with all coefficients equal.
 *
 * People label rightly: human rows have no wrong label. `noise` is the models' (models/classifier.ts).
 *
 * source   the setting of Y. Feng et al., "Beyond model collapse", arXiv 2406.07515
 */
import type {Rows} from '../../core/data.ts';
import {ConfigError} from '../../core/error.ts';
import {fillNormal} from '../../core/random/normal.ts';
import {linearValues} from '../../models/regression/index.ts';
import type {OptionsOf} from './schema.ts';
import type {RowsWorld} from './truth.ts';

export function labelledWorld({dimension: d, noise}: Omit<OptionsOf<'labelled'>, 'world'>): RowsWorld {
  if (!(Number.isInteger(d) && d >= 1)) throw new ConfigError(`a dimension is a whole number from 1, got ${d}`, {where: 'data.dimension'});
  if (!(noise >= 0 && noise <= 1)) throw new ConfigError(`noise is a probability, got ${noise}`, {where: 'data.noise'});
  const coefficients = new Float64Array(d).fill(1 / Math.sqrt(d));
  return {
    kind: 'labelled',
    truth: {kind: 'rows', dimension: d, coefficients, noise},
    sample(count, stream): Rows {
      const x = new Float64Array(count * d);
      fillNormal(stream, x, 0, count * d);
      const rows: Rows = {kind: 'rows', count, dimension: d, x, y: new Float64Array(count)};
      return {...rows, y: signsOf(rows, coefficients)};
    },
  };
}

/** On which side of the plane each row lies: 1 or -1. (n,) */
export function signsOf(rows: Rows, coefficients: Float64Array): Float64Array {
  return linearValues(rows, coefficients).map((value) => (value < 0 ? -1 : 1));
}
