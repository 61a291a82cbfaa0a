/**
 * ONNX Runtime's plain WebAssembly build, below its own interface: that one answers a turn of the event loop later, this one at once
 * (decision 8). Its two files, the script and the bytes, come from whoever starts it.
 *
 * It has one thread, and neither that nor the engine changes a bit of what it computes.
 *
 * source   onnxruntime-web 1.30.0: lib/wasm/wasm-types.ts names what the module has, lib/wasm/wasm-core-impl.ts shows its use
 */
import {type CompiledModule, instanceOf} from '../../core/webassembly.ts';

/** Places in the module's memory are numbers of bytes; handles are numbers, 0 where there is none; answers are 0 where all went well. */
export interface OrtModule {
  /** Of another length once memory has grown. */
  readonly HEAPU8: Uint8Array;
  readonly HEAPU32: Uint32Array;
  _malloc(bytes: number): number;
  _free(place: number): void;
  UTF8ToString(place: number): string;
  _OrtInit(threads: number, leastSeverity: number): number;
  _OrtGetLastError(code: number, message: number): number;
  _OrtCreateSessionOptions(
    ...options: readonly [
      ...[optimization: number, arena: boolean, pattern: boolean, mode: number, profile: boolean, prefix: number],
      ...[logId: number, severity: number, verbosity: number, optimized: number],
    ]
  ): number;
  _OrtReleaseSessionOptions(options: number): number;
  _OrtCreateSession(model: number, bytes: number, options: number): number;
  _OrtReleaseSession(session: number): number;
  _OrtCreateTensor(...of: readonly [type: number, data: number, bytes: number, dims: number, rank: number, where: number]): number;
  _OrtGetTensorData(tensor: number, type: number, data: number, dims: number, rank: number): number;
  _OrtReleaseTensor(tensor: number): number;
  _OrtFree(place: number): number;
  _OrtRun(
    ...of: readonly [
      ...[session: number, inputNames: number, inputs: number, inputCount: number],
      ...[outputNames: number, outputCount: number, outputs: number, options: number],
    ]
  ): number;
}

/** What the script exports. */
export type OrtFactory = (settings: {
  readonly numThreads: 1;
  instantiateWasm(imports: Record<string, Record<string, unknown>>, use: (instance: unknown, module: CompiledModule) => void): void;
}) => Promise<OrtModule>;

/** Errors that the program is told of are thrown: nothing is printed but what ends it. */
export const FATAL = 4;

/** A module with a memory of its own. */
export async function startOrt(factory: OrtFactory, compiled: CompiledModule): Promise<OrtModule> {
  const ort = await factory({
    numThreads: 1,
    instantiateWasm: (imports, use) => use(instanceOf(compiled, imports), compiled),
  });
  requireDone(ort, ort._OrtInit(1, FATAL));
  return ort;
}

/** Throws what ONNX Runtime says where an answer is not 0. */
export function requireDone(ort: OrtModule, answer: number): void {
  if (answer !== 0) throw lastError(ort);
}

/** A handle; throws what ONNX Runtime says where there is none. */
export function requireHandle(ort: OrtModule, handle: number): number {
  if (handle === 0) throw lastError(ort);
  return handle;
}

function lastError(ort: OrtModule): Error {
  const place = ort._malloc(8);
  ort._OrtGetLastError(place, place + 4);
  const message = ort.HEAPU32[place / 4 + 1];
  const error = new Error(message === 0 ? 'ONNX Runtime does not say why' : ort.UTF8ToString(message));
  ort._free(place);
  return error;
}
