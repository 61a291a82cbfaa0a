/**
 * Characters of UTF-8: one code point each, and each byte that is part of none.
 *
 * domain   any bytes; cut in one way alone, so that texts and sequences of characters are one to one
 * cost     a few comparisons a character; ASCII one
 */
import {codePointAt, utf8Length} from './utf8.ts';

/** The end of the character that begins at bytes[at]. `at` < `end`. */
export function characterEnd(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] < 0x80) return at + 1;
  const codePoint = codePointAt(bytes, at, end);
  return codePoint < 0 ? at + 1 : at + utf8Length(codePoint);
}

/** The number of characters in bytes[from .. to). */
export function countCharacters(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at = characterEnd(bytes, at, to)) count++;
  return count;
}

/** Where the `count`-th character of bytes[from .. to) ends; `from` for count 0. There are so many. */
export function endOfCharacters(bytes: Uint8Array, from: number, to: number, count: number): number {
  let at = from;
  for (let i = 0; i < count; i++) at = characterEnd(bytes, at, to);
  return at;
}
