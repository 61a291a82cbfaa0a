/**
 * Where the sentences of a document are.
 *
 *   a sentence ends   after . ! ? or \u2026 (and quotes or brackets that close behind it) before white space; after an ideographic stop;
 *                     at a blank line; at the document's end
 *   it counts         where it has at least `leastWords` runs without white space (or, without any space, that many ideographs)
 *
 * shape    one document of UTF-8 -> pairs [start, end) of byte offsets, appended to `into`; white space around a sentence is not in it
 * domain   any bytes; ASCII and the general punctuation of UTF-8 are looked at, nothing is decoded
 * edge     a single line feed does not end a sentence (text is often wrapped), a blank line does (headings). An abbreviation ends one:
 *          no list of abbreviations is kept, on purpose: all corpora that are held against each other are cut alike
 * cost     one look at each byte
 */
export const LEAST_WORDS = 3;

/** A list of byte ranges that grows: range i is at[2 i] .. at[2 i + 1]. */
export class Ranges {
  at = new Uint32Array(256);
  count = 0;

  add(start: number, end: number): void {
    if (2 * this.count + 2 > this.at.length) {
      const grown = new Uint32Array(2 * this.at.length);
      grown.set(this.at);
      this.at = grown;
    }
    this.at[2 * this.count] = start;
    this.at[2 * this.count + 1] = end;
    this.count++;
  }
}

/** Adds the sentences of bytes[from .. to) to `into`. */
export function findSentences(bytes: Uint8Array, from: number, to: number, into: Ranges): void {
  const open = {start: -1, end: from, words: 0};
  let inWord = false;
  let ending = false;
  let newlines = 0;
  for (let at = from; at < to; ) {
    const byte = bytes[at];
    if (isSpace(byte)) {
      newlines = byte === 10 ? newlines + 1 : newlines;
      if (ending || newlines > 1) close(open, into);
      inWord = false;
      ending = false;
      at++;
      continue;
    }
    newlines = 0;
    const kind = kindAt(bytes, at, to);
    const length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    if (open.start < 0) open.start = at;
    if (!inWord || kind === IDEOGRAPH) open.words++;
    inWord = true;
    at = Math.min(to, at + length);
    open.end = at;
    if (kind === STOPS) close(open, into);
    else ending = kind === ENDS || (ending && kind === CLOSES);
  }
  close(open, into);
}

function close(open: {start: number; end: number; words: number}, into: Ranges): void {
  if (open.words >= LEAST_WORDS) into.add(open.start, open.end);
  open.start = -1;
  open.words = 0;
}

function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

const OTHER = 0;
const ENDS = 1;
const CLOSES = 2;
const STOPS = 3;
const IDEOGRAPH = 4;

/** What the character that begins at `at` does. */
function kindAt(bytes: Uint8Array, at: number, to: number): number {
  const byte = bytes[at];
  if (byte < 0x80) {
    if (byte === 0x2e || byte === 0x21 || byte === 0x3f) return ENDS;
    return byte === 0x22 || byte === 0x27 || byte === 0x29 || byte === 0x5d || byte === 0x7d ? CLOSES : OTHER;
  }
  if (byte === 0xc2) return bytes[at + 1] === 0xbb ? CLOSES : OTHER;
  if (byte < 0xe2 || byte > 0xef || at + 2 >= to) return OTHER;
  return kindOf(((byte & 15) << 12) | ((bytes[at + 1] & 63) << 6) | (bytes[at + 2] & 63));
}

function kindOf(codePoint: number): number {
  if (codePoint === 0x2026) return ENDS;
  if (codePoint === 0x2019 || codePoint === 0x201d) return CLOSES;
  if (codePoint === 0x3002 || codePoint === 0xff01 || codePoint === 0xff1f) return STOPS;
  return codePoint >= 0x3040 && codePoint <= 0x9fff ? IDEOGRAPH : OTHER;
}
