/**
 * Whether the runtime's kernels or the graph around them lose: the matrix products of one training step, each alone, beside PyTorch's of the same
 * shapes and layouts: `node bench/kernels.ts [tiny|small]`.
 *
 * The products are those of the graph that trains, found in it, with the number of times that a step has each. One thread on either side, medians of
 * interleaved rounds. What ours takes of the whole step besides, by operator, says `node bench/neural.ts profile train tiny`.
 */
import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {weightInputs} from '../src/models/network/parameters.ts';
import {partsOf} from '../src/models/transformer/fit.ts';
import {PRESETS, transformerOptions} from '../src/models/transformer/index.ts';
import {TransformerSteps} from '../src/models/transformer/steps.ts';
import {openRuntime} from '../src/node/tensor/runtime.ts';
import {gradients} from '../src/tensor/gradients.ts';
import {Graph, type GraphNode, type Tensor} from '../src/tensor/graph.ts';
import {encodeOnnx} from '../src/tensor/onnx.ts';
import {median, ROUNDS} from './case.ts';
import {described, thisMachine} from './machine.ts';

type Preset = 'tiny' | 'small';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const PYTHON = here('peers/.venv/bin/python');
const PRODUCTS = ['Gemm', 'MatMul', 'FusedMatMul'];
const REPEATS = 8;

export interface Product {
  readonly op: string;
  readonly domain: string;
  readonly attributes: GraphNode['attributes'];
  /** Of A, B and, where there is one, the bias. */
  readonly shapes: readonly (readonly number[])[];
  readonly output: readonly number[];
  /** Times that a step has it. */
  count: number;
  /** Additions and multiplications of one. */
  readonly operations: number;
}

/** The products of the graph that trains, the most expensive first. */
export function productsOf(graph: Graph): Product[] {
  const found = new Map<string, Product>();
  for (const {op, domain, attributes, inputs, outputs} of needed(graph)) {
    if (!PRODUCTS.includes(op)) continue;
    const shapes = inputs.map((tensor) => [...tensor!.shape]);
    const key = JSON.stringify([op, attributes, shapes]);
    const [{shape: output}] = outputs;
    const inner = shapes[0].at(attributes.transA === 1 ? -2 : -1)!;
    const known = found.get(key) ?? {
      op,
      domain,
      attributes,
      shapes,
      output,
      count: 0,
      operations: 2 * inner * output.reduce((a, b) => a * b, 1),
    };
    known.count++;
    found.set(key, known);
  }
  return [...found.values()].sort((a, b) => b.count * b.operations - a.count * a.operations);
}

/** The nodes that the outputs are computed from. */
function needed(graph: Graph): GraphNode[] {
  const made = new Map(
    graph.nodes.filter(({role}) => role !== 'composed').flatMap((node) => node.outputs.map((tensor) => [tensor, node] as const)),
  );
  const taken = new Set<GraphNode>();
  const waiting: Tensor[] = [...graph.outputs.values()];
  for (let tensor = waiting.pop(); tensor !== undefined; tensor = waiting.pop()) {
    const node = made.get(tensor);
    if (node === undefined || taken.has(node)) continue;
    taken.add(node);
    for (const input of node.inputs) if (input !== undefined) waiting.push(input);
  }
  return graph.nodes.filter((node) => taken.has(node));
}

/** Loss and gradients of a batch, as the trainer has them on the CPU. */
export function trainingGraph(preset: Preset): Graph {
  const runtime = openRuntime();
  const options = transformerOptions({preset, vocabulary: PRESETS[preset].vocabulary});
  const {batch: B, context: T, vocabulary: V} = options;
  const steps = new TransformerSteps({...options, V}, runtime);
  const graph = new Graph({fused: runtime.fused});
  const weights = weightInputs(graph, steps.parameters);
  const of = partsOf(B, T);
  for (let index = 0; index < of; index++) {
    const part = steps.loss(B, T, 0).build(graph, weights, {index, of});
    graph.output(`loss ${index}`, part);
    gradients(
      part,
      steps.parameters.map(({name}) => weights.get(name)!),
    ).forEach((gradient, i) => void graph.output(`${index} ${i}`, gradient));
  }
  return graph;
}

/** Milliseconds of one, by a graph that has it alone. */
function timerOf({op, domain, attributes, shapes, output}: Product): () => number {
  const graph = new Graph({fused: true});
  const inputs = shapes.map((shape, i) => graph.input(`x${i}`, shape));
  graph.output('y', graph.node(op, inputs, [{shape: output}], {domain, attributes})[0]);
  const step = openRuntime().compile(encodeOnnx(graph));
  const feeds = Object.fromEntries(shapes.map((shape, i) => [`x${i}`, numbers(shape.reduce((a, b) => a * b, 1))]));
  return () => {
    step.run(feeds);
    const start = performance.now();
    for (let i = 0; i < REPEATS; i++) step.run(feeds);
    return (performance.now() - start) / REPEATS;
  };
}

const numbers = (count: number): Float32Array => Float32Array.from({length: count}, (_, i) => ((i * 37) % 101) / 101 - 0.5);

/** Milliseconds of each by PyTorch; undefined where it is not installed. */
function peerTimes(products: readonly Product[]): number[] | undefined {
  if (!existsSync(PYTHON)) return undefined;
  const asked = products.map(({attributes, shapes}) => ({
    shapes,
    transA: attributes.transA === 1,
    transB: attributes.transB === 1,
  }));
  const {status, stdout, stderr} = spawnSync(PYTHON, [here('peers/products.py'), String(REPEATS)], {
    input: JSON.stringify(asked),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status === 3) return undefined;
  if (status !== 0) throw new Error(`products.py ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

function main(preset: Preset): void {
  const products = productsOf(trainingGraph(preset));
  const timers = products.map(timerOf);
  const ours: number[][] = products.map(() => []);
  const theirs: number[][] = products.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    timers.forEach((time, i) => void ours[i].push(time()));
    peerTimes(products)?.forEach((time, i) => void theirs[i].push(time));
  }
  const rows = products.map(({op, attributes, shapes, count, operations}, i) => {
    const [own, peer] = [ours[i], theirs[i]].map((times) => (times.length === 0 ? Number.NaN : median(times)));
    const layout = `${attributes.transA === 1 ? 'T' : 'N'}${attributes.transB === 1 ? 'T' : 'N'}`;
    return {operator: `${op} ${layout}`, shapes: shapes.map((shape) => shape.join('x')).join(' '), count, own, peer, operations};
  });
  process.stdout.write(
    `${described(thisMachine())}\n\n| operator | shapes | a step | ours, ms | GFLOP/s | PyTorch, ms | GFLOP/s | ratio |\n|---|---|---|---|---|---|---|---|\n`,
  );
  for (const {operator, shapes, count, own, peer, operations} of rows)
    process.stdout.write(
      `| ${operator} | ${shapes} | ${count} | ${own.toFixed(2)} | ${(operations / own / 1e6).toFixed(0)} | ${peer.toFixed(2)} | ${(operations / peer / 1e6).toFixed(0)} | ${(peer / own).toFixed(2)} |\n`,
    );
  const total = (of: 'own' | 'peer'): number => rows.reduce((sum, row) => sum + row.count * row[of], 0);
  process.stdout.write(
    `| all products of a step | | | ${total('own').toFixed(1)} | | ${total('peer').toFixed(1)} | | ${(total('peer') / total('own')).toFixed(2)} |\n`,
  );
}

if (process.argv[1] === here('kernels.ts')) main((process.argv[2] ?? 'tiny') as Preset);
