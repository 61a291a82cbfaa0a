/** The kernel of the pass over documents: WebAssembly where it is built, else plain TypeScript. Both give the same bits. */
import {readFileSync} from 'node:fs';
import type {Capacities, ScanKernel} from '../../core/sketch/kernel.ts';
import {TypescriptKernel} from '../../core/sketch/scan.ts';
import {type CompiledKernel, compileKernel, WebAssemblyKernel} from '../../core/sketch/wasm-kernel.ts';

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
    const bytes = kernelBytes();
    compiled = bytes === undefined ? null : compileKernel(bytes);
  }
  return compiled;
}

/** In a checkout beside its host; in the package beside the bundle. */
function kernelBytes(): Uint8Array | undefined {
  const place = import.meta.url.endsWith('.ts') ? '../../core/sketch/kernel.wasm' : './kernel.wasm';
  try {
    return readFileSync(new URL(place, import.meta.url));
  } catch (error) {
    if ((error as {code?: string}).code === 'ENOENT') return undefined;
    throw error;
  }
}
