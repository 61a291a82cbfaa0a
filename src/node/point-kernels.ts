/** Where the kernels of models on points are: beside the sources or the bundle. Plain work where they are not built, or vectors are missing. */
import {registerNormalKernel} from '../core/random/normal-kernel.ts';
import type {CompiledModule} from '../core/webassembly.ts';
import {registerPlaneKernel} from '../models/mixture/plane-kernel.ts';
import {builtModule} from './built-module.ts';

export function registerPointKernels(): void {
  registerNormalKernel(() => ifVectors('../core/random/normal.wasm'));
  registerPlaneKernel(() => ifVectors('../models/mixture/plane.wasm'));
}

function ifVectors(place: string): CompiledModule | null {
  try {
    return builtModule(import.meta.url, place);
  } catch (error) {
    if ((error as Error).name === 'CompileError') return null;
    throw error;
  }
}
