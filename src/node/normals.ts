/** Where the kernel of normal draws is: beside the sources or the bundle. Plain draws where it is not built, or vectors are missing. */
import {registerNormalKernel} from '../core/random/normal-kernel.ts';
import {builtModule} from './built-module.ts';

export function registerNodeNormals(): void {
  registerNormalKernel(() => {
    try {
      return builtModule(import.meta.url, '../core/random/normal.wasm');
    } catch (error) {
      if ((error as Error).name === 'CompileError') return null;
      throw error;
    }
  });
}
