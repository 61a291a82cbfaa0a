/**
 * A small neural network as a density of points: each coordinate given those before it is a mixture of Gaussians, whose numbers a masked
 * network gives.
 *
 *   log p(x) = sum_j log p(z_j | z_<j) - sum_j log scale_j,   z = (x - mean) / scale
 *
 * shape    values: (n, d), any d  ->  log-density: (n,), exact
 * domain   n >= 1, finite; otherwise DataError
 * edge     mean and scale are those of the training set, anew at every fit, so that a law which shrinks is seen as sharply as before; a
 *          Gaussian is no narrower than `floor` times the scale; a coordinate that never varies has the scale 1
 * cost     a draw wants d passes through the network, a density one
 * source   Uria, Murray and Larochelle, "RNADE", NeurIPS 2013; masks: Germain et al., "MADE", ICML 2015
 * checked  densities integrate to 1 on grids of one and two dimensions; against the world's own on two moons
 */

import type {Points, TrainingSet} from '../../core/data.ts';
import {absoluteValues} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import {log} from '../../core/math/index.ts';
import type {Stream} from '../../core/random/stream.ts';
import {multiply, negate} from '../../tensor/ops/elementwise.ts';
import {sum} from '../../tensor/ops/reduce.ts';
import type {Runtime} from '../../tensor/runtime.ts';
import type {Fitted, Model} from '../model.ts';
import {CompiledSteps, inBlocks} from '../network/compiled.ts';
import {fitNetwork} from '../network/fit.ts';
import {type MaskedShape, maskedNumbers, maskedOutputs, maskedParameters} from '../network/masked.ts';
import type {Numbers} from '../network/parameters.ts';
import {pooledPoints} from '../network/pool.ts';
import {loadNetwork, saveNetwork, wholeField} from '../network/save.ts';
import {type Scale, scaleOf, standardized} from '../network/scale.ts';
import type {LossGraph} from '../network/trainer.ts';
import {drawMixtures} from './draw.ts';
import {mixtureLogDensity, shapeOf, startOfMixture} from './network.ts';
import {type MlpOptions, mlpOptions} from './options.ts';

export {type MlpOptions, mlpOptions} from './options.ts';

const KIND = 'mlp';
/** Rows a run of the compiled graph. */
const ROWS = 256;

export interface MlpSetting {
  readonly options: MlpOptions;
  readonly runtime: Runtime;
}

export interface MlpModel extends Model<Points> {
  /** `from`: the fit whose weights it begins with, unless `start` is `fresh`. */
  fit(training: TrainingSet<Points>, stream: Stream, from?: Fitted<Points>): FittedMlp;
  load(bytes: Uint8Array): FittedMlp;
}

export function mlpModel({options, runtime}: MlpSetting): MlpModel {
  return {
    kind: KIND,
    fit(training, stream, from) {
      const pool = pooledPoints(training);
      const {dimension: d, count, weights: each} = pool;
      const shape = shapeOf(options, d);
      const scale = scaleOf(pool, 'each');
      const z = standardized(pool.values, scale);
      const before = options.start !== 'fresh' && from instanceof FittedMlp ? from : undefined;
      if (before && before.dimension !== d) throw dimensionError(d, before.dimension);
      const {weights, notes} = fitNetwork(stream, {
        runtime,
        parameters: maskedParameters(shape),
        options,
        count,
        weights: each,
        start: before?.weights ?? startOfMixture(stream.fork('start'), shape),
        loss: (B) => lossOf(shape, options, B),
        feeds: (numbers) => ({z: rowsAt(z, numbers, d)}),
      });
      return new FittedMlp({options, dimension: d, scale, weights: maskedNumbers(weights, shape), notes, runtime});
    },
    load: (bytes) =>
      loadNetwork(KIND, bytes, (fields, saved) => {
        const dimension = wholeField(KIND, fields, 'dimension');
        const own = mlpOptions(fields.options as Partial<MlpOptions>);
        const scale = {mean: saved.array('scale.mean', dimension), scale: saved.array('scale.scale', dimension)};
        const weights = saved.weights(maskedParameters(shapeOf(own, dimension)));
        return new FittedMlp({options: own, dimension, scale, weights, notes: [], runtime});
      }),
  };
}

function lossOf(shape: MaskedShape, options: MlpOptions, B: number): LossGraph {
  return {
    build(graph, weights) {
      const z = graph.input('z', [B, shape.groups]);
      const logs = mixtureLogDensity(z, maskedOutputs(z, weights, shape, true), options);
      return negate(sum(multiply(logs, graph.input('w', [B]))));
    },
  };
}

function rowsAt(z: Float32Array, numbers: Uint32Array, d: number): Float32Array {
  const rows = new Float32Array(numbers.length * d);
  for (let b = 0; b < numbers.length; b++) for (let j = 0; j < d; j++) rows[b * d + j] = z[numbers[b] * d + j];
  return rows;
}

const dimensionError = (got: number, wanted: number): DataError =>
  new DataError(`points of dimension ${got} for a network of dimension ${wanted}`, {next: 'Fit the model to points of this dimension.'});

interface Parts {
  readonly options: MlpOptions;
  readonly dimension: number;
  readonly scale: Scale;
  /** Zero where masks are. */
  readonly weights: Numbers;
  readonly notes: readonly string[];
  readonly runtime: Runtime;
}

export class FittedMlp implements Fitted<Points> {
  readonly options: MlpOptions;
  readonly dimension: number;
  readonly weights: Numbers;
  readonly notes: readonly string[];
  private readonly scale: Scale;
  private readonly shape: MaskedShape;
  private readonly steps: CompiledSteps;

  constructor({options, dimension, scale, weights, notes, runtime}: Parts) {
    this.options = options;
    this.dimension = dimension;
    this.scale = scale;
    this.weights = weights;
    this.notes = notes;
    this.shape = shapeOf(options, dimension);
    this.steps = new CompiledSteps(runtime);
  }

  sample(count: number, stream: Stream): Points {
    const {dimension: d, options, shape, weights, steps} = this;
    const values = drawMixtures(stream, {count, shape, options, weights, steps});
    for (let i = 0; i < values.length; i++) values[i] = this.scale.mean[i % d] + this.scale.scale[i % d] * values[i];
    return {kind: 'points', count, dimension: d, values};
  }

  /** Exact. Throws DataError on points of another dimension. (n,) */
  logProbability(data: Points): Float64Array {
    const {dimension: d, options, shape, scale} = this;
    if (data.dimension !== d) throw dimensionError(data.dimension, d);
    const step = this.steps.step('density', maskedParameters(shape), (graph, weights) => {
      const z = graph.input('z', [ROWS, d]);
      graph.output('logDensity', mixtureLogDensity(z, maskedOutputs(z, weights, shape), options));
    });
    const z = standardized(absoluteValues(data), scale);
    const volume = scale.scale.reduce((total, s) => total + log(s), 0);
    const logs = new Float64Array(data.count);
    const fed = new Float32Array(ROWS * d);
    const fixed = Object.fromEntries(this.weights);
    inBlocks(data.count, ROWS, (from, to) => {
      fed.fill(0);
      fed.set(z.subarray(from * d, to * d));
      const {logDensity} = step.run({...fixed, z: fed}) as {logDensity: Float32Array};
      for (let i = from; i < to; i++) logs[i] = logDensity[i - from] - volume;
    });
    return logs;
  }

  save(): Uint8Array {
    const {options, dimension, scale, weights, shape} = this;
    const arrays = {'scale.mean': scale.mean, 'scale.scale': scale.scale};
    return saveNetwork(KIND, {parameters: maskedParameters(shape), weights, arrays, fields: {options, dimension}});
  }
}
