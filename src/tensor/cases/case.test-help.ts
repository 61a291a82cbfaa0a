/**
 * One thing that an operator is asked to do, with random shapes and numbers: what the tests of gradients hold against central differences,
 * and the contract of runtimes against the interpreter.
 */
import {normal} from '../../core/random/normal.ts';
import {permutation} from '../../core/random/permutation.ts';
import type {Stream} from '../../core/random/stream.ts';
import {gradients} from '../gradients.ts';
import {Graph, type GraphOptions, type Tensor} from '../graph.ts';
import {multiply} from '../ops/elementwise.ts';
import {sum} from '../ops/reduce.ts';
import {type ElementType, elementsOf, type Shape} from '../shape.ts';

/**
 * How numbers of an input are drawn. `positive`: from 0.5 to 2. `apart`: none within 0.02 of another, of 0, or of one of another `apart`
 * input with another `offset`, so that no step of a difference crosses a kink. `below`: int32 ids. `chance`: booleans.
 */
export type Draw = 'normal' | 'positive' | {apart: number} | {below: number} | {chance: number};

export interface Input {
  readonly shape: Shape;
  readonly draw?: Draw;
  /** No gradient is taken by it. */
  readonly fixed?: boolean;
}

export type Tensors = Readonly<Record<string, Tensor>>;

export interface Case {
  readonly inputs: Readonly<Record<string, Input>>;
  build(tensors: Tensors): Tensor;
  /** The same of elementary operators, whose gradients come from the chain rule alone. */
  plain?(tensors: Tensors): Tensor;
}

/** Draws shapes. */
export type CaseTable = Readonly<Record<string, (stream: Stream) => Case>>;

export type Feeds = Record<string, Float32Array | Float64Array | Int32Array | Uint8Array>;

export interface Assembled {
  readonly graph: Graph;
  readonly feeds: Feeds;
  /** Names of the inputs by which there are gradients; that of `x` is the output `d/x`. */
  readonly by: readonly string[];
}

export interface AssembleOptions extends GraphOptions {
  /** Gradients too, of the sum of the result with random weights; else that sum alone, as `loss`. */
  readonly gradients: boolean;
  readonly plain?: boolean;
}

/** The case as a graph with outputs `y` and gradients, or `loss`; and numbers to feed, all of which a float32 holds. */
export function assemble(one: Case, stream: Stream, {gradients: wanted, plain = false, ...options}: AssembleOptions): Assembled {
  const graph = new Graph(options);
  const tensors: Record<string, Tensor> = {};
  const feeds: Feeds = {};
  for (const [name, {shape, draw = 'normal'}] of Object.entries(one.inputs)) {
    tensors[name] = graph.input(name, shape, typeOf(draw, graph));
    feeds[name] = drawn(elementsOf(shape), draw, {graph, stream: stream.fork(name)});
  }
  const y = plain ? one.plain!(tensors) : one.build(tensors);
  feeds.projection = drawn(elementsOf(y.shape), 'normal', {graph, stream: stream.fork('projection')});
  const loss = sum(multiply(y, graph.input('projection', y.shape)));
  const by = Object.keys(tensors).filter((name) => !one.inputs[name].fixed && tensors[name].type === graph.float);
  if (!wanted) graph.output('loss', loss);
  else {
    graph.output('y', y);
    const found = gradients(
      loss,
      by.map((name) => tensors[name]),
    );
    for (const [i, gradient] of found.entries()) graph.output(`d/${by[i]}`, gradient);
  }
  return {graph, feeds, by};
}

function typeOf(draw: Draw, {float}: Graph): ElementType {
  if (typeof draw === 'string' || 'apart' in draw) return float;
  return 'below' in draw ? 'int32' : 'bool';
}

function drawn(size: number, draw: Draw, {graph, stream}: {graph: Graph; stream: Stream}): Feeds[string] {
  const list = (next: (i: number) => number) => Array.from({length: size}, (_, i) => Math.fround(next(i)));
  const floats = (values: number[]) => (graph.float === 'float32' ? Float32Array.from(values) : Float64Array.from(values));
  if (draw === 'normal') return floats(list(() => normal(stream)));
  if (draw === 'positive') return floats(list(() => 0.5 + 1.5 * stream.float()));
  if ('apart' in draw) {
    const order = permutation(stream, size);
    return floats(list((i) => (order[i] - Math.floor(size / 2)) * 0.1 + draw.apart));
  }
  if ('below' in draw) return Int32Array.from(list(() => stream.below(draw.below)));
  return Uint8Array.from(list(() => Number(stream.float() < draw.chance)));
}

/** Random extents from 1 to `most`. */
export const someShape = (stream: Stream, rank: number, most = 4): number[] => Array.from({length: rank}, () => 1 + stream.below(most));

/** Some dimensions of a shape set to 1, some of the first left out. */
export function broadcastable(stream: Stream, shape: Shape): number[] {
  return shape.slice(stream.below(shape.length + 1)).map((extent) => (stream.float() < 0.3 ? 1 : extent));
}

export const coin = (stream: Stream): boolean => stream.float() < 0.5;
