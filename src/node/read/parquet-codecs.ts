/**
 * Decompressors of Parquet pages by Node, several times as fast as those in JavaScript. None gives more than a page says that it holds,
 * nor needs memory for more.
 */
import {brotliDecompressSync, gunzipSync, zstdDecompressSync} from 'node:zlib';
import type {Compressors} from 'hyparquet';
import {joinBytes} from '../../read/bytes.ts';
import {ZstdFrameWalker} from '../../read/zstd-frames.ts';
import {plain} from './plain.ts';

export const NODE_CODECS: Compressors = {
  GZIP: (bytes, length) => plain(gunzipSync(bytes, bounds(length))),
  BROTLI: (bytes, length) => plain(brotliDecompressSync(bytes, bounds(length))),
  ZSTD(bytes, length) {
    const page = zstdDecompressSync(bytes, bounds(length));
    // Node ends after the first of several frames
    return page.length === length ? plain(page) : framesOf(bytes, length);
  },
};

const MOST_AT_ONCE = 16 << 20;

/** All of the output in one piece where it is not large, and a byte to see that it is all. */
function bounds(length: number): {chunkSize: number; maxOutputLength: number} {
  return {chunkSize: Math.max(64, Math.min(length + 1, MOST_AT_ONCE)), maxOutputLength: Math.max(1, length)};
}

function framesOf(bytes: Uint8Array, length: number): Uint8Array {
  const walker = new ZstdFrameWalker();
  const frames: Uint8Array[] = [];
  let left = length;
  for (let at = 0; at < bytes.length; ) {
    const end = walker.frameEnd(bytes, at);
    const frame = bytes.subarray(at, end < 0 ? bytes.length : end);
    const piece = zstdDecompressSync(frame, bounds(left));
    frames.push(piece);
    left -= piece.length;
    at += frame.length;
  }
  return joinBytes(frames);
}
