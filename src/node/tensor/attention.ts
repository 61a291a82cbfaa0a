/** The WebAssembly pass of attention over a cache, where it is built. */
import {type CompiledAttention, compileAttention} from '../../tensor/cached-attention.ts';
import {builtFile} from '../built-file.ts';

/** Of this thread: absent until first needed, null where it is not built. */
let compiled: CompiledAttention | null | undefined;

export function attentionModule(): CompiledAttention | null {
  if (compiled === undefined) {
    const bytes = builtFile(import.meta.url, '../../tensor/attention.wasm');
    compiled = bytes === undefined ? null : compileAttention(bytes);
  }
  return compiled;
}
