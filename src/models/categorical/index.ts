/**
 * A categorical distribution over K outcomes: the (weighted) frequencies of what it was fitted to.
 *
 *   p_k = sum_parts share x count_k / n_part
 *
 * shape    values: (n,) in 0..K-1  ->  probabilities: (K,)
 * domain   all parts of one K, values below K, otherwise DataError
 * edge     an outcome never seen has probability exactly 0 and is never drawn again: `replace` is the Wright-Fisher process
 * cost     O(n + K) for a part that is new, O(K) for one seen before; a draw costs O(1) by the alias method
 * source   A. Walker, "An efficient method for generating discrete random variables", ACM TOMS 3(3), 1977
 * checked  against E[1 - sum p^2] = (1 - 1/n)^t (1 - sum p_0^2) over thousands of lineages
 */

import type {Categories, TrainingSet} from '../../core/data.ts';
import {DataError, DomainError} from '../../core/error.ts';
import {log} from '../../core/math/index.ts';
import {type AliasTable, aliasTable, fillCategorical} from '../../core/random/categorical.ts';
import type {Stream} from '../../core/random/stream.ts';
import {broken, decodeModel, encodeModel} from '../codec.ts';
import type {FittedCategories, Model} from '../model.ts';
import {sharedParts} from '../parts.ts';
import {isUntempered, type Tempering, temperedLaw} from '../tempering.ts';

interface CategoricalModel extends Model<Categories> {
  fit(training: TrainingSet<Categories>, stream: Stream): FittedCategories;
  load(bytes: Uint8Array): FittedCategories;
}

/** `tempering`: how samples are drawn; `probabilities` and `logProbability` are always the frequencies themselves. */
export function categoricalModel(tempering: Tempering = {}): CategoricalModel {
  return {
    kind: 'categorical',
    fit(training) {
      const parts = sharedParts(training);
      const K = parts[0].data.categories;
      const probabilities = new Float64Array(K);
      for (const {data, share} of parts) {
        if (data.categories !== K) throw new DataError(`draws from ${data.categories} outcomes among draws from ${K}`);
        const counts = countsOf(data, parts.length > 1);
        for (let k = 0; k < K; k++) probabilities[k] += (share * counts[k]) / data.count;
      }
      return new FittedFrequencies(probabilities, tempering);
    },
    load(bytes) {
      const {arrays} = decodeModel('categorical', bytes, {fields: [], arrays: 1});
      const [probabilities] = arrays;
      let sum = 0;
      for (const p of probabilities) {
        if (p < 0) throw broken('categorical', `a probability of ${p}`);
        sum += p;
      }
      if (!(Math.abs(sum - 1) <= 1e-9)) throw broken('categorical', `probabilities that sum to ${sum}`);
      return new FittedFrequencies(probabilities, tempering);
    },
  };
}

export class FittedFrequencies implements FittedCategories {
  readonly probabilities: Float64Array;
  private readonly tempering: Tempering;
  private table: AliasTable | undefined;

  constructor(probabilities: Float64Array, tempering: Tempering = {}) {
    this.probabilities = probabilities;
    this.tempering = tempering;
  }

  /** The same fit, drawn from in another way. */
  tempered(tempering: Tempering): FittedFrequencies {
    return new FittedFrequencies(this.probabilities, tempering);
  }

  sample(count: number, stream: Stream): Categories {
    this.table ??= aliasTable(this.drawn());
    const values = new Uint32Array(count);
    fillCategorical(stream, this.table, values);
    return {kind: 'categories', count, categories: this.probabilities.length, values};
  }

  /** The law that samples are drawn from. (K,) */
  drawn(): Float64Array {
    return isUntempered(this.tempering) ? this.probabilities : temperedLaw(this.probabilities, this.tempering);
  }

  logProbability(data: Categories): Float64Array {
    const K = this.probabilities.length;
    if (data.categories !== K) throw new DomainError(`draws from ${data.categories} outcomes for a distribution over ${K}`);
    const logs = this.probabilities.map(log);
    return Float64Array.from(data.values, (k) => logs[k]);
  }

  save(): Uint8Array {
    return encodeModel('categorical', {fields: {}, arrays: [this.probabilities]});
  }
}

const seen = new WeakMap<Categories, Float64Array>();

function countsOf(data: Categories, cached: boolean): Float64Array {
  const known = cached ? seen.get(data) : undefined;
  if (known !== undefined) return known;
  const {values, categories: K} = data;
  const counts = new Float64Array(K);
  for (let i = 0; i < values.length; i++) {
    if (values[i] >= K) throw new DataError(`record ${i} is outcome ${values[i]}, wanted 0..${K - 1}`);
    counts[values[i]]++;
  }
  if (cached) seen.set(data, counts);
  return counts;
}
