/**
 * A variational autoencoder of points or images: an encoder to a latent space of L dimensions, a decoder back, and noise between them.
 *
 *   sample   z ~ N(0, I), then the decoder's mean; with `draws: likelihood` a draw around it
 *
 * shape    values: (n, d), of images d = side^2
 * domain   n >= 1, finite; bernoulli: values from 0 to 1; otherwise DataError
 * edge     by default the next generation is trained on decoder means, as in Shumailov et al., which carry no pixel noise: their spread
 *          falls short of the data's from the first generation on. `logProbability` is a lower bound on the mean, not the log-density
 * cost     a training step: forward and backward of encoder and decoder; a draw: the decoder once
 * source   Kingma and Welling, arXiv:1312.6114; as a model in a loop: Shumailov et al., arXiv:2305.17493, appendix
 * checked  the bound against the exact log-density of a linear decoder
 */

import {absoluteValues, type Points, type TrainingSet} from '../../core/data.ts';
import {ConfigError, DataError} from '../../core/error.ts';
import {exp, log, square} from '../../core/math/index.ts';
import {fillNormal} from '../../core/random/normal.ts';
import {Stream} from '../../core/random/stream.ts';
import {multiply, negate, sigmoid} from '../../tensor/ops/elementwise.ts';
import {sum} from '../../tensor/ops/reduce.ts';
import type {Runtime} from '../../tensor/runtime.ts';
import type {Fitted, FittedPoints, Model} from '../model.ts';
import {CompiledSteps, inBlocks} from '../network/compiled.ts';
import {fitNetwork} from '../network/fit.ts';
import type {Numbers} from '../network/parameters.ts';
import {pooledPoints} from '../network/pool.ts';
import {loadNetwork, saveNetwork, wholeField} from '../network/save.ts';
import {type Scale, scaleOf, standardized} from '../network/scale.ts';
import type {LossGraph} from '../network/trainer.ts';
import {importanceBound, trainedBound} from './bound.ts';
import {decode, decoderParameters, encode, encoderParameters, LEAST_SD, LOG_SD, type VaeShape, vaeParameters} from './network.ts';
import {type VaeOptions, vaeOptions} from './options.ts';

export {type VaeOptions, vaeOptions} from './options.ts';

const KIND = 'vae';
/** Rows a run of the compiled graph. */
const ROWS = 128;

export interface VaeSetting {
  readonly options: VaeOptions;
  readonly runtime: Runtime;
  /** Pixels a side, where the points are images; a convolutional network wants it. */
  readonly side?: number;
}

export interface VaeModel extends Model<Points> {
  /** `from`: the fit whose weights it begins with, unless `start` is `fresh`. */
  fit(training: TrainingSet<Points>, stream: Stream, from?: Fitted<Points>): FittedVae;
  load(bytes: Uint8Array): FittedVae;
}

/** Throws ConfigError on a convolutional network without the side of its images. */
export function vaeModel({options, runtime, side}: VaeSetting): VaeModel {
  if (options.network === 'convolutional' && side === undefined)
    throw new ConfigError('a convolutional network wants images, and these points are none', {
      where: 'model.network',
      next: 'Write network: dense, or data: {images: digits}.',
    });
  return {
    kind: KIND,
    fit(training, stream, from) {
      const pool = pooledPoints(training);
      const {dimension: d, count, weights: each} = pool;
      if (options.network === 'convolutional' && d !== square(side!))
        throw new DataError(`points of dimension ${d} are no images of ${side} x ${side} pixels`, {
          next: 'Write network: dense, or give images of this side.',
        });
      const shape: VaeShape = {...options, dimension: d, side};
      const scale = inputScale(pool, options);
      const x = standardized(pool.values, scale);
      const before = options.start !== 'fresh' && from instanceof FittedVae ? from : undefined;
      if (before && before.shape.dimension !== d) throw dimensionError(d, before.shape.dimension);
      const {weights, notes} = fitNetwork(stream, {
        runtime,
        parameters: vaeParameters(shape),
        options,
        count,
        weights: each,
        start: before?.weights,
        loss: (B) => lossOf(shape, options, B),
        feeds: (numbers, noise) => ({x: rowsAt(x, numbers, d), noise: normals(noise, numbers.length * shape.latent)}),
      });
      return new FittedVae({options, shape, scale, weights, notes, runtime});
    },
    load: (bytes) =>
      loadNetwork(KIND, bytes, (fields, saved) => {
        const own = vaeOptions(fields.options as Partial<VaeOptions>);
        const dimension = wholeField(KIND, fields, 'dimension');
        const shape: VaeShape = {...own, dimension, ...(fields.side !== undefined && {side: wholeField(KIND, fields, 'side')})};
        const scale = {mean: saved.array('scale.mean', dimension), scale: saved.array('scale.scale', dimension)};
        return new FittedVae({options: own, shape, scale, weights: saved.weights(vaeParameters(shape)), notes: [], runtime});
      }),
  };
}

/** Bernoulli pixels as they are; other points around their mean, in one scale, so that coordinates keep their proportions. */
function inputScale(
  pool: {values: Float64Array; count: number; dimension: number; weights?: Float64Array},
  {likelihood}: VaeOptions,
): Scale {
  const {values, dimension: d} = pool;
  if (likelihood === 'gaussian') return scaleOf(pool, 'one');
  const wrong = values.findIndex((value) => !(value >= 0 && value <= 1));
  if (wrong >= 0)
    throw new DataError(`record ${Math.floor(wrong / d)} of the training set has the coordinate ${values[wrong]}, wanted 0 to 1`, {
      next: 'Write likelihood: gaussian.',
    });
  return {mean: new Float64Array(d), scale: new Float64Array(d).fill(1)};
}

function lossOf(shape: VaeShape, {beta}: VaeOptions, B: number): LossGraph {
  return {
    build(graph, weights) {
      const noise = graph.input('noise', [B, shape.latent]);
      const bound = trainedBound(graph.input('x', [B, shape.dimension]), noise, {weights, shape, beta});
      return negate(sum(multiply(bound, graph.input('w', [B]))));
    },
  };
}

function rowsAt(x: Float32Array, numbers: Uint32Array, d: number): Float32Array {
  const rows = new Float32Array(numbers.length * d);
  for (let b = 0; b < numbers.length; b++) rows.set(x.subarray(numbers[b] * d, (numbers[b] + 1) * d), b * d);
  return rows;
}

function normals(stream: Stream, count: number): Float32Array {
  const drawn = new Float64Array(count);
  fillNormal(stream, drawn, 0, count);
  return Float32Array.from(drawn);
}

const dimensionError = (got: number, wanted: number): DataError =>
  new DataError(`points of dimension ${got} for a network of dimension ${wanted}`, {next: 'Fit the model to points of this dimension.'});

interface Parts {
  readonly options: VaeOptions;
  readonly shape: VaeShape;
  readonly scale: Scale;
  readonly weights: Numbers;
  readonly notes: readonly string[];
  readonly runtime: Runtime;
}

export class FittedVae implements FittedPoints {
  readonly options: VaeOptions;
  readonly shape: VaeShape;
  readonly weights: Numbers;
  readonly notes: readonly string[];
  private readonly scale: Scale;
  private readonly steps: CompiledSteps;

  constructor({options, shape, scale, weights, notes, runtime}: Parts) {
    this.options = options;
    this.shape = shape;
    this.scale = scale;
    this.weights = weights;
    this.notes = notes;
    this.steps = new CompiledSteps(runtime);
  }

  sample(count: number, stream: Stream): Points {
    const {latent, dimension: d, likelihood} = this.shape;
    const z = normals(stream.fork('latent'), count * latent);
    const values = this.decode(z, count);
    if (this.options.draws === 'likelihood') {
      const own = stream.fork('likelihood');
      if (likelihood === 'bernoulli') for (let i = 0; i < values.length; i++) values[i] = own.float() < values[i] ? 1 : 0;
      else this.addNoise(values, own);
    }
    return {kind: 'points', count, dimension: d, values};
  }

  /**
   * A lower bound of each point's log-density, on the mean over noise, by `importance` draws from the encoder. The noise is the same at
   * every call: that of the i-th point is its own. Of grey Bernoulli pixels a score alone (bound.ts). Throws DataError on points of another dimension. (n,)
   */
  logProbability(data: Points): Float64Array {
    const {shape, options, scale} = this;
    const {dimension: d, latent} = shape;
    const S = options.importance;
    const rows = Math.max(1, Math.floor((ROWS * 4) / S));
    const step = this.steps.step('bound', vaeParameters(shape), (graph, weights) => {
      graph.output('bound', importanceBound(graph.input('x', [rows, d]), graph.input('noise', [rows, S, latent]), weights, shape));
    });
    const stream = Stream.root('vae/importance');
    const volume = scale.scale.reduce((total, s) => total + log(s), 0);
    const logs = new Float64Array(data.count);
    this.inRows(this.inputsOf(data), {rows, width: d, count: data.count}, (x, from, to) => {
      const noise = normals(stream, rows * S * latent);
      const {bound} = step.run({...Object.fromEntries(this.weights), x, noise}) as {bound: Float32Array};
      for (let i = from; i < to; i++) logs[i] = bound[i - from] - volume;
    });
    return logs;
  }

  get latent(): number {
    return this.shape.latent;
  }

  /** Means of the encoder's law. Throws DataError on points of another dimension. (n L,) */
  latentMeans(data: Points): Float64Array {
    const {shape} = this;
    const {latent: L, dimension: d} = shape;
    const step = this.steps.step('encode', encoderParameters(shape), (graph, weights) => {
      const [mean] = encode(graph.input('x', [ROWS, d]), weights, shape);
      graph.output('mean', mean);
    });
    const means = new Float64Array(data.count * L);
    this.inRows(this.inputsOf(data), {rows: ROWS, width: d, count: data.count}, (x, from, to) => {
      const {mean} = step.run({...this.some(encoderParameters(shape)), x}) as {mean: Float32Array};
      means.set(mean.subarray(0, (to - from) * L), from * L);
    });
    return means;
  }

  save(): Uint8Array {
    const {options, shape, scale, weights} = this;
    const {dimension, side} = shape;
    const arrays = {'scale.mean': scale.mean, 'scale.scale': scale.scale};
    return saveNetwork(KIND, {parameters: vaeParameters(shape), weights, arrays, fields: {options, dimension, side}});
  }

  /** Decoder means in the points' own units. z: (n L,) -> (n d,) */
  private decode(z: Float32Array, count: number): Float64Array {
    const {shape, scale} = this;
    const {latent: L, dimension: d, likelihood} = shape;
    const step = this.steps.step('decode', decoderParameters(shape), (graph, weights) => {
      const y = decode(graph.input('z', [ROWS, L]), weights, shape);
      graph.output('mean', likelihood === 'bernoulli' ? sigmoid(y) : y);
    });
    const values = new Float64Array(count * d);
    this.inRows(z, {rows: ROWS, width: L, count}, (rows, from, to) => {
      const {mean} = step.run({...this.some(decoderParameters(shape)), z: rows}) as {mean: Float32Array};
      for (let i = from * d; i < to * d; i++) values[i] = scale.mean[i % d] + scale.scale[i % d] * mean[i - from * d];
    });
    return values;
  }

  private addNoise(values: Float64Array, stream: Stream): void {
    const {dimension: d} = this.shape;
    const sd = Math.max(LEAST_SD, exp(this.weights.get(LOG_SD)![0]));
    const noise = new Float64Array(values.length);
    fillNormal(stream, noise, 0, noise.length);
    for (let i = 0; i < values.length; i++) values[i] += sd * this.scale.scale[i % d] * noise[i];
  }

  private inputsOf(data: Points): Float32Array {
    if (data.dimension !== this.shape.dimension) throw dimensionError(data.dimension, this.shape.dimension);
    return standardized(absoluteValues(data), this.scale);
  }

  private some(parameters: readonly {name: string}[]): Record<string, Float32Array> {
    return Object.fromEntries(parameters.map(({name}) => [name, this.weights.get(name)!]));
  }

  /** Blocks of rows, the last one filled up with zeros. */
  private inRows(
    values: Float32Array,
    {rows, width, count}: {rows: number; width: number; count: number},
    use: (block: Float32Array, from: number, to: number) => void,
  ): void {
    const block = new Float32Array(rows * width);
    inBlocks(count, rows, (from, to) => {
      block.fill(0);
      block.set(values.subarray(from * width, to * width));
      use(block, from, to);
    });
  }
}
