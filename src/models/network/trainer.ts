/**
 * Trains the parameters of a network: one graph with forward, backward and, where the runtime has memory of its own, the optimiser.
 *
 * On the CPU the gradients are fetched and the optimiser goes over the parameters in place, in one pass; on a device that has its own
 * memory, parameters and moments stay there and the optimiser's step is part of the graph.
 */
import {DivergenceError} from '../../core/error.ts';
import {gradients} from '../../tensor/gradients.ts';
import {Graph, type Tensor} from '../../tensor/graph.ts';
import {encodeOnnx} from '../../tensor/onnx.ts';
import {add, multiply} from '../../tensor/ops/elementwise.ts';
import {type AdamWOptions, adamW, scheduleAt, scheduleInputs} from '../../tensor/optimizer/adamw.ts';
import {clipFactor, clipScale} from '../../tensor/optimizer/clip.ts';
import {adamWInPlace} from '../../tensor/optimizer/in-place.ts';
import type {Feed, Runtime, Step, Values} from '../../tensor/runtime.ts';
import {type Numbers, type Parameter, type Weights, weightInputs} from './parameters.ts';

export interface LossGraph {
  /** A scalar: the loss of the k-th of several equal micro-batches, so scaled that their sum is the loss of all. */
  build(graph: Graph, weights: Weights, part: {readonly index: number; readonly of: number}): Tensor;
}

interface TrainerOptions {
  readonly runtime: Runtime;
  readonly parameters: readonly Parameter[];
  readonly loss: LossGraph;
  readonly optimizer: AdamWOptions;
  /** Largest norm of all gradients together; none unless said. */
  readonly clip?: number;
  /** In how many parts a batch is gone through: activations of a part should fit the cache. */
  readonly parts?: number;
}

export class Trainer {
  private readonly options: TrainerOptions;
  private readonly step: Step;
  private readonly numbers: Map<string, Float32Array>;
  private readonly moments: Map<string, {mean: Float32Array; square: Float32Array}>;
  /** What stays on the device. */
  private state?: Record<string, Feed>;
  private count = 0;
  private readonly losses: number[] = [];

  /** Numbers to begin with are copied; a function is asked for them when it is known that there is room for the training. */
  constructor(options: TrainerOptions, start: Numbers | (() => Numbers)) {
    this.options = options;
    this.step = compiled(options);
    const numbers = typeof start === 'function' ? start() : start;
    this.numbers = new Map([...numbers].map(([name, values]) => [name, values.slice()]));
    this.moments = new Map(
      [...numbers].map(([name, {length}]) => [name, {mean: new Float32Array(length), square: new Float32Array(length)}]),
    );
    if (options.runtime.resident) this.state = this.startState();
  }

  /** One step on a batch at a learning rate. Returns the batch's loss before it. Throws DivergenceError. */
  train(batch: Readonly<Record<string, Values>>, rate: number): number {
    this.count++;
    const loss = this.state ? this.stepOnDevice(batch, rate) : this.stepHere(batch, rate);
    this.losses.push(loss);
    if (this.losses.length > REMEMBERED) this.losses.shift();
    if (!Number.isFinite(loss)) throw new DivergenceError(this.count, [...this.losses]);
    return loss;
  }

  /** The parameters as they are now. On the CPU these are the arrays that are trained. */
  weights(): Map<string, Float32Array> {
    const {state} = this;
    if (!state) return this.numbers;
    return new Map(this.options.parameters.map(({name}) => [name, valuesOf(state[name]) as Float32Array]));
  }

  private stepHere(batch: Readonly<Record<string, Values>>, rate: number): number {
    const {parameters, optimizer, clip} = this.options;
    const results = this.step.run({...Object.fromEntries(this.numbers), ...batch}) as Record<string, Float32Array>;
    const [loss] = results.loss;
    if (!Number.isFinite(loss)) return loss;
    const scale =
      clip === undefined
        ? 1
        : clipScale(
            parameters.map(({name}) => results[`gradient/${name}`]),
            clip,
          );
    for (const {name, decays} of parameters) {
      const {mean, square} = this.moments.get(name)!;
      const state = {weights: this.numbers.get(name)!, gradients: results[`gradient/${name}`], means: mean, squares: square};
      adamWInPlace(state, {...optimizer, decay: decays ? optimizer.decay : 0}, {t: this.count, rate, scale});
    }
    return loss;
  }

  private stepOnDevice(batch: Readonly<Record<string, Values>>, rate: number): number {
    const before = this.state!;
    const results = this.step.run({...before, ...batch, ...scheduleAt(this.count, rate, this.options.optimizer)});
    const {loss, ...next} = results;
    this.state = Object.fromEntries(Object.entries(next).map(([name, value]) => [name.slice(NEXT.length), value]));
    for (const value of Object.values(before)) if ('release' in value) value.release();
    return (valuesOf(loss) as Float32Array)[0];
  }

  private startState(): Record<string, Feed> {
    const state: Record<string, Feed> = {};
    for (const [name, values] of this.numbers) {
      state[name] = values;
      state[`mean/${name}`] = this.moments.get(name)!.mean;
      state[`square/${name}`] = this.moments.get(name)!.square;
    }
    return state;
  }
}

const REMEMBERED = 8;
const NEXT = 'next/';

const valuesOf = (value: Feed): Values => ('read' in value ? value.read() : value);

function compiled({runtime, parameters, loss, optimizer, clip, parts = 1}: TrainerOptions): Step {
  const graph = new Graph({fused: runtime.fused});
  const weights = weightInputs(graph, parameters);
  const tensors = parameters.map(({name}) => weights.get(name)!);
  let total: Tensor | undefined;
  let sums: Tensor[] | undefined;
  for (let index = 0; index < parts; index++) {
    const part = loss.build(graph, weights, {index, of: parts});
    const by = gradients(part, tensors);
    total = total ? add(total, part) : part;
    sums = sums ? sums.map((sum, i) => add(sum, by[i])) : by;
  }
  graph.output('loss', total!);
  if (!runtime.resident) {
    parameters.forEach(({name}, i) => {
      graph.output(`gradient/${name}`, sums![i]);
    });
    return runtime.compile(encodeOnnx(graph));
  }
  const schedule = scheduleInputs(graph);
  const scale = clip === undefined ? undefined : clipFactor(sums!, clip);
  parameters.forEach(({name, shape, decays}, i) => {
    const state = {weight: tensors[i], mean: graph.input(`mean/${name}`, shape), square: graph.input(`square/${name}`, shape)};
    const gradient = scale ? multiply(sums![i], scale) : sums![i];
    const next = adamW({...state, gradient, decays}, schedule, optimizer);
    graph.output(`${NEXT}${name}`, next.weight);
    graph.output(`${NEXT}mean/${name}`, next.mean);
    graph.output(`${NEXT}square/${name}`, next.square);
  });
  return runtime.compile(encodeOnnx(graph), {resident: [...graph.outputs.keys()].filter((name) => name !== 'loss')});
}
