/**
 * Where bytes stop being UTF-8 text. `isUtf8` says whether, fast; this says where, for the error message.
 */
import {native} from './native.ts';

/**
 * The position of the first byte that does not belong to well-formed UTF-8, or -1.
 *
 * A truncated last character counts from its first byte. Over-long forms, surrogates and values above U+10FFFF are not well-formed.
 * cost  one native pass where all is well; else O(log n) native passes over what is left
 */
export function firstInvalidUtf8(bytes: Uint8Array): number {
  if (native.isUtf8(bytes)) return -1;
  let start = 0;
  let end = bytes.length;
  while (end - start > 64) {
    const middle = characterStart(bytes, start, (start + end) >> 1);
    if (middle <= start) break;
    if (native.isUtf8(bytes.subarray(start, middle))) start = middle;
    else end = middle;
  }
  while (start < bytes.length) {
    const size = characterSize(bytes[start]);
    if (size === 0 || start + size > bytes.length || !native.isUtf8(bytes.subarray(start, start + size))) return start;
    start += size;
  }
  return -1;
}

/** The start of the character that holds `position`, by stepping back over at most three continuation bytes. */
function characterStart(bytes: Uint8Array, floor: number, position: number): number {
  let at = position;
  while (at > floor && at > position - 3 && (bytes[at] & 0xc0) === 0x80) at--;
  return (bytes[at] & 0xc0) === 0x80 ? position : at;
}

function characterSize(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

/** Whether bytes are UTF-8 without bytes 0. Two native passes. */
export function isText(bytes: Uint8Array): boolean {
  return native.isUtf8(bytes) && native.indexOf(bytes, 0, 0) < 0;
}

/** What is wrong with bytes that should be text, or undefined: not UTF-8, or with bytes 0 in it, as binary files have. */
export function textProblem(bytes: Uint8Array): {position: number; reason: string; next: string} | undefined {
  const zero = native.indexOf(bytes, 0, 0);
  const invalid = firstInvalidUtf8(bytes);
  if (zero < 0 && invalid < 0) return undefined;
  if (zero >= 0 && (invalid < 0 || zero < invalid)) {
    return {position: zero, reason: 'holds a byte 0, so it is not text', next: 'Give text, JSONL, CSV or Parquet files, not binary ones.'};
  }
  const hex = bytes[invalid].toString(16).padStart(2, '0');
  const encoding = bytes[0] === 0xff || bytes[0] === 0xfe ? 'UTF-16LE' : 'WINDOWS-1252';
  return {position: invalid, reason: `is not valid UTF-8: byte 0x${hex}`, next: `Convert it, for example: iconv -f ${encoding} -t UTF-8.`};
}
