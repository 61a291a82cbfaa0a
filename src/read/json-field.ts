/**
 * Fields of a JSON object, found in bytes without building the object.
 *
 * What the scanner accepts is JSON and means what JSON.parse says it means, the last of duplicate keys included. Whatever it does not
 * know for certain (broken JSON, escaped keys, deep nesting, an array at the top) it calls 'unusual' and leaves to JSON.parse.
 *
 * cost     one pass over the bytes, four at a time within strings; no allocation
 * source   RFC 8259
 * checked  against JSON.parse, by generated documents
 */
import {encodeText, equalBytes} from './bytes.ts';
import {hex4, SIMPLE} from './json-escape.ts';

type FieldKind = 'string' | 'null' | 'other' | 'missing' | 'unusual';

/** What was found of one field: the value's bytes [start, end), of a string without its quotes, and whether it has escapes. */
export interface Found {
  kind: FieldKind;
  start: number;
  end: number;
  escaped: boolean;
}

/** One key of the paths that are looked for. `found` where a path ends. */
interface Key {
  readonly name: Uint8Array;
  readonly children: Key[];
  found?: Found;
}

const DEEPEST = 64;
const QUOTE = 34;
const BACKSLASH = 92;

export class FieldScanner {
  /** One for each path. */
  readonly found: readonly Found[];
  private readonly root: Key = {name: new Uint8Array(0), children: []};
  private bytes: Uint8Array = new Uint8Array(0);
  /** The memory that `bytes` lie in, four bytes at a time: long strings are passed over by words. */
  private words: Int32Array = new Int32Array(0);
  private limit = 0;
  private sawEscape = false;

  /** path: the keys from the top object down to the field; `more`: those of further fields. */
  constructor(path: readonly string[], more: readonly (readonly string[])[] = []) {
    this.found = [path, ...more].map((keys) => this.want(keys));
  }

  private want(path: readonly string[]): Found {
    let key = this.root;
    for (const part of path) {
      const name = encodeText(part);
      let child = key.children.find((other) => equalBytes(other.name, name));
      if (child === undefined) key.children.push((child = {name, children: []}));
      key = child;
    }
    return (key.found ??= {kind: 'missing', start: 0, end: 0, escaped: false});
  }

  /**
   * Looks for the fields in the JSON object that bytes[start, end) hold: the kind of the first one. Where that is 'unusual', nothing is
   * known of the others. UTF-8 validity is the caller's to check.
   */
  scan(bytes: Uint8Array, start: number, end: number): FieldKind {
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.words = new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >>> 2);
    }
    this.limit = end;
    for (const found of this.found) found.kind = 'missing';
    const open = this.space(start);
    if (open >= end || bytes[open] !== 123) return 'unusual';
    const after = this.object(open + 1, 1, this.root);
    return after < 0 || this.space(after) !== end ? 'unusual' : this.found[0].kind;
  }

  private space(from: number): number {
    const {bytes, limit} = this;
    let i = from;
    while (i < limit && (bytes[i] === 32 || bytes[i] === 10 || bytes[i] === 13 || bytes[i] === 9)) i++;
    return i;
  }

  /** From just after `{` to just after `}`, or -1. `parent`: its children are looked for in this object; none if absent. */
  private object(from: number, depth: number, parent: Key | undefined): number {
    const {bytes, limit} = this;
    let i = this.space(from);
    if (i < limit && bytes[i] === 125) return i + 1;
    while (i < limit && depth < DEEPEST) {
      if (bytes[i] !== QUOTE) return -1;
      const keyStart = i + 1;
      i = this.string(keyStart);
      if (i < 0 || (parent !== undefined && this.sawEscape)) return -1;
      const key = parent === undefined ? undefined : this.keyOf(parent, keyStart, i - 1);
      i = this.space(i);
      if (i >= limit || bytes[i] !== 58) return -1;
      i = this.space(i + 1);
      i = key === undefined ? this.value(i, depth) : this.matched(i, depth, key);
      if (i < 0) return -1;
      i = this.space(i);
      if (i >= limit) return -1;
      if (bytes[i] === 125) return i + 1;
      if (bytes[i] !== 44) return -1;
      i = this.space(i + 1);
    }
    return -1;
  }

  private keyOf(parent: Key, start: number, end: number): Key | undefined {
    const {bytes} = this;
    const {children} = parent;
    for (let c = 0; c < children.length; c++) {
      const {name} = children[c];
      if (end - start !== name.length) continue;
      let i = 0;
      while (i < name.length && bytes[start + i] === name[i]) i++;
      if (i === name.length) return children[c];
    }
    return undefined;
  }

  /** The value of a key of a path: it replaces what an earlier key of the same name gave. */
  private matched(i: number, depth: number, key: Key): number {
    const first = this.bytes[i];
    const {found} = key;
    if (key.children.length > 0) forget(key);
    const within = first === 123 && key.children.length > 0;
    const after = within ? this.object(i + 1, depth + 1, key) : this.value(i, depth);
    if (found === undefined) return after;
    const quote = first === QUOTE ? 1 : 0;
    found.kind = quote === 1 ? 'string' : first === 110 ? 'null' : 'other';
    found.start = i + quote;
    found.end = after - quote;
    found.escaped = quote === 1 && this.sawEscape;
    return after;
  }

  private value(i: number, depth: number): number {
    if (i >= this.limit) return -1;
    switch (this.bytes[i]) {
      case QUOTE:
        return this.string(i + 1);
      case 123:
        return this.object(i + 1, depth + 1, undefined);
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
    const {bytes, limit, words} = this;
    const shift = bytes.byteOffset;
    const lastWord = (limit + shift) >>> 2;
    this.sawEscape = false;
    for (let i = from; i < limit; i++) {
      if (((i + shift) & 3) === 0) {
        let w = (i + shift) >>> 2;
        while (w < lastWord) {
          const four = words[w];
          const quote = four ^ 0x22222222;
          const backslash = four ^ 0x5c5c5c5c;
          // a byte below 32, or one that is now 0, sets its highest bit
          if ((((four - 0x20202020) & ~four) | ((quote - 0x01010101) & ~quote) | ((backslash - 0x01010101) & ~backslash)) & 0x80808080)
            break;
          w++;
        }
        i = w * 4 - shift;
        if (i >= limit) return -1;
      }
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

  private literal(i: number, word: Uint8Array): number {
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

function forget(key: Key): void {
  if (key.found !== undefined) key.found.kind = 'missing';
  for (const child of key.children) forget(child);
}

const TRUE = encodeText('true');
const FALSE = encodeText('false');
const NULL = encodeText('null');
