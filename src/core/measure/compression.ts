/** How well a document compresses by itself: how much it repeats itself, whatever other documents say. */

/** The window of deflate: more bytes of a document would say nothing new of how it repeats itself. */
export const COMPRESSED_BYTES = 32 << 10;

/** Bytes that count, and their compressed size, of all documents together; undefined where there are none. */
export function documentCompression(
  {bytes, offsets, count}: {readonly bytes: Uint8Array; readonly offsets: Uint32Array; readonly count: number},
  compress: (bytes: Uint8Array) => number,
): number | undefined {
  let plain = 0;
  let compressed = 0;
  for (let i = 0; i < count; i++) {
    const document = bytes.subarray(offsets[i], Math.min(offsets[i + 1], offsets[i] + COMPRESSED_BYTES));
    if (document.length === 0) continue;
    plain += document.length;
    compressed += compress(document);
  }
  return compressed > 0 ? plain / compressed : undefined;
}
