/** The kernel of the pass over documents: WebAssembly where it is built, else plain TypeScript. Both give the same bits. */
import type {Capacities, ScanKernel} from '../../core/sketch/kernel.ts';
import {TypescriptKernel} from '../../core/sketch/scan.ts';
import {WebAssemblyKernel} from '../../core/sketch/wasm-kernel.ts';
import type {WordRules} from '../../core/text/word-scanner.ts';
import {builtModule} from '../built-module.ts';

type KernelName = 'webassembly' | 'typescript';

export function makeKernel(capacities: Capacities, rules?: WordRules): ScanKernel {
  const module = kernelModule();
  return module === null ? new TypescriptKernel(capacities, rules) : new WebAssemblyKernel(module, capacities, rules);
}

/** Which one `makeKernel` makes. */
export function kernelName(): KernelName {
  return kernelModule() === null ? 'typescript' : 'webassembly';
}

const kernelModule = () => builtModule(import.meta.url, '../../core/sketch/kernel.wasm');
