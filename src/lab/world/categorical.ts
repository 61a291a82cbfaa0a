/**
 * A world of K outcomes: probabilities as given, uniform, or a Zipf law p(i) ~ i^-s, i = 1..K.
 */

import type {Categories} from '../../core/data.ts';
import {ConfigError} from '../../core/error.ts';
import {pow} from '../../core/math/index.ts';
import {type AliasTable, aliasTable, fillCategorical} from '../../core/random/categorical.ts';
import type {OptionsOf} from './schema.ts';
import type {CategoriesWorld} from './truth.ts';

export function categoricalWorld(options: Omit<OptionsOf<'categorical'>, 'world'>): CategoriesWorld {
  const probabilities = probabilitiesOf(options);
  let table: AliasTable | undefined;
  return {
    kind: 'categorical',
    truth: {kind: 'categories', probabilities},
    sample(count, stream): Categories {
      table ??= aliasTable(probabilities);
      const values = new Uint32Array(count);
      fillCategorical(stream, table, values);
      return {kind: 'categories', count, categories: probabilities.length, values};
    },
  };
}

function probabilitiesOf({probabilities, categories, zipf}: Omit<OptionsOf<'categorical'>, 'world'>): Float64Array {
  if ((probabilities === undefined) === (categories === undefined)) {
    throw new ConfigError('a categorical world has either `probabilities` or `categories`', {where: 'data'});
  }
  if (probabilities !== undefined) {
    if (zipf !== undefined) throw new ConfigError('`zipf` goes with `categories`, not with `probabilities`', {where: 'data.zipf'});
    return given(probabilities);
  }
  const K = categories as number;
  if (!(Number.isInteger(K) && K >= 1)) throw new ConfigError(`categories is a whole number from 1, got ${K}`, {where: 'data.categories'});
  const s = zipf ?? 0;
  if (!(s >= 0 && s < Infinity)) throw new ConfigError(`zipf is an exponent of at least 0, got ${s}`, {where: 'data.zipf'});
  return normalised(Float64Array.from({length: K}, (_, i) => pow(i + 1, -s)));
}

function given(probabilities: readonly number[]): Float64Array {
  let sum = 0;
  probabilities.forEach((p, k) => {
    if (!(p >= 0 && p <= 1)) throw new ConfigError(`a probability is between 0 and 1, got ${p}`, {where: `data.probabilities[${k}]`});
    sum += p;
  });
  if (!(Math.abs(sum - 1) <= 1e-9))
    throw new ConfigError(`probabilities must sum to 1, these sum to ${sum}`, {where: 'data.probabilities'});
  return normalised(Float64Array.from(probabilities));
}

/** Divides by the sum, taken from the small end. */
function normalised(p: Float64Array): Float64Array {
  let sum = 0;
  for (let i = p.length - 1; i >= 0; i--) sum += p[i];
  return p.map((x) => x / sum);
}
