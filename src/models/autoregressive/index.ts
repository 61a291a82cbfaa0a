/**
 * A small neural network as a law over K outcomes: the number of the outcome is written as digits, and each digit is predicted from those
 * before it.
 *
 *   p(k) = prod_j p(digit j | digits before it),   only numbers below K
 *
 * When to use it: where the order of outcomes means something, so that neighbours are about equally probable (binned magnitudes, ranks by
 * frequency): what is seldom seen is then guessed from what lies beside it, and never has probability 0. Where numbers are labels without order it
 * learns what `categorical` counts, slower and blurred; and with many records an outcome, counts are better.
 *
 * shape    values: (n,) in 0..K-1  ->  probabilities: (K,), sums to 1
 * domain   all parts of one K, values below K, otherwise DataError
 * edge     no outcome has probability 0 but by rounding; with K <= base there is one digit, and nothing to share
 * cost     a fit makes the whole law once, K / base rows; a draw then costs O(1) by the alias method
 * source   Bengio and Bengio, NIPS 1999 (autoregressive networks); Germain et al., "MADE", ICML 2015 (masks)
 * checked  probabilities of all outcomes against those of their digits one by one; against counts on held-out draws of a smooth law
 */

import type {Categories, TrainingSet} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import {log} from '../../core/math/index.ts';
import {type AliasTable, aliasTable, fillCategorical} from '../../core/random/categorical.ts';
import type {Stream} from '../../core/random/stream.ts';
import {add, multiply, negate} from '../../tensor/ops/elementwise.ts';
import {reshape} from '../../tensor/ops/layout.ts';
import {sum} from '../../tensor/ops/reduce.ts';
import {logProbabilityOf} from '../../tensor/ops/softmax.ts';
import type {Runtime} from '../../tensor/runtime.ts';
import type {FittedCategories, Model} from '../model.ts';
import {CompiledSteps} from '../network/compiled.ts';
import {fitNetwork} from '../network/fit.ts';
import {type MaskedShape, maskedNumbers, maskedOutputs, maskedParameters} from '../network/masked.ts';
import type {Numbers} from '../network/parameters.ts';
import {pooledCategories} from '../network/pool.ts';
import {loadNetwork, saveNetwork, wholeField} from '../network/save.ts';
import type {LossGraph} from '../network/trainer.ts';
import {type Digits, digitAt, digitsOf, valuesAt, writeDigits} from './digits.ts';
import {lawOf} from './law.ts';
import {type AutoregressiveOptions, autoregressiveOptions} from './options.ts';

export {type AutoregressiveOptions, autoregressiveOptions} from './options.ts';

const KIND = 'autoregressive';
/** Added to the logit of a digit that would lead beyond K. */
const NEVER = -1e9;

export interface AutoregressiveSetting {
  readonly options: AutoregressiveOptions;
  readonly runtime: Runtime;
}

export interface AutoregressiveModel extends Model<Categories> {
  /** `from`: the fit whose weights it begins with, unless `start` is `fresh`. */
  fit(training: TrainingSet<Categories>, stream: Stream, from?: FittedCategories): FittedAutoregressive;
  load(bytes: Uint8Array): FittedAutoregressive;
}

export function autoregressiveModel({options, runtime}: AutoregressiveSetting): AutoregressiveModel {
  return {
    kind: KIND,
    fit(training, stream, from) {
      const pool = pooledCategories(training);
      const digits = digitsOf(pool.categories, options.base);
      const shape = shapeOf(options, digits);
      const before = options.start !== 'fresh' && from instanceof FittedAutoregressive ? from : undefined;
      if (before && before.outcomes !== pool.categories) throw outcomesError(pool.categories, before.outcomes);
      const {weights, notes} = fitNetwork(stream, {
        runtime,
        parameters: maskedParameters(shape),
        options,
        count: pool.count,
        weights: pool.weights,
        start: before?.weights,
        loss: (B) => lossOf(shape, B),
        feeds: (numbers) => feedsOf(pool.values, numbers, digits),
      });
      return new FittedAutoregressive({options, digits, weights: maskedNumbers(weights, shape), notes, runtime});
    },
    load: (bytes) =>
      loadNetwork(KIND, bytes, (fields, saved) => {
        const own = autoregressiveOptions(fields.options as Partial<AutoregressiveOptions>);
        const digits = digitsOf(wholeField(KIND, fields, 'outcomes'), own.base);
        const weights = saved.weights(maskedParameters(shapeOf(own, digits)));
        return new FittedAutoregressive({options: own, digits, weights, notes: [], runtime});
      }),
  };
}

const shapeOf = ({width, layers, activation}: AutoregressiveOptions, {base, length}: Digits): MaskedShape => ({
  groups: length,
  inputs: base - 1,
  outputs: base,
  width,
  layers,
  activation,
});

function lossOf(shape: MaskedShape, B: number): LossGraph {
  const {groups: D, inputs, outputs: b} = shape;
  return {
    build(graph, weights) {
      const logits = reshape(maskedOutputs(graph.input('x', [B, D * inputs]), weights, shape, true), [B * D, b]);
      const allowed = add(logits, graph.input('never', [B * D, b]));
      const logs = reshape(logProbabilityOf(allowed, graph.input('digits', [B * D], 'int32')), [B, D]);
      return negate(sum(multiply(sum(logs, {axes: [1]}), graph.input('w', [B]))));
    },
  };
}

function feedsOf(values: Uint32Array, numbers: Uint32Array, digits: Digits): Record<string, Float32Array | Int32Array> {
  const {base: b, length: D} = digits;
  const B = numbers.length;
  const x = new Float32Array(B * D * (b - 1));
  const never = new Float32Array(B * D * b);
  const targets = new Int32Array(B * D);
  for (let i = 0; i < B; i++) {
    const outcome = values[numbers[i]];
    writeDigits(digits, outcome, x, i * D * (b - 1));
    for (let j = 0; j < D; j++) {
      targets[i * D + j] = digitAt(digits, outcome, j);
      const row = (i * D + j) * b;
      never.fill(NEVER, row + valuesAt(digits, outcome, j), row + b);
    }
  }
  return {x, never, digits: targets};
}

const outcomesError = (got: number, wanted: number): DataError =>
  new DataError(`draws from ${got} outcomes for a network over ${wanted}`, {next: 'Fit the model to draws from as many outcomes.'});

interface Parts {
  readonly options: AutoregressiveOptions;
  readonly digits: Digits;
  /** Zero where masks are. */
  readonly weights: Numbers;
  readonly notes: readonly string[];
  readonly runtime: Runtime;
}

export class FittedAutoregressive implements FittedCategories {
  readonly options: AutoregressiveOptions;
  /** K */
  readonly outcomes: number;
  readonly weights: Numbers;
  readonly notes: readonly string[];
  readonly probabilities: Float64Array;
  private readonly shape: MaskedShape;
  private table?: AliasTable;

  constructor({options, digits, weights, notes, runtime}: Parts) {
    this.options = options;
    this.outcomes = digits.outcomes;
    this.weights = weights;
    this.notes = notes;
    this.shape = shapeOf(options, digits);
    this.probabilities = lawOf(digits, {shape: this.shape, weights, steps: new CompiledSteps(runtime)});
  }

  sample(count: number, stream: Stream): Categories {
    this.table ??= aliasTable(this.probabilities);
    const values = new Uint32Array(count);
    fillCategorical(stream, this.table, values);
    return {kind: 'categories', count, categories: this.outcomes, values};
  }

  /** Throws DataError on draws from another number of outcomes. (n,) */
  logProbability(data: Categories): Float64Array {
    if (data.categories !== this.outcomes) throw outcomesError(data.categories, this.outcomes);
    return Float64Array.from(data.values, (k) => log(this.probabilities[k]));
  }

  save(): Uint8Array {
    const {options, outcomes, weights, shape} = this;
    return saveNetwork(KIND, {parameters: maskedParameters(shape), weights, arrays: {}, fields: {options, outcomes}});
  }
}
