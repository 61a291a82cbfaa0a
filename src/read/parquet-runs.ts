/**
 * The run-length and bit-packed hybrid of Parquet's levels and dictionary indices, read piece by piece: a run of a few bytes may stand for
 * any number of values.
 *
 * source  github.com/apache/parquet-format: Encodings.md (RLE = 3)
 */
import {powerOfTwo} from '../core/math/index.ts';

/** Widest values that are shifted together in 32 bits. */
const SHIFTED = 24;

export class Hybrid {
  private readonly bytes: Uint8Array;
  private readonly width: number;
  private at = 0;
  /** Values left of the run at hand, and of an equal run their value. */
  private left = 0;
  private value = 0;
  private packed = false;
  /** Bits that were read and not used, the lowest first, and where the packed run ends. */
  private held = 0;
  private bits = 0;
  private end = 0;

  /** width: bits of a value, 0..32. */
  constructor(bytes: Uint8Array, width: number) {
    if (!(width >= 0 && width <= 32)) throw new Error(`values of ${width} bits`);
    this.bytes = bytes;
    this.width = width;
  }

  /** The same from its beginning. */
  again(): Hybrid {
    return new Hybrid(this.bytes, this.width);
  }

  /** The next n values into out[0..n). Throws Error where the bytes end before. */
  fill(out: Uint32Array, n: number): void {
    if (this.width === 0) out.fill(0, 0, n);
    for (let done = 0; this.width > 0 && done < n; ) {
      if (this.left === 0) this.begin();
      const to = Math.min(n, done + this.left);
      this.left -= to - done;
      if (!this.packed) out.fill(this.value, done, to);
      else if (this.width <= SHIFTED) this.unpack(out, done, to);
      else this.unpackWide(out, done, to);
      done = to;
    }
  }

  private begin(): void {
    const {bytes, width} = this;
    if (this.packed) this.at = this.end;
    let head = 0;
    for (let scale = 1; ; scale *= 128) {
      if (this.at >= bytes.length || scale > 0x400_0000_0000) throw new Error('a page ends within its runs');
      const byte = bytes[this.at++];
      head += (byte & 127) * scale;
      if (byte < 128) break;
    }
    const length = Math.floor(head / 2);
    this.packed = head % 2 === 1;
    this.left = this.packed ? length * 8 : length;
    const size = this.packed ? length * width : (width + 7) >> 3;
    if (!this.packed) {
      this.value = 0;
      for (let i = 0; i < size; i++) this.value += bytes[this.at + i] * powerOfTwo(8 * i);
      this.at += size;
    } else {
      this.held = 0;
      this.bits = 0;
      this.end = this.at + size;
    }
    // the last packed run may be cut short
    if (this.at > bytes.length || Number.isNaN(this.value)) throw new Error('a page ends within its runs');
  }

  private unpack(out: Uint32Array, from: number, to: number): void {
    const {bytes, width} = this;
    const mask = powerOfTwo(width) - 1;
    let {held, bits, at} = this;
    for (let n = from; n < to; n++) {
      for (; bits < width; bits += 8) held |= bytes[at++] << bits;
      out[n] = held & mask;
      held >>>= width;
      bits -= width;
    }
    this.keep(held, bits, at);
  }

  private unpackWide(out: Uint32Array, from: number, to: number): void {
    const {bytes, width} = this;
    const scale = powerOfTwo(width);
    let {held, bits, at} = this;
    for (let n = from; n < to; n++) {
      for (; bits < width; bits += 8) held += (bytes[at++] ?? 0) * powerOfTwo(bits);
      const rest = Math.floor(held / scale);
      out[n] = held - rest * scale;
      held = rest;
      bits -= width;
    }
    this.keep(held, bits, at);
  }

  private keep(held: number, bits: number, at: number): void {
    if (at > this.bytes.length) throw new Error('a page ends within its runs');
    this.held = held;
    this.bits = bits;
    this.at = at;
  }
}
