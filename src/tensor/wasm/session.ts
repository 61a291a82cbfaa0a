/** A graph in the module. Inputs have their place there from the beginning; outputs are copied out and given back at once. */

import {arrayOf} from '../feeds.ts';
import type {EncodedGraph, Signature} from '../onnx.ts';
import type {Values} from '../runtime.ts';
import {elementsOf, typeNumber} from '../shape.ts';
import {Block} from './block.ts';
import {FATAL, type OrtModule, requireDone, requireHandle} from './module.ts';

const ALL_OPTIMIZATIONS = 99;
const SEQUENTIAL = 0;
/** Where tensors are: in the module's own memory. */
const CPU = 1;

export class WasmSession {
  private readonly ort: OrtModule;
  private readonly graph: EncodedGraph;
  private readonly block: Block;
  private readonly session: number;
  /** Places of the numbers of each input. */
  private readonly inputs = new Map<string, number>();
  private readonly tensors: number[] = [];
  /** Places of lists: names and tensors of inputs, names and tensors of outputs, and four numbers. */
  private readonly lists: {
    readonly names: number;
    readonly tensors: number;
    readonly outNames: number;
    readonly out: number;
    readonly seen: number;
  };

  /** Throws Error with what ONNX Runtime says. */
  constructor(ort: OrtModule, graph: EncodedGraph) {
    this.ort = ort;
    this.graph = graph;
    this.session = createSession(ort, graph.bytes);
    this.block = new Block(ort);
    try {
      for (const [name, signature] of graph.inputs) this.place(name, signature);
      const {block} = this;
      const namesOf = (signatures: ReadonlyMap<string, Signature>) => block.numbers([...signatures.keys()].map((name) => block.text(name)));
      this.lists = {
        names: namesOf(graph.inputs),
        tensors: block.numbers(this.tensors),
        outNames: namesOf(graph.outputs),
        out: block.numbers([...graph.outputs].map(() => 0)),
        seen: block.numbers([0, 0, 0, 0]),
      };
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Throws Error with what ONNX Runtime says. `feeds`: of every input, its type and size. */
  run(feeds: Readonly<Record<string, Values>>): Record<string, Values> {
    const {ort, graph, lists, inputs} = this;
    for (const [name, place] of inputs) {
      const {buffer, byteOffset, byteLength} = feeds[name];
      ort.HEAPU8.set(new Uint8Array(buffer, byteOffset, byteLength), place);
    }
    ort.HEAPU32.fill(0, lists.out / 4, lists.out / 4 + graph.outputs.size);
    const {names, tensors, outNames, out} = lists;
    requireDone(ort, ort._OrtRun(this.session, names, tensors, graph.inputs.size, outNames, graph.outputs.size, out, 0));
    const handles = ort.HEAPU32.slice(out / 4, out / 4 + graph.outputs.size);
    try {
      return Object.fromEntries([...graph.outputs].map(([name, signature], i) => [name, this.read(handles[i], signature)]));
    } finally {
      for (const handle of handles) ort._OrtReleaseTensor(handle);
    }
  }

  close(): void {
    for (const tensor of this.tensors) this.ort._OrtReleaseTensor(tensor);
    this.tensors.length = 0;
    this.ort._OrtReleaseSession(this.session);
    this.block.free();
  }

  private place(name: string, {shape, type}: Signature): void {
    const {ort, block} = this;
    const bytes = elementsOf(shape) * arrayOf(type).BYTES_PER_ELEMENT;
    const place = block.reserve(bytes);
    this.inputs.set(name, place);
    this.tensors.push(requireHandle(ort, ort._OrtCreateTensor(typeNumber(type), place, bytes, block.numbers(shape), shape.length, CPU)));
  }

  /** A copy. */
  private read(handle: number, {shape, type}: Signature): Values {
    const {ort, lists} = this;
    const seen = lists.seen / 4;
    requireDone(ort, ort._OrtGetTensorData(handle, lists.seen, lists.seen + 4, lists.seen + 8, lists.seen + 12));
    const [data, dims] = [ort.HEAPU32[seen + 1], ort.HEAPU32[seen + 2]];
    ort._OrtFree(dims);
    const values = new (arrayOf(type))(elementsOf(shape));
    new Uint8Array(values.buffer).set(ort.HEAPU8.subarray(data, data + values.byteLength));
    return values;
  }
}

function createSession(ort: OrtModule, model: Uint8Array): number {
  const block = new Block(ort);
  let options = 0;
  try {
    options = requireHandle(ort, ort._OrtCreateSessionOptions(ALL_OPTIMIZATIONS, true, true, SEQUENTIAL, false, 0, 0, FATAL, 0, 0));
    return requireHandle(ort, ort._OrtCreateSession(block.bytes(model), model.length, options));
  } finally {
    if (options !== 0) ort._OrtReleaseSessionOptions(options);
    block.free();
  }
}
