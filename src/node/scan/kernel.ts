/** The kernel of the pass over documents: WebAssembly where it is built, else plain TypeScript. Both give the same bits. */
import type {Capacities, ScanKernel} from '../../core/sketch/kernel.ts';
import {TypescriptKernel} from '../../core/sketch/scan.ts';
import {type CompiledKernel, compileKernel, WebAssemblyKernel} from '../../core/sketch/wasm-kernel.ts';
import {builtFile} from '../built-file.ts';

export type KernelName = 'webassembly' | 'typescript';

/** Of this thread: absent until first needed, null where it is not built. */
let compiled: CompiledKernel | null | undefined;

export function makeKernel(capacities: Capacities): ScanKernel {
  const module = kernelModule();
  return module === null ? new TypescriptKernel(capacities) : new WebAssemblyKernel(module, capacities);
}

/** Which one `makeKernel` makes. */
export function kernelName(): KernelName {
  return kernelModule() === null ? 'typescript' : 'webassembly';
}

function kernelModule(): CompiledKernel | null {
  if (compiled === undefined) {
    const bytes = builtFile(import.meta.url, '../../core/sketch/kernel.wasm');
    compiled = bytes === undefined ? null : compileKernel(bytes);
  }
  return compiled;
}
