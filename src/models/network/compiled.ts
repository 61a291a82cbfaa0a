/** Graphs that take the weights of a network as inputs, by name, built and compiled when first asked for. */
import {Graph} from '../../tensor/graph.ts';
import {encodeOnnx} from '../../tensor/onnx.ts';
import type {Runtime, Step} from '../../tensor/runtime.ts';
import {type Parameter, type Weights, weightInputs} from './parameters.ts';

export class CompiledSteps {
  readonly runtime: Runtime;
  private readonly made = new Map<string, Step>();

  constructor(runtime: Runtime) {
    this.runtime = runtime;
  }

  step(name: string, parameters: readonly Parameter[], build: (graph: Graph, weights: Weights) => void): Step {
    const there = this.made.get(name);
    if (there) return there;
    const graph = new Graph({fused: this.runtime.fused});
    build(graph, weightInputs(graph, parameters));
    const step = this.runtime.compile(encodeOnnx(graph));
    this.made.set(name, step);
    return step;
  }
}

/** Goes through n rows in blocks of `size`: `use(from, to)` of each. */
export function inBlocks(n: number, size: number, use: (from: number, to: number) => void): void {
  for (let from = 0; from < n; from += size) use(from, Math.min(n, from + size));
}
