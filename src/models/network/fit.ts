/**
 * Trains a small network on records: batches drawn without replacement epoch by epoch, AdamW (.9, .999), warm-up and cosine, early stopping.
 *
 * Knows nothing of what a record is: the family feeds records by their numbers, and its loss is a sum over rows with weights `w`.
 */
import {permutation} from '../../core/random/permutation.ts';
import type {Stream} from '../../core/random/stream.ts';
import {Graph} from '../../tensor/graph.ts';
import {encodeOnnx} from '../../tensor/onnx.ts';
import type {Runtime, Step, Values} from '../../tensor/runtime.ts';
import {type TrainedWeights, trainCourse} from './course.ts';
import type {NetworkTraining} from './options.ts';
import {type Numbers, type Parameter, startOf, weightInputs} from './parameters.ts';
import {type LossGraph, Trainer} from './trainer.ts';

interface NetworkFit {
  readonly runtime: Runtime;
  readonly parameters: readonly Parameter[];
  readonly options: NetworkTraining;
  /** Of a batch of B records, whose weights are the input `w`: (B,), sum 1. */
  loss(B: number): LossGraph;
  /** All inputs of the loss but `w`, of the records with these numbers; the arrays may be the same every time. Noise comes from the stream. */
  feeds(numbers: Uint32Array, stream: Stream): Record<string, Values>;
  /** Records. */
  readonly count: number;
  /** Of each record; all the same unless said. */
  readonly weights?: Float64Array;
  /** To begin with; drawn unless said. */
  readonly start?: Numbers;
}

const HELD = 0.1;

/** Throws DivergenceError where the loss is no number any more. */
export function fitNetwork(stream: Stream, fit: NetworkFit): TrainedWeights {
  const {runtime, parameters, options, count} = fit;
  const held = options.patience === undefined || count < 2 ? 0 : Math.max(1, Math.round(HELD * count));
  const order = held > 0 ? permutation(stream.fork('held'), count) : Uint32Array.from({length: count}, (_, i) => i);
  const records = order.subarray(held);
  const B = Math.min(options.batch, records.length);
  const trainer = new Trainer(
    {
      runtime,
      parameters,
      loss: fit.loss(B),
      optimizer: {betas: [0.9, 0.999], epsilon: 1e-8, decay: options.decay},
      clip: options.clip,
    },
    fit.start ?? startOf(stream.fork('start'), parameters),
  );
  const batches = new RecordBatches(stream.fork('batches'), records, B, fit);
  const noise = stream.fork('noise');
  const looker = held > 0 ? new HeldLoss(stream.fork('looks'), fit, order.subarray(0, held)) : undefined;
  return trainCourse({
    trainer,
    options,
    perEpoch: Math.ceil(records.length / B),
    feeds() {
      const {numbers, w} = batches.next();
      return {...fit.feeds(numbers, noise), w};
    },
    ...(looker && {held: {name: 'the tenth set aside', loss: (weights) => looker.loss(weights)}}),
  });
}

/** Numbers of records, every one once an epoch, epoch after epoch without end. */
class RecordBatches {
  private readonly records: Uint32Array;
  private readonly all?: Float64Array;
  private readonly stream: Stream;
  private readonly numbers: Uint32Array;
  private readonly w: Float32Array;
  private order = new Uint32Array(0);
  private at = 0;
  private epoch = 0;

  constructor(stream: Stream, records: Uint32Array, B: number, {weights}: NetworkFit) {
    this.records = records;
    this.all = weights;
    this.stream = stream;
    this.numbers = new Uint32Array(B);
    this.w = new Float32Array(B).fill(1 / B);
  }

  /** The same arrays every time. Weights are relative to the mean of all records, so that a light batch is a light step. */
  next(): {numbers: Uint32Array; w: Float32Array} {
    const {records, all, numbers, w} = this;
    const B = numbers.length;
    for (let b = 0; b < B; b++) {
      if (this.at === this.order.length) {
        this.order = permutation(this.stream.fork(`epoch/${++this.epoch}`), records.length) as Uint32Array<ArrayBuffer>;
        this.at = 0;
      }
      numbers[b] = records[this.order[this.at++]];
      if (all) w[b] = all[numbers[b]] / B;
    }
    return {numbers, w};
  }
}

/** The loss of the records set aside. */
class HeldLoss {
  private readonly fit: NetworkFit;
  private readonly held: Uint32Array;
  private readonly stream: Stream;
  private readonly step: Step;
  private readonly B: number;

  constructor(stream: Stream, fit: NetworkFit, held: Uint32Array) {
    this.fit = fit;
    this.held = held;
    this.stream = stream;
    this.B = Math.min(held.length, LOOK_BATCH);
    const graph = new Graph({fused: fit.runtime.fused});
    graph.output('loss', fit.loss(this.B).build(graph, weightInputs(graph, fit.parameters), {index: 0, of: 1}));
    this.step = fit.runtime.compile(encodeOnnx(graph));
  }

  /** The same noise at every look, so that looks compare. */
  loss(weights: Numbers): number {
    const {fit, held, B} = this;
    const stream = this.stream.fork('look');
    const numbers = new Uint32Array(B);
    let total = 0;
    for (let from = 0; from < held.length; from += B) {
      const w = new Float32Array(B);
      for (let b = 0; b < B; b++) {
        numbers[b] = held[Math.min(from + b, held.length - 1)];
        if (from + b < held.length) w[b] = fit.weights?.[numbers[b]] ?? 1;
      }
      const {loss} = this.step.run({...Object.fromEntries(weights), ...fit.feeds(numbers, stream), w}) as {loss: Float32Array};
      total += loss[0];
    }
    return total;
  }
}

const LOOK_BATCH = 256;
