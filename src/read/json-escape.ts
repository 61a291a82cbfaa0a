/** Escapes of JSON strings, resolved in bytes. Source: RFC 8259, section 7. */
import type {GrowingBytes} from './batch.ts';
import {native} from './native.ts';

const BACKSLASH = 92;

/** What a backslash and this byte stand for; 0 where that is no escape (\u aside). */
export const SIMPLE = new Uint8Array(256);
for (const [letter, byte] of [
  ['"', 34],
  ['\\', 92],
  ['/', 47],
  ['b', 8],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
] as const) {
  SIMPLE[letter.charCodeAt(0)] = byte;
}

/** Four hexadecimal digits, or -1. */
export function hex4(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) {
    const c = bytes[i];
    const lower = c | 32;
    const digit = c >= 48 && c <= 57 ? c - 48 : lower >= 97 && lower <= 102 ? lower - 87 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/**
 * Appends a JSON string's content, its escapes resolved, as UTF-8. A lone surrogate becomes U+FFFD, as it does when
 * a string is encoded. bytes[start, end) were accepted by `FieldScanner`.
 */
export function appendUnescaped(builder: GrowingBytes, bytes: Uint8Array, start: number, end: number): void {
  const text = bytes.subarray(start, end);
  builder.reserve(text.length);
  let i = 0;
  while (i < text.length) {
    i = appendNear(builder, text, i);
    if (i === text.length) return;
    if (text[i] === BACKSLASH) i = appendEscape(builder, text, i);
    else {
      const found = native.indexOf(text, BACKSLASH, i);
      const stop = found < 0 ? text.length : found;
      builder.append(text, i, stop);
      i = stop;
    }
  }
}

/** An escape that is nearer is found sooner by a loop than by a search, which has to be called. */
const NEAR = 64;

/** Appends bytes up to an escape, or to where one is not near; the position there. The builder has room. */
function appendNear(builder: GrowingBytes, text: Uint8Array, from: number): number {
  const {bytes} = builder;
  const to = Math.min(text.length, from + NEAR);
  let {length} = builder;
  let i = from;
  for (; i < to && text[i] !== BACKSLASH; i++) bytes[length++] = text[i];
  builder.length = length;
  return i;
}

/** Appends what the escape at `at` stands for; the position after it. The builder has room. */
function appendEscape(builder: GrowingBytes, text: Uint8Array, at: number): number {
  const letter = text[at + 1];
  if (letter !== 117) {
    builder.bytes[builder.length++] = SIMPLE[letter];
    return at + 2;
  }
  let point = hex4(text, at + 2);
  let after = at + 6;
  if (point >= 0xd800 && point < 0xe000) {
    const paired = point < 0xdc00 && after + 6 <= text.length && text[after] === BACKSLASH && text[after + 1] === 117;
    const low = paired ? hex4(text, after + 2) : -1;
    if (low >= 0xdc00 && low < 0xe000) {
      point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
      after += 6;
    } else point = 0xfffd;
  }
  builder.length = encode(builder.bytes, builder.length, point);
  return after;
}

function encode(out: Uint8Array, at: number, point: number): number {
  let length = at;
  if (point < 0x80) out[length++] = point;
  else if (point < 0x800) {
    out[length++] = 0xc0 | (point >> 6);
    out[length++] = 0x80 | (point & 63);
  } else {
    if (point < 0x10000) out[length++] = 0xe0 | (point >> 12);
    else {
      out[length++] = 0xf0 | (point >> 18);
      out[length++] = 0x80 | ((point >> 12) & 63);
    }
    out[length++] = 0x80 | ((point >> 6) & 63);
    out[length++] = 0x80 | (point & 63);
  }
  return length;
}
