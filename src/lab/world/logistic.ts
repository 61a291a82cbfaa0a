/**
 * A world of chances: x ~ N(0, I_d), y = 1 with probability 1 / (1 + exp(-x b)), else 0; all coefficients equal, |b| = strength.
 *
 * source   D. R. Cox, "The regression analysis of binary sequences", JRSS B 20, 1958
 */
import type {Rows} from '../../core/data.ts';
import {ConfigError} from '../../core/error.ts';
import {fillNormal} from '../../core/random/normal.ts';
import {drawnLabels} from '../../models/logistic/index.ts';
import {DEFAULTS} from './defaults.ts';
import type {OptionsOf} from './schema.ts';
import type {RowsWorld} from './truth.ts';

export function logisticWorld({dimension: d, strength = DEFAULTS.logistic.strength}: Omit<OptionsOf<'logistic'>, 'world'>): RowsWorld {
  if (!(Number.isInteger(d) && d >= 1)) throw new ConfigError(`a dimension is a whole number from 1, got ${d}`, {where: 'data.dimension'});
  if (!(strength > 0 && strength < Infinity))
    throw new ConfigError(`strength is the length of the coefficients, more than 0, got ${strength}`, {where: 'data.strength'});
  const coefficients = new Float64Array(d).fill(strength / Math.sqrt(d));
  return {
    kind: 'logistic',
    truth: {kind: 'rows', dimension: d, coefficients, noise: 0, isLogistic: true},
    sample(count, stream): Rows {
      const x = new Float64Array(count * d);
      fillNormal(stream, x, 0, count * d);
      return drawnLabels({kind: 'rows', count, dimension: d, x, y: new Float64Array(count)}, coefficients, stream);
    },
  };
}
