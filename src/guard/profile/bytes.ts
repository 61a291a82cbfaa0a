/**
 * Little-endian bytes, variable-length whole numbers: what the format of profiles is written with.
 *
 * A variable-length number is 7 bits a byte, the least significant first, the top bit set on all but the last; at most 2^53 - 1, and never
 * longer than it needs to be. Reading never goes past the end: anything amiss throws DataError.
 */
import {DataError} from '../../core/error.ts';
import {grown} from '../../core/grown.ts';

export class ByteWriter {
  private bytes = new Uint8Array(1 << 16);
  length = 0;

  private room(extra: number): void {
    if (this.length + extra <= this.bytes.length) return;
    this.bytes = grown(this.bytes, Math.max(this.bytes.length * 2, this.length + extra));
  }

  byte(value: number): void {
    this.room(1);
    this.bytes[this.length++] = value;
  }

  uint32(value: number): void {
    this.room(4);
    const {bytes, length} = this;
    bytes[length] = value;
    bytes[length + 1] = value >>> 8;
    bytes[length + 2] = value >>> 16;
    bytes[length + 3] = value >>> 24;
    this.length += 4;
  }

  /** A whole number of 0 .. 2^53 - 1. */
  number(value: number): void {
    this.room(8);
    let large = value;
    for (; large > 0x7fffffff; large = Math.floor(large / 128)) this.bytes[this.length++] = (large % 128) | 128;
    let rest = large | 0;
    for (; rest >= 128; rest >>>= 7) this.bytes[this.length++] = (rest & 127) | 128;
    this.bytes[this.length++] = rest;
  }

  raw(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  text(value: string): void {
    const bytes = new TextEncoder().encode(value);
    this.number(bytes.length);
    this.raw(bytes);
  }

  /** What was written from byte `from` on; changed by what is written over it. */
  written(from = 0): Uint8Array {
    return this.bytes.subarray(from, this.length);
  }

  /** Writes over four bytes that are there. */
  putUint32(at: number, value: number): void {
    for (let i = 0; i < 4; i++) this.bytes[at + i] = value >>> (8 * i);
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

export class ByteReader {
  private readonly bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    if (this.at >= this.bytes.length) throw damaged('it ends too early');
    return this.bytes[this.at++];
  }

  uint32(): number {
    if (this.left < 4) throw damaged('it ends too early');
    const {bytes, at} = this;
    this.at += 4;
    return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
  }

  number(): number {
    const first = this.bytes[this.at];
    if (first < 128) {
      this.at++;
      return first;
    }
    const second = this.bytes[this.at + 1];
    if (second > 0 && second < 128) {
      this.at += 2;
      return (first & 127) | (second << 7);
    }
    let value = 0;
    for (let scale = 1, length = 1; ; scale *= 128, length++) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (value > Number.MAX_SAFE_INTEGER || length > 8) throw damaged('a number is too large');
      if (byte < 128) {
        if (byte === 0 && length > 1) throw damaged('a number is longer than it needs to be');
        return value;
      }
    }
  }

  /** A number of things that take at least `each` bytes: never more than can follow, so nobody allocates for what is not there. */
  count(each: number, most: number = Number.MAX_SAFE_INTEGER): number {
    const count = this.number();
    if (count * each > this.left || count > most) throw damaged(`it claims ${count} entries where there is no room for them`);
    return count;
  }

  text(): string {
    const length = this.count(1);
    const part = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    try {
      return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(part);
    } catch (cause) {
      throw damaged('a text is not UTF-8', cause);
    }
  }
}

export function damaged(why: string, cause?: unknown): DataError {
  return new DataError(`the profile is damaged: ${why}`, {cause, next: 'Make it again, or fetch it again.'});
}
