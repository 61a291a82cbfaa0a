/** What a page's worker loads where an experiment has a network: the runtime of its graphs. */
import attention from 'genloss:attention';
import factory from 'genloss:onnxruntime';
import {type CompiledModule, compileModule} from '../../core/webassembly.ts';
import {type OrtFactory, startOrt} from '../../tensor/wasm/module.ts';
import {WasmRuntime} from '../../tensor/wasm/runtime.ts';

let compiled: Promise<CompiledModule> | undefined;

/** On a module with a memory of its own, which is given back with it. `read`: brings ONNX Runtime's bytes; asked once, unless it fails. */
export async function openWasmRuntime(read: () => Promise<Uint8Array>): Promise<WasmRuntime> {
  compiled ??= read().then(compileModule);
  try {
    return new WasmRuntime(await startOrt(factory as OrtFactory, await compiled), {attention: compileModule(attention)});
  } catch (error) {
    compiled = undefined;
    throw error;
  }
}
