/**
 * The dictionary of ICU4X: its WebAssembly module (icu_capi.wasm of the npm package `icu`) called by its C interface.
 *
 * The package's own JavaScript is left aside: it loads by top-level await, whole, and makes objects that only the garbage collector frees.
 * cost     about 18 MB/s; 20 MB for the module
 * checked  against the package's own WordSegmenter
 */
import {ResourceError} from '../error.ts';
import {type CompiledModule, exportsOf} from '../webassembly.ts';
import {type Cutter, DICTIONARY} from './cutter.ts';

interface Icu {
  readonly memory: {readonly buffer: ArrayBuffer};
  diplomat_init(): void;
  diplomat_alloc(bytes: number, align: number): number;
  diplomat_free(at: number, bytes: number, align: number): void;
  icu4x_WordSegmenter_create_dictionary_mv1(): number;
  icu4x_WordSegmenter_segment_utf8_mv1(segmenter: number, slice: number): number;
  icu4x_WordBreakIteratorUtf8_next_mv1(iterator: number): number;
  icu4x_WordBreakIteratorUtf8_destroy_mv1(iterator: number): void;
}

const quiet = (): void => {};
const imports = {
  env: Object.fromEntries(['error', 'warn', 'info', 'log', 'debug'].map((level) => [`diplomat_console_${level}_js`, quiet])),
};

export function icuDictionary(module: CompiledModule): Cutter {
  const icu = exportsOf<Icu>(module, imports);
  icu.diplomat_init();
  const segmenter = icu.icu4x_WordSegmenter_create_dictionary_mv1();
  /** Where a run lies, and a pair of its place and length. */
  const slice = icu.diplomat_alloc(8, 4);
  let room = 1024;
  let place = icu.diplomat_alloc(room, 1);

  function lend(bytes: Uint8Array, from: number, to: number): void {
    if (to - from > room) {
      const larger = icu.diplomat_alloc(2 * (to - from), 1);
      if (larger === 0)
        throw new ResourceError(`there is no memory for a run of ${to - from} bytes without a space`, {
          next: 'End other programs, or put spaces or line ends into that text.',
        });
      icu.diplomat_free(place, room, 1);
      room = 2 * (to - from);
      place = larger;
    }
    new Uint8Array(icu.memory.buffer).set(bytes.subarray(from, to), place);
    new Uint32Array(icu.memory.buffer, slice, 2).set([place, to - from]);
  }

  return {
    rule: DICTIONARY,
    cut(bytes, from, to, into) {
      lend(bytes, from, to);
      const breaks = icu.icu4x_WordSegmenter_segment_utf8_mv1(segmenter, slice);
      let start = icu.icu4x_WordBreakIteratorUtf8_next_mv1(breaks);
      for (let end = start; end >= 0 && start < to - from; start = end) {
        end = icu.icu4x_WordBreakIteratorUtf8_next_mv1(breaks);
        if (end > start) into.add(from + start, from + end);
      }
      icu.icu4x_WordBreakIteratorUtf8_destroy_mv1(breaks);
    },
  };
}
