/** Code points in UTF-8: reading and writing one. */

/** The code point at bytes[at], -1 where the bytes there are not valid UTF-8 (too long a form, a surrogate, cut short). */
export function codePointAt(bytes: Uint8Array, at: number, to: number): number {
  const lead = bytes[at];
  if (lead < 0x80) return lead;
  if (lead < 0xc2 || lead > 0xf4) return -1;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (at + length > to) return -1;
  let codePoint = lead & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i];
    if ((byte & 0xc0) !== 0x80) return -1;
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  if (length === 3 && (codePoint < 0x800 || (codePoint >= 0xd800 && codePoint < 0xe000))) return -1;
  if (length === 4 && (codePoint < 0x10000 || codePoint > 0x10ffff)) return -1;
  return codePoint;
}

export function utf8Length(codePoint: number): number {
  return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}

/** Writes a code point at `at` and returns where the next goes. */
export function writeUtf8(into: Uint8Array, at: number, codePoint: number): number {
  if (codePoint < 0x80) into[at++] = codePoint;
  else if (codePoint < 0x800) into[at++] = 0xc0 | (codePoint >> 6);
  else if (codePoint < 0x10000) {
    into[at++] = 0xe0 | (codePoint >> 12);
    into[at++] = 0x80 | ((codePoint >> 6) & 0x3f);
  } else {
    into[at++] = 0xf0 | (codePoint >> 18);
    into[at++] = 0x80 | ((codePoint >> 12) & 0x3f);
    into[at++] = 0x80 | ((codePoint >> 6) & 0x3f);
  }
  if (codePoint >= 0x80) into[at++] = 0x80 | (codePoint & 0x3f);
  return at;
}

/** Whether bytes are valid UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] < 0x80) {
      at++;
      continue;
    }
    const codePoint = codePointAt(bytes, at, bytes.length);
    if (codePoint < 0) return false;
    at += utf8Length(codePoint);
  }
  return true;
}
