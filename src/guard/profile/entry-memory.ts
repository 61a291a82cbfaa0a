/**
 * Memory of entries that were put out of a sample, for those that come in: most of what is taken in leaves again, and memory that is had
 * anew for each is swept up by threads that could read.
 */
import {COMPRESSED_BYTES} from '../../core/measure/compression.ts';
import {SKETCH_SIZE} from '../../core/sketch/shingle-sketch.ts';

const LEAST_BITS = 10;
const classOf = (length: number): number => Math.max(0, 32 - Math.clz32(Math.max(length, 1) - 1) - LEAST_BITS);
const CLASSES = classOf(COMPRESSED_BYTES) + 1;

export class EntryMemory {
  private readonly sketches: Uint32Array[] = [];
  /** By size: 2^(10 + class) bytes each. */
  private readonly texts: Uint8Array[][] = Array.from({length: CLASSES}, () => []);

  /** For the hashes of one document. */
  sketch(): Uint32Array | undefined {
    return this.sketches.pop();
  }

  addSketches(entries: readonly {readonly sketch: Uint32Array}[]): void {
    for (const {sketch} of entries) if (sketch.length === SKETCH_SIZE) this.sketches.push(sketch);
  }

  /** A copy of at most COMPRESSED_BYTES bytes. */
  copyOf(bytes: Uint8Array): Uint8Array {
    const size = classOf(bytes.length);
    const text = (this.texts[size].pop() ?? new Uint8Array(1 << (LEAST_BITS + size))).subarray(0, bytes.length);
    text.set(bytes);
    return text;
  }

  /** Texts that `copyOf` made. */
  addTexts(entries: readonly {readonly text: Uint8Array}[]): void {
    for (const {text} of entries) this.texts[classOf(text.length)].push(new Uint8Array(text.buffer));
  }
}
