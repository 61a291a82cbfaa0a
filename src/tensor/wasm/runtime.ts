/** The runtime port on ONNX Runtime's WebAssembly: the device `wasm`, which computes the same bytes in Node and in every browser. */
import {DomainError} from '../../core/error.ts';
import type {CompiledModule} from '../../core/webassembly.ts';
import {type AttentionKernel, TypescriptAttention, WebAssemblyAttention} from '../cached-attention.ts';
import {fedValues} from '../feeds.ts';
import {shownBytes} from '../memory.ts';
import type {EncodedGraph} from '../onnx.ts';
import {checkGraphRoom, isOutOfMemory, outOfMemory} from '../room.ts';
import type {Feed, Runtime, Step, Values} from '../runtime.ts';
import type {OrtModule} from './module.ts';
import {WasmSession} from './session.ts';

/** Places there are numbers of 32 bits. */
const MOST_BYTES = 0x1_0000_0000;

export interface WasmRuntimeOptions {
  /** Of kernel/attention/; the same bits without it, slower. */
  readonly attention?: CompiledModule | null;
  /** Bytes that a graph may take: those of the machine, where they are known. */
  readonly memory?: number;
}

export class WasmRuntime implements Runtime {
  readonly device = 'wasm';
  readonly fused = true;
  readonly resident = false;
  private readonly ort: OrtModule;
  private readonly options: WasmRuntimeOptions;
  private steps: WasmStep[] = [];

  constructor(ort: OrtModule, options: WasmRuntimeOptions = {}) {
    this.ort = ort;
    this.options = options;
  }

  compile(graph: EncodedGraph): Step {
    const known = this.steps.find((step) => step.isOf(graph));
    if (known) return known;
    checkGraphRoom(graph, Math.min(MOST_BYTES, this.options.memory ?? MOST_BYTES));
    const step = new WasmStep(graph, this.open(graph), this);
    this.steps.push(step);
    return step;
  }

  attention(): AttentionKernel {
    const {attention} = this.options;
    return attention ? new WebAssemblyAttention(attention) : new TypescriptAttention();
  }

  /** Frees every session; the module's memory does not shrink, and later sessions have it. */
  close(): void {
    for (const step of this.steps) step.close();
    this.steps = [];
  }

  /** What went wrong in the module, as this library says it. */
  failure(cause: Error, {memory}: EncodedGraph, what: string): Error {
    // it ends itself by that where it cannot even throw
    if (!isOutOfMemory(cause) && !cause.message.startsWith('Aborted'))
      return new DomainError(`ONNX Runtime ${what}: ${cause.message.split('\n')[0].slice(0, 400)}`, {cause});
    const grown = this.ort.HEAPU8.length;
    return outOfMemory(cause, `wasm (its memory has grown to ${shownBytes(grown)} of at most ${shownBytes(MOST_BYTES)})`, memory);
  }

  private open(graph: EncodedGraph): WasmSession {
    try {
      return new WasmSession(this.ort, graph);
    } catch (cause) {
      throw this.failure(cause as Error, graph, 'refuses the graph');
    }
  }
}

class WasmStep implements Step {
  private readonly graph: EncodedGraph;
  private readonly session: WasmSession;
  private readonly runtime: WasmRuntime;

  constructor(graph: EncodedGraph, session: WasmSession, runtime: WasmRuntime) {
    this.graph = graph;
    this.session = session;
    this.runtime = runtime;
  }

  isOf({bytes}: EncodedGraph): boolean {
    const own = this.graph.bytes;
    return own === bytes || (own.length === bytes.length && own.every((byte, i) => byte === bytes[i]));
  }

  run(feeds: Readonly<Record<string, Feed>>): Record<string, Feed> {
    const values: Record<string, Values> = {};
    for (const [name, signature] of this.graph.inputs) values[name] = fedValues(name, signature, feeds[name]);
    try {
      return this.session.run(values);
    } catch (cause) {
      throw this.runtime.failure(cause as Error, this.graph, 'failed');
    }
  }

  close(): void {
    this.session.close();
  }
}
