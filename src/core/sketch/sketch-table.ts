/**
 * Sketches of many documents side by side, any two of which can be compared; most pairs, which have little in common, are told by 256 bits of
 * each, one for the last byte of every hash.
 *
 *   hashes in common <= bits in common + the fewer of the hashes of either that fell on a bit that was set
 *
 * law      the answers are those of estimateJaccard, to which 0 is as good as any estimate below `least`
 * cost     some 80 instructions for a pair that has little in common
 */
import {estimateJaccard} from './shingle-sketch.ts';

const WORDS = 8;

export class SketchTable {
  private readonly sketches: readonly Uint32Array[];
  private readonly bits: Uint32Array;
  /** Of each sketch, how many hashes fell on a bit that was set. */
  private readonly fallen: Uint8Array;

  constructor(sketches: readonly Uint32Array[]) {
    this.sketches = sketches;
    this.bits = new Uint32Array(WORDS * sketches.length);
    this.fallen = new Uint8Array(sketches.length);
    for (let i = 0; i < sketches.length; i++) this.setBits(i, sketches[i]);
  }

  private setBits(i: number, sketch: Uint32Array): void {
    const {bits, fallen} = this;
    for (let h = 0; h < sketch.length; h++) {
      const word = WORDS * i + ((sketch[h] >>> 5) & (WORDS - 1));
      const bit = 1 << (sketch[h] & 31);
      if (bits[word] & bit) fallen[i]++;
      bits[word] |= bit;
    }
  }

  /** The Jaccard index of two, or 0 where it is below `least`. */
  jaccard(i: number, j: number, least: number): number {
    const [a, b] = [this.sketches[i], this.sketches[j]];
    if (this.mostInCommon(i, j) < least * Math.max(a.length, b.length)) return 0;
    return estimateJaccard(a, b, least);
  }

  private mostInCommon(i: number, j: number): number {
    const {bits, fallen} = this;
    let sums = 0;
    for (let word = 0; word < WORDS; word++) {
      let both = bits[WORDS * i + word] & bits[WORDS * j + word];
      both -= (both >>> 1) & 0x55555555;
      both = (both & 0x33333333) + ((both >>> 2) & 0x33333333);
      sums += (both + (both >>> 4)) & 0x0f0f0f0f;
    }
    return (Math.imul(sums, 0x01010101) >>> 24) + Math.min(fallen[i], fallen[j]);
  }
}
