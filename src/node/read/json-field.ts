/**
 * One string field of a JSON object, found in bytes without building the object.
 *
 * What the scanner accepts is JSON and means what JSON.parse says it means, the last of duplicate keys included. Whatever it does not
 * know for certain (broken JSON, escaped keys, deep nesting, an array at the top) it calls 'unusual' and leaves to JSON.parse.
 *
 * cost     one pass over the bytes, no allocation
 * source   RFC 8259
 * checked  against JSON.parse, by generated documents
 */
import type {BatchBuilder} from './batch.ts';

export type FieldKind = 'string' | 'null' | 'other' | 'missing' | 'unusual';

const DEEPEST = 64;
const QUOTE = 34;
const BACKSLASH = 92;

export class FieldScanner {
  /** Where the last string found lies, without its quotes, and whether it has escapes. */
  start = 0;
  end = 0;
  escaped = false;
  private readonly keys: readonly Buffer[];
  private kind: FieldKind = 'missing';
  private bytes: Uint8Array = new Uint8Array(0);
  private limit = 0;
  private sawEscape = false;

  /** path: the keys from the top object down to the field. */
  constructor(path: readonly string[]) {
    this.keys = path.map((key) => Buffer.from(key));
  }

  /** Looks for the field in the JSON object that bytes[start, end) hold. UTF-8 validity is the caller's to check. */
  scan(bytes: Uint8Array, start: number, end: number): FieldKind {
    this.bytes = bytes;
    this.limit = end;
    this.kind = 'missing';
    const open = this.space(start);
    if (open >= end || bytes[open] !== 123) return 'unusual';
    const after = this.object(open + 1, 1, 0);
    return after < 0 || this.space(after) !== end ? 'unusual' : this.kind;
  }

  private space(from: number): number {
    const {bytes, limit} = this;
    let i = from;
    while (i < limit && (bytes[i] === 32 || bytes[i] === 10 || bytes[i] === 13 || bytes[i] === 9)) i++;
    return i;
  }

  /** From just after `{` to just after `}`, or -1. `level`: which key of the path is looked for in this object; -1 for none. */
  private object(from: number, depth: number, level: number): number {
    const {bytes, limit} = this;
    let i = this.space(from);
    if (i < limit && bytes[i] === 125) return i + 1;
    while (i < limit && depth < DEEPEST) {
      if (bytes[i] !== QUOTE) return -1;
      const keyStart = i + 1;
      i = this.string(keyStart);
      if (i < 0 || (level >= 0 && this.sawEscape)) return -1;
      const match = level >= 0 && this.isKey(keyStart, i - 1, level);
      i = this.space(i);
      if (i >= limit || bytes[i] !== 58) return -1;
      i = this.space(i + 1);
      i = match ? this.matched(i, depth, level) : this.value(i, depth);
      if (i < 0) return -1;
      i = this.space(i);
      if (i >= limit) return -1;
      if (bytes[i] === 125) return i + 1;
      if (bytes[i] !== 44) return -1;
      i = this.space(i + 1);
    }
    return -1;
  }

  private isKey(start: number, end: number, level: number): boolean {
    const key = this.keys[level];
    if (end - start !== key.length) return false;
    for (let i = 0; i < key.length; i++) if (this.bytes[start + i] !== key[i]) return false;
    return true;
  }

  /** The value of a key of the path: it replaces what an earlier key of the same name gave. */
  private matched(i: number, depth: number, level: number): number {
    const first = this.bytes[i];
    this.kind = 'missing';
    if (level < this.keys.length - 1) {
      return first === 123 ? this.object(i + 1, depth + 1, level + 1) : this.value(i, depth);
    }
    const after = this.value(i, depth);
    if (first === QUOTE) {
      this.kind = 'string';
      this.start = i + 1;
      this.end = after - 1;
      this.escaped = this.sawEscape;
    } else {
      this.kind = first === 110 ? 'null' : 'other';
    }
    return after;
  }

  private value(i: number, depth: number): number {
    if (i >= this.limit) return -1;
    switch (this.bytes[i]) {
      case QUOTE:
        return this.string(i + 1);
      case 123:
        return this.object(i + 1, depth + 1, -1);
      case 91:
        return this.array(i + 1, depth + 1);
      case 116:
        return this.literal(i, TRUE);
      case 102:
        return this.literal(i, FALSE);
      case 110:
        return this.literal(i, NULL);
      default:
        return this.number(i);
    }
  }

  private array(from: number, depth: number): number {
    const {bytes, limit} = this;
    let i = this.space(from);
    if (i < limit && bytes[i] === 93) return i + 1;
    while (i < limit && depth < DEEPEST) {
      i = this.value(i, depth);
      if (i < 0) return -1;
      i = this.space(i);
      if (i >= limit) return -1;
      if (bytes[i] === 93) return i + 1;
      if (bytes[i] !== 44) return -1;
      i = this.space(i + 1);
    }
    return -1;
  }

  /** From just after the opening quote to just after the closing one, or -1. Sets sawEscape. */
  private string(from: number): number {
    const {bytes, limit} = this;
    this.sawEscape = false;
    for (let i = from; i < limit; i++) {
      const c = bytes[i];
      if (c === QUOTE) return i + 1;
      if (c < 32) return -1;
      if (c !== BACKSLASH) continue;
      this.sawEscape = true;
      const e = bytes[++i];
      if (i >= limit) return -1;
      if (e === 117) {
        if (i + 4 >= limit || hex4(bytes, i + 1) < 0) return -1;
        i += 4;
      } else if (SIMPLE[e] === 0) return -1;
    }
    return -1;
  }

  private literal(i: number, word: readonly number[]): number {
    if (i + word.length > this.limit) return -1;
    for (let k = 0; k < word.length; k++) if (this.bytes[i + k] !== word[k]) return -1;
    return i + word.length;
  }

  private number(from: number): number {
    const {bytes} = this;
    let i = from;
    if (bytes[i] === 45) i++;
    const whole = this.digits(i);
    if (whole === i || (bytes[i] === 48 && whole > i + 1)) return -1;
    i = whole;
    if (i < this.limit && bytes[i] === 46) {
      const fraction = this.digits(i + 1);
      if (fraction === i + 1) return -1;
      i = fraction;
    }
    if (i < this.limit && (bytes[i] | 32) === 101) {
      i++;
      if (bytes[i] === 43 || bytes[i] === 45) i++;
      const exponent = this.digits(i);
      if (exponent === i) return -1;
      i = exponent;
    }
    return i;
  }

  private digits(from: number): number {
    let i = from;
    while (i < this.limit && this.bytes[i] >= 48 && this.bytes[i] <= 57) i++;
    return i;
  }
}

const TRUE = [...Buffer.from('true')];
const FALSE = [...Buffer.from('false')];
const NULL = [...Buffer.from('null')];

/** What a backslash and this byte stand for; 0 where that is no escape (\u aside). */
const SIMPLE = new Uint8Array(256);
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

function hex4(bytes: Uint8Array, at: number): number {
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
 * Appends a JSON string's content to the open record, its escapes resolved, as UTF-8. A lone surrogate becomes U+FFFD, as it does when
 * a string is encoded. bytes[start, end) were accepted by FieldScanner.
 */
export function appendUnescaped(builder: BatchBuilder, bytes: Uint8Array, start: number, end: number): void {
  const text = bytes.subarray(start, end);
  builder.reserve(text.length);
  let i = 0;
  while (i < text.length) {
    const found = text.indexOf(BACKSLASH, i);
    const stop = found < 0 ? text.length : found;
    builder.append(text, i, stop);
    i = stop < text.length ? appendEscape(builder, text, stop) : stop;
  }
}

/** Appends what the escape at `at` stands for; the position after it. The builder has room. */
function appendEscape(builder: BatchBuilder, text: Uint8Array, at: number): number {
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
