/** WebAssembly that a script builds: in a checkout beside the sources, in the package beside the bundle. */
import {readFileSync} from 'node:fs';
import {type CompiledModule, compileModule} from '../core/webassembly.ts';

/** Of this thread, by place; null where it is not built. */
const compiled = new Map<string, CompiledModule | null>();

/** Compiled once a thread; null where it is not built. `place`: from the module at `base` in a checkout. */
export function builtModule(base: string, place: string): CompiledModule | null {
  let module = compiled.get(place);
  if (module === undefined) {
    const bytes = bytesOf(base, place);
    module = bytes === undefined ? null : compileModule(bytes);
    compiled.set(place, module);
  }
  return module;
}

function bytesOf(base: string, place: string): Uint8Array | undefined {
  const name = place.slice(place.lastIndexOf('/') + 1);
  try {
    return readFileSync(new URL(base.endsWith('.ts') ? place : `./${name}`, base));
  } catch (error) {
    if ((error as {code?: string}).code === 'ENOENT') return undefined;
    throw error;
  }
}
