/**
 * Decompressors of Parquet pages by Node, several times as fast as those in JavaScript, of larger pages in threads of its own. None gives
 * more than a page says that it holds, nor needs memory for more.
 */
import {promisify} from 'node:util';
import {brotliDecompress, brotliDecompressSync, gunzip, gunzipSync, type InputType, zstdDecompress, zstdDecompressSync} from 'node:zlib';
import {joinBytes} from '../../read/bytes.ts';
import type {PageCodecs} from '../../read/native.ts';
import {ZstdFrameWalker} from '../../read/zstd-frames.ts';
import {plain} from './plain.ts';

/** Smaller pages are made sooner than another thread has heard of them. */
const LEAST_ASIDE = 1 << 16;

type Bounds = ReturnType<typeof bounds>;

/** `aside`: the same in another thread. */
function codec(here: (bytes: InputType, bounds: Bounds) => Buffer, aside: (bytes: InputType, bounds: Bounds) => Promise<Buffer>) {
  return (bytes: Uint8Array, length: number): Uint8Array | Promise<Uint8Array> =>
    length < LEAST_ASIDE ? plain(here(bytes, bounds(length))) : aside(bytes, bounds(length)).then(plain);
}

const zstd = codec(zstdDecompressSync, promisify(zstdDecompress));

export const NODE_CODECS: PageCodecs = {
  GZIP: codec(gunzipSync, promisify(gunzip)),
  BROTLI: codec(brotliDecompressSync, promisify(brotliDecompress)),
  ZSTD(bytes, length) {
    // Node ends after the first of several frames
    const whole = (page: Uint8Array): Uint8Array => (page.length === length ? page : framesOf(bytes, length));
    const page = zstd(bytes, length);
    return page instanceof Promise ? page.then(whole) : whole(page);
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
