/** Named parameters of a neural model: their shapes, their start, and their numbers. */
import {fillNormal} from '../../core/random/normal.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Graph, Tensor} from '../../tensor/graph.ts';
import {zeros} from '../../tensor/memory.ts';
import type {Shape} from '../../tensor/shape.ts';

export interface Parameter {
  readonly name: string;
  readonly shape: Shape;
  /** Normal with a standard deviation, or one number for all. */
  readonly start: {readonly sd: number} | {readonly value: number};
  /** Whether weight decay takes it. */
  readonly decays: boolean;
}

/** Row-major float32 by name. */
export type Numbers = ReadonlyMap<string, Float32Array>;
/** Tensors of a graph by the parameter's name. */
export type Weights = ReadonlyMap<string, Tensor>;

/** Each parameter from a stream of its own name, so that one more changes no other. */
export function startOf(stream: Stream, parameters: readonly Parameter[]): Map<string, Float32Array> {
  return new Map(
    parameters.map(({name, shape, start}) => {
      const values = zeros(name, shape);
      if ('value' in start) return [name, values.fill(start.value)];
      const drawn = new Float64Array(values.length);
      fillNormal(stream.fork(`parameter/${name}`), drawn, 0, drawn.length);
      for (let i = 0; i < drawn.length; i++) values[i] = start.sd * drawn[i];
      return [name, values];
    }),
  );
}

/** Parameters as inputs of a graph. */
export function weightInputs(graph: Graph, parameters: readonly Parameter[]): Weights {
  return new Map(parameters.map(({name, shape}) => [name, graph.input(name, shape)]));
}
