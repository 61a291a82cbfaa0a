/** The same bytes, without being a Buffer: code that meets both kinds is slower for either. */
export function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
