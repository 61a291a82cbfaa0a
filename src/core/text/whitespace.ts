/**
 * White space in UTF-8: where words begin and end. A word is a maximal run of bytes without white space.
 *
 * White space is Unicode's property White_Space: U+0009..000D, 0020, 0085, 00A0, 1680, 2000..200A, 2028, 2029, 202F, 205F, 3000.
 * domain   any bytes; those that are not UTF-8 belong to words
 * cost     one table look-up a byte; only four lead bytes (C2, E1, E2, E3) ask for more
 * source   Unicode 16, PropList.txt
 */

/** What a byte may begin: 0 nothing white, 1 white by itself, 2 perhaps white with the bytes that follow (ask `whitespaceLength`). */
export const BYTE_CLASS: Uint8Array = byteClasses();

function byteClasses(): Uint8Array {
  const classes = new Uint8Array(256);
  for (const byte of [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20]) classes[byte] = 1;
  for (const byte of [0xc2, 0xe1, 0xe2, 0xe3]) classes[byte] = 2;
  return classes;
}

/** The length in bytes of the white space character at bytes[at], 0 where there is none. `at` < `end`. */
export function whitespaceLength(bytes: Uint8Array, at: number, end: number): number {
  const kind = BYTE_CLASS[bytes[at]];
  if (kind < 2) return kind;
  const lead = bytes[at];
  if (at + 1 >= end) return 0;
  const second = bytes[at + 1];
  if (lead === 0xc2) return second === 0x85 || second === 0xa0 ? 2 : 0;
  if (at + 2 >= end) return 0;
  const third = bytes[at + 2];
  if (lead === 0xe1) return second === 0x9a && third === 0x80 ? 3 : 0;
  if (lead === 0xe3) return second === 0x80 && third === 0x80 ? 3 : 0;
  if (second === 0x81) return third === 0x9f ? 3 : 0;
  if (second !== 0x80) return 0;
  return (third >= 0x80 && third <= 0x8a) || third === 0xa8 || third === 0xa9 || third === 0xaf ? 3 : 0;
}

/** The first byte of the first word in bytes[at .. end), `end` where there is no word. */
export function wordStart(bytes: Uint8Array, at: number, end: number): number {
  while (at < end) {
    const length = whitespaceLength(bytes, at, end);
    if (length === 0) return at;
    at += length;
  }
  return end;
}

/** The end of the word that goes on at bytes[at]: the first white space at or after `at`, or `end`. */
export function wordEnd(bytes: Uint8Array, at: number, end: number): number {
  while (at < end) {
    const kind = BYTE_CLASS[bytes[at]];
    if (kind === 1 || (kind === 2 && whitespaceLength(bytes, at, end) > 0)) return at;
    at++;
  }
  return end;
}

/** The number of words in bytes[from .. to). */
export function countWords(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = wordStart(bytes, from, to); at < to; at = wordStart(bytes, wordEnd(bytes, at, to), to)) count++;
  return count;
}
