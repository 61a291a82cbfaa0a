const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** RFC 4648, section 4. */
export function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b = 0, c = 0] = bytes.subarray(i, i + 3);
    parts.push(DIGITS[a >> 2] + DIGITS[((a & 3) << 4) | (b >> 4)] + DIGITS[((b & 15) << 2) | (c >> 6)] + DIGITS[c & 63]);
  }
  const padding = (3 - (bytes.length % 3)) % 3;
  const text = parts.join('');
  return text.slice(0, text.length - padding) + '='.repeat(padding);
}
