/**
 * ONNX Runtime's WebAssembly in Node: it comes with the package, its bytes compressed; a checkout has it among its packages. Once a thread.
 */
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';
import {gunzipSync} from 'node:zlib';
import {ConfigError} from '../../core/error.ts';
import {type CompiledModule, compileModule} from '../../core/webassembly.ts';
import {type OrtFactory, type OrtModule, startOrt} from '../../tensor/wasm/module.ts';
import {WasmRuntime} from '../../tensor/wasm/runtime.ts';

/** The two files, without their endings. */
export const ORT_WASM = 'ort-wasm-simd-threaded';
/** Of ours, where they are in the package. */
export const ORT_FOLDER = 'ort';
const PACKAGE = 'onnxruntime-web';

let started: Promise<OrtModule> | undefined;
let there: OrtModule | undefined;

/** What `openWasm` needs. Throws ConfigError where its files are not there. */
export async function loadWasm(): Promise<void> {
  started ??= startWasm();
  there = await started;
}

/** Throws ConfigError where `loadWasm` has not been awaited in this thread. */
export function openWasm(options: {readonly attention: CompiledModule | null; readonly memory: number}): WasmRuntime {
  if (!there)
    throw new ConfigError('the device wasm is not loaded in this thread', {next: "Write `await loadDevice('wasm')` before it is opened."});
  return new WasmRuntime(there, options);
}

/** A module of its own. */
export async function startWasm(): Promise<OrtModule> {
  const {script, bytes} = files();
  const {default: factory} = (await import(pathToFileURL(script).href)) as {default: OrtFactory};
  return startOrt(factory, compileModule(bytes()));
}

/** In a checkout this is TypeScript among the sources; in the package a bundle with the files below it. */
function files(): {script: string; bytes: () => Uint8Array} {
  const require = createRequire(import.meta.url);
  try {
    if (!import.meta.url.endsWith('.ts')) {
      const path = (ending: string) => require.resolve(`./${ORT_FOLDER}/${ORT_WASM}${ending}`);
      const [script, compressed] = [path('.mjs'), path('.wasm.gz')];
      return {script, bytes: () => gunzipSync(readFileSync(compressed))};
    }
    const path = require.resolve(`${PACKAGE}/${ORT_WASM}.wasm`);
    return {script: path.replace(/wasm$/, 'mjs'), bytes: () => readFileSync(path)};
  } catch (cause) {
    throw new ConfigError(`the device wasm needs ${ORT_WASM}.mjs and its WebAssembly, which are not there`, {
      next: import.meta.url.endsWith('.ts') ? 'Install the packages of the checkout: npm ci' : 'They are part of genloss: install it anew.',
      cause,
    });
  }
}
