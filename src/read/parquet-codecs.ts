/**
 * Decompressors of Parquet pages: Node's own where it has one, several times as fast as those in JavaScript; else those of
 * hyparquet-compressors. None gives more than a page says that it holds.
 */
import {brotliDecompressSync, gunzipSync, zstdDecompressSync} from 'node:zlib';
import type {Compressors} from 'hyparquet';
import {compressors} from 'hyparquet-compressors';
import {ZstdFrameWalker} from './zstd-frames.ts';

export const CODECS: Compressors = {
  ...compressors,
  GZIP: (bytes, length) => gunzipSync(bytes, bounds(length)),
  BROTLI: (bytes, length) => brotliDecompressSync(bytes, bounds(length)),
  ZSTD(bytes, length) {
    const page = zstdDecompressSync(bytes, bounds(length));
    // Node ends after the first of several frames
    return page.length === length ? page : framesOf(bytes, length);
  },
};

const MOST_AT_ONCE = 16 << 20;

/** All of the output in one piece where it is not large, and a byte to see that it is all. */
function bounds(length: number): {chunkSize: number; maxOutputLength: number} {
  return {chunkSize: Math.max(64, Math.min(length + 1, MOST_AT_ONCE)), maxOutputLength: Math.max(1, length)};
}

function framesOf(bytes: Uint8Array, length: number): Buffer {
  const walker = new ZstdFrameWalker();
  const frames: Buffer[] = [];
  let left = length;
  for (let at = 0; at < bytes.length; ) {
    const end = walker.frameEnd(bytes, at);
    const frame = bytes.subarray(at, end < 0 ? bytes.length : end);
    const piece = zstdDecompressSync(frame, bounds(left));
    frames.push(piece);
    left -= piece.length;
    at += frame.length;
  }
  return Buffer.concat(frames);
}
