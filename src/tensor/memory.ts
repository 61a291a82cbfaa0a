/**
 * What memory a graph needs, from its shapes alone.
 *
 *   least   what is fed beside what is fetched, or beside the largest tensor between: no runtime needs less
 *   peak    an estimate: tensors live from the node that makes them to the last that takes them, one after another as the graph has them
 *
 * Runtimes fuse operators and compute in place, so the peak may be less; buffers that they keep for later runs make it more.
 */
import {ResourceError} from '../core/error.ts';
import type {GraphNode, Tensor} from './graph.ts';
import {type ElementType, elementsOf, type Shape, shown} from './shape.ts';

const BYTES: Record<ElementType, number> = {float32: 4, int32: 4, int64: 8, bool: 1, float64: 8};
/** Their output is their input under another shape. */
const VIEWS = new Set(['Reshape', 'Identity', 'Squeeze', 'Unsqueeze']);

interface TensorSize {
  /** The operator that makes it, or the name of what is fed. */
  readonly name: string;
  readonly shape: Shape;
  readonly bytes: number;
}

export interface MemoryNeed {
  /** Bytes. */
  readonly least: number;
  /** Bytes. */
  readonly peak: number;
  /** A few, the largest first; one of each operator and shape. */
  readonly largest: readonly TensorSize[];
}

const bytesOf = ({shape, type}: {readonly shape: Shape; readonly type: ElementType}): number => elementsOf(shape) * BYTES[type];

/** nodes: those that compute, in order; held: what is there all the time, by name: inputs and constants. */
export function memoryNeed(nodes: readonly GraphNode[], held: ReadonlyMap<string, Tensor>, outputs: readonly Tensor[]): MemoryNeed {
  const base = sumOf(held.values());
  const between = nodes.reduce((most, {op, outputs: made}) => (VIEWS.has(op) ? most : Math.max(most, ...made.map(bytesOf))), 0);
  return {
    least: base + Math.max(between, sumOf(new Set(outputs))),
    peak: base + peakOf(nodes, new Set(held.values()), outputs),
    largest: largestOf(nodes, held),
  };
}

function sumOf(tensors: Iterable<Tensor>): number {
  let sum = 0;
  for (const tensor of tensors) sum += bytesOf(tensor);
  return sum;
}

/** Of what nodes make. */
function peakOf(nodes: readonly GraphNode[], held: ReadonlySet<Tensor>, outputs: readonly Tensor[]): number {
  const sources = new Map<Tensor, Tensor>();
  const sourceOf = (tensor: Tensor) => sources.get(tensor) ?? tensor;
  const lastUse = new Map<Tensor, number>();
  nodes.forEach(({op, inputs, outputs: made}, at) => {
    for (const tensor of inputs) if (tensor) lastUse.set(sourceOf(tensor), at);
    if (VIEWS.has(op)) sources.set(made[0], sourceOf(inputs[0]!));
    else for (const tensor of made) lastUse.set(tensor, at);
  });
  for (const tensor of outputs) lastUse.set(sourceOf(tensor), nodes.length);
  const ending = new Map<number, Tensor[]>();
  for (const [tensor, at] of lastUse) if (!held.has(tensor)) ending.set(at, [...(ending.get(at) ?? []), tensor]);
  let now = 0;
  let peak = 0;
  nodes.forEach(({op, outputs: made}, at) => {
    if (!VIEWS.has(op)) now += sumOf(made);
    peak = Math.max(peak, now);
    now -= sumOf(ending.get(at) ?? []);
  });
  return peak;
}

const SHOWN = 3;

function largestOf(nodes: readonly GraphNode[], held: ReadonlyMap<string, Tensor>): TensorSize[] {
  const all = new Map<string, TensorSize>();
  const add = (name: string, tensor: Tensor) => {
    const {shape} = tensor;
    all.set(`${name} ${shape}`, {name, shape, bytes: bytesOf(tensor)});
  };
  for (const [name, tensor] of held) add(name, tensor);
  for (const {op, outputs} of nodes) if (!VIEWS.has(op)) for (const tensor of outputs) add(op, tensor);
  return [...all.values()].sort((a, b) => b.bytes - a.bytes).slice(0, SHOWN);
}

/** `3.2 GB`, as messages show memory. */
export function shownBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
  let unit = 0;
  let value = bytes;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit === 0 ? value : value.toPrecision(3)} ${units[unit]}`;
}

/** `Gemm (1024, 512), 2.10 MB; ...` */
export const shownTensors = (tensors: readonly TensorSize[]): string =>
  tensors.map(({name, shape, bytes}) => `${name} ${shown(shape)}, ${shownBytes(bytes)}`).join('; ');

export const LOWER_IT = "Lower the model's batch, context, width or vocabulary.";

/** Zeros. Throws ResourceError that names them where there is no room. */
export function zeros(name: string, shape: Shape): Float32Array {
  try {
    return new Float32Array(elementsOf(shape));
  } catch (cause) {
    throw new ResourceError(`out of memory: no room for ${name} ${shown(shape)}, ${shownBytes(4 * elementsOf(shape))}`, {
      next: LOWER_IT,
      cause,
    });
  }
}
