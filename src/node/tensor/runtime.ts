/** The runtime port on ONNX Runtime: `cpu`, `webgpu` (in the package) or `cuda` (where the user has installed it); `wasm` is told on. */
import {createHash} from 'node:crypto';
import {ConfigError, DomainError} from '../../core/error.ts';
import {type AttentionKernel, TypescriptAttention, WebAssemblyAttention} from '../../tensor/cached-attention.ts';
import {fedValues} from '../../tensor/feeds.ts';
import {Graph} from '../../tensor/graph.ts';
import {type EncodedGraph, encodeOnnx, type Signature} from '../../tensor/onnx.ts';
import {checkGraphRoom, isOutOfMemory, outOfMemory} from '../../tensor/room.ts';
import type {CompileOptions, Feed, Resident, Runtime, Step, Values} from '../../tensor/runtime.ts';
import {builtModule} from '../built-module.ts';
import {loadOrt, type OrtSession, type OrtTensor} from './binding.ts';
import {DEFAULT_DEVICE, type Device} from './device.ts';
import {memoryOfMachine} from './memory.ts';
import {loadWasm, openWasm} from './wasm.ts';

export interface RuntimeOptions {
  readonly device?: Device;
  /** Of one operator on the CPU; one unless said: lineages run side by side, one thread each, and more threads change sums. */
  readonly threads?: number;
  /** Where ONNX Runtime writes a profile, as the beginning of a path. */
  readonly profile?: string;
  /** Bytes that graphs may take, on the CPU; those of the machine unless said. */
  readonly memory?: number;
}

/** A runtime that frees what it holds. */
export interface OpenedRuntime extends Runtime {
  close(): void;
}

/** What a device wants before `openRuntime`, in each thread. Throws ConfigError where it is not there. */
export async function loadDevice(device: Device): Promise<void> {
  if (device === 'wasm') await loadWasm();
}

/** Throws ConfigError where the device is not there, and says which are. */
export function openRuntime({device = DEFAULT_DEVICE, threads = 1, profile, memory}: RuntimeOptions = {}): OpenedRuntime {
  if (device === 'wasm') {
    if (threads !== 1 || profile !== undefined)
      throw new ConfigError('the device wasm has one thread, and writes no profile', {next: 'Leave threads and profile out.'});
    return openWasm({attention: attentionModule(), memory: memory ?? memoryOfMachine()});
  }
  const {providers} = loadOrt();
  if (!providers.includes(device))
    throw new ConfigError(`there is no device ${device} here; there is ${[...providers, 'wasm'].join(', ')}`, {
      next: device === 'cuda' ? 'Install onnxruntime-node with its CUDA libraries, or use --device cpu.' : `Use --device ${providers[0]}.`,
    });
  return new OnnxRuntime({device, threads, profile, memory});
}

/** Loads and starts the device and has it compute one number: before a run begins to write. Throws ConfigError where it is not there. */
export async function probeDevice(device: Device): Promise<void> {
  await loadDevice(device);
  const runtime = openRuntime({device});
  const graph = new Graph();
  graph.output('y', graph.input('x', [1]));
  runtime.compile(encodeOnnx(graph)).run({x: new Float32Array(1)});
  runtime.close();
}

const attentionModule = () => builtModule(import.meta.url, '../../tensor/attention.wasm');

export class OnnxRuntime implements Runtime {
  readonly device: Device;
  readonly fused: boolean;
  readonly resident: boolean;
  private readonly options: Required<Pick<RuntimeOptions, 'device' | 'threads'>> & RuntimeOptions;
  private readonly steps = new Map<string, OnnxStep>();

  constructor(options: Required<Pick<RuntimeOptions, 'device' | 'threads'>> & RuntimeOptions) {
    this.options = options;
    this.device = options.device;
    this.fused = options.device !== 'webgpu';
    this.resident = options.device !== 'cpu';
  }

  compile(graph: EncodedGraph, {resident = []}: CompileOptions = {}): OnnxStep {
    const kept = this.resident ? [...resident].sort() : [];
    const key = createHash('sha256').update(graph.bytes).update(kept.join('\0')).digest('hex');
    const there = this.steps.get(key) ?? new OnnxStep(graph, this.open(graph, kept), {runtime: this, resident: kept});
    this.steps.set(key, there);
    return there;
  }

  attention(): AttentionKernel {
    const module = attentionModule();
    return module ? new WebAssemblyAttention(module) : new TypescriptAttention();
  }

  /** Frees every session; writes their profiles. */
  close(): void {
    for (const step of this.steps.values()) step.close(this.options.profile !== undefined);
    this.steps.clear();
  }

  /** A copy of a tensor that stays on the device: through a graph that does nothing. */
  download(tensor: OrtTensor, {shape, type}: Signature): Values {
    const graph = new Graph();
    graph.output('y', graph.input('x', shape, type));
    return this.compile(encodeOnnx(graph)).runTensors({x: tensor}).y.data;
  }

  private open(graph: EncodedGraph, resident: readonly string[]): OrtSession {
    const {device, threads, profile, memory = memoryOfMachine()} = this.options;
    const {bytes} = graph;
    checkGraphRoom(graph, device === 'cpu' ? memory : undefined);
    const session = new (loadOrt().Session)();
    const options = {
      executionProviders: device === 'cpu' ? ['cpu'] : [device, 'cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      // what fails is thrown; printed besides, it would stand above our own message
      logSeverityLevel: 4,
      ...(resident.length > 0 && {preferredOutputLocation: Object.fromEntries(resident.map((name) => [name, 'gpu-buffer']))}),
      ...(profile !== undefined && {enableProfiling: true, profileFilePrefix: profile}),
      extra: {session: {set_denormal_as_zero: '1'}},
    };
    try {
      session.loadModel(bytes.buffer, bytes.byteOffset, bytes.byteLength, options);
    } catch (cause) {
      throw isOutOfMemory(cause as Error) ? outOfMemory(cause as Error, device, graph.memory) : refusal(cause as Error, device);
    }
    return session;
  }
}

export class OnnxStep implements Step {
  private readonly graph: EncodedGraph;
  private readonly session: OrtSession;
  private readonly runtime: OnnxRuntime;
  private readonly resident: ReadonlySet<string>;
  private readonly fetches: Record<string, null>;
  /** Tensors around arrays that were fed before, by the input. */
  private readonly wrapped = new Map<string, WeakMap<Values, OrtTensor>>();

  constructor(graph: EncodedGraph, session: OrtSession, {runtime, resident}: {runtime: OnnxRuntime; resident: readonly string[]}) {
    this.graph = graph;
    this.session = session;
    this.runtime = runtime;
    this.resident = new Set(resident);
    this.fetches = Object.fromEntries([...graph.outputs.keys()].map((name) => [name, null]));
  }

  run(feeds: Readonly<Record<string, Feed>>): Record<string, Feed> {
    const tensors: Record<string, OrtTensor> = {};
    for (const [name, signature] of this.graph.inputs) tensors[name] = this.fed(name, signature, feeds[name]);
    const results = this.runTensors(tensors);
    const fetched: Record<string, Feed> = {};
    for (const [name, signature] of this.graph.outputs)
      fetched[name] = this.resident.has(name) ? new OnDevice(results[name], signature, this.runtime) : results[name].data;
    return fetched;
  }

  runTensors(tensors: Record<string, OrtTensor>): Record<string, OrtTensor> {
    try {
      return this.session.run(tensors, this.fetches, {});
    } catch (cause) {
      throw isOutOfMemory(cause as Error)
        ? outOfMemory(cause as Error, this.runtime.device, this.graph.memory)
        : new DomainError(`ONNX Runtime failed: ${firstLine(cause as Error)}`, {cause});
    }
  }

  close(profiled: boolean): void {
    if (profiled) this.session.endProfiling();
    this.session.dispose();
  }

  private fed(name: string, {shape, type}: Signature, value: Feed | undefined): OrtTensor {
    if (value instanceof OnDevice) return value.tensor;
    const values = fedValues(name, {shape, type}, value);
    let known = this.wrapped.get(name);
    if (!known) this.wrapped.set(name, (known = new WeakMap()));
    let tensor = known.get(values);
    if (!tensor) {
      tensor = new (loadOrt().Tensor)(type, values, shape);
      known.set(values, tensor);
    }
    return tensor;
  }
}

class OnDevice implements Resident {
  readonly tensor: OrtTensor;
  private readonly signature: Signature;
  private readonly runtime: OnnxRuntime;

  constructor(tensor: OrtTensor, signature: Signature, runtime: OnnxRuntime) {
    this.tensor = tensor;
    this.signature = signature;
    this.runtime = runtime;
  }

  read(): Values {
    return this.runtime.download(this.tensor, this.signature);
  }

  release(): void {
    this.tensor.dispose();
  }
}

function refusal(cause: Error, device: Device): Error {
  if (device !== 'cpu' && /adapter|device|provider|library|CUDA|Vulkan/i.test(cause.message))
    return new ConfigError(`the device ${device} does not start: ${firstLine(cause)}`, {
      next: 'Use --device cpu, or install a driver for it.',
      cause,
    });
  return new DomainError(`ONNX Runtime refuses the graph: ${firstLine(cause)}`, {cause});
}

const firstLine = ({message}: Error): string => message.split('\n')[0].slice(0, 400);
