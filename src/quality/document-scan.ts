/**
 * What one pass over a document tells of it: its words, how much it repeats itself, its hash, and its shingles: the hashes of 3-grams of words
 * and of visible characters outside words.
 *
 *   repetition = 1 - distinct / all of its word 4-grams; 0 where it has none
 *
 * Words are those of the guard (core/text/words.ts). The pass is a `ScanKernel`, in TypeScript here, in WebAssembly where the caller has
 * it: equal documents give equal numbers.
 */
import {type ScanKernel, STATISTIC} from '../core/sketch/kernel.ts';
import {TypescriptKernel} from '../core/sketch/scan.ts';
import {HashSorter} from './hash-sorter.ts';

/** A kernel that gathers no samples of types worth their time. */
export const NO_SAMPLES = [1, 1, 1, 1, 1, 1, 1];

export class DocumentScan {
  private readonly kernel: ScanKernel;
  private readonly sorter = new HashSorter();
  private loaded?: Uint8Array;

  constructor(kernel: ScanKernel = new TypescriptKernel(NO_SAMPLES)) {
    this.kernel = kernel;
  }

  /** Reads bytes[from .. to); what is asked for afterwards is of this document. Bytes must not change between calls with one buffer. */
  read(bytes: Uint8Array, from: number, to: number): void {
    if (this.loaded !== bytes) {
      this.kernel.load(bytes);
      this.loaded = bytes;
    }
    this.kernel.document(from, to, 0);
  }

  get words(): number {
    return this.kernel.statistics()[STATISTIC.words];
  }

  get repetition(): number {
    const statistics = this.kernel.statistics();
    const all = statistics[STATISTIC.fourGrams];
    return all === 0 ? 0 : 1 - statistics[STATISTIC.distinctFourGrams] / all;
  }

  /** Of the bytes, in two independent lanes. */
  get hash(): {high: number; low: number} {
    const statistics = this.kernel.statistics();
    return {high: statistics[STATISTIC.hashHigh], low: statistics[STATISTIC.hashLow]};
  }

  /** Sorted, distinct; empty where the document has fewer than three words and visible characters outside words. A copy. */
  shingles(): Uint32Array {
    return this.shinglesHere().slice();
  }

  /** The same in this object's own memory: valid until the next call. */
  shinglesHere(): Uint32Array {
    if (this.kernel.statistics()[STATISTIC.tokens] < 3) return NONE;
    return this.sorter.sort(this.kernel.shingles());
  }
}

const NONE = new Uint32Array(0);
