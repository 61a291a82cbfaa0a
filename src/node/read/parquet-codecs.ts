/**
 * Decompressors of Parquet pages: Node's own where it has one, several times as fast as those in JavaScript; else hyparquet's.
 */
import {brotliDecompressSync, gunzipSync, zstdDecompressSync} from 'node:zlib';
import type {Compressors} from 'hyparquet';
import {compressors} from 'hyparquet-compressors';

export const CODECS: Compressors = {
  ...compressors,
  GZIP: (bytes, length) => gunzipSync(bytes, {chunkSize: room(length)}),
  BROTLI: (bytes, length) => brotliDecompressSync(bytes, {chunkSize: room(length)}),
  ZSTD(bytes, length) {
    const page = zstdDecompressSync(bytes, {chunkSize: room(length)});
    // Node ends after the first of several frames
    return page.length === length ? page : compressors.ZSTD!(bytes, length);
  },
};

/** All of the output in one piece, and a byte to see that it is all. */
function room(length: number): number {
  return Math.max(64, length + 1);
}
