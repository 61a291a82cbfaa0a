/**
 * Work on bytes that an engine may have faster than JavaScript can be written: here in plain JavaScript, which is the law, and by
 * `useNative` an engine's own in its place. Both give the same, so no result depends on which is in use, and nobody is told.
 *
 * checked  against each other (`test/contract-native.ts`)
 */
import type {CompressionCodec} from 'hyparquet';
import {crc32} from '../core/crc32.ts';
import {codePointAt, utf8Length} from '../core/text/utf8.ts';

/** By codec, what makes a page of it: `length` bytes. A promise where another thread does. */
export type PageCodecs = {readonly [K in CompressionCodec]?: (bytes: Uint8Array, length: number) => Uint8Array | Promise<Uint8Array>};

export interface Native {
  /** So many bytes to be written to; what they hold before is anything. */
  allocate(size: number): Uint8Array;
  /** The first place from `from` on where `byte` is, or -1. */
  indexOf(bytes: Uint8Array, byte: number, from: number): number;
  /** Whether bytes are well-formed UTF-8. */
  isUtf8(bytes: Uint8Array): boolean;
  /** CRC-32 as gzip and Parquet have it, unsigned. */
  crc32(bytes: Uint8Array): number;
  /** Of pages of Parquet, the codecs that need not be JavaScript's. */
  readonly codecs: PageCodecs;
}

/** The law. */
export const PORTABLE: Native = {
  allocate: (size) => new Uint8Array(size),
  indexOf: (bytes, byte, from) => bytes.indexOf(byte, from),
  isUtf8,
  crc32,
  codecs: {},
};

export const native: Native = {...PORTABLE};

/** Puts an engine's own in the place of the law: for this thread. */
export function useNative(own: Partial<Native>): void {
  Object.assign(native, own);
}

function isUtf8(bytes: Uint8Array): boolean {
  const {length} = bytes;
  const words = new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >>> 2);
  const shift = bytes.byteOffset;
  const lastWord = (length + shift) >>> 2;
  for (let at = 0; at < length; ) {
    if (((at + shift) & 3) === 0) {
      let word = (at + shift) >>> 2;
      while (word < lastWord && (words[word] & 0x80808080) === 0) word++;
      at = word * 4 - shift;
      if (at >= length) return true;
    }
    if (bytes[at] < 0x80) at++;
    else {
      const point = codePointAt(bytes, at, length);
      if (point < 0) return false;
      at += utf8Length(point);
    }
  }
  return true;
}
