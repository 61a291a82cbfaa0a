/**
 * From bytes to words and tokens, and where sentences and paragraphs end: `scan` of src/core/sketch/scan.ts.
 *
 * Text is taken as it is until something in it may not be in NFC: from there on the host's normalized copy is.
 */
import {endParagraph, endSentence, token, word} from './grams';
import {mixHigh, mixLow, stepHigh, stepLow, WORD_HIGH, WORD_LOW} from './hash';
import {normalize} from './host';
import {
  codePointAt,
  FIRST_SYMBOL,
  isUnsigned,
  KIND_MASK,
  KIND_SHIFT,
  LOWER_MASK,
  letterOf,
  MARK,
  ODD,
  UNSPACED,
  utf8Length,
} from './letters';
import {allocate, KINDS, LOWER, pagesFor, release, SCRIPTS, SYMBOLS} from './memory';
import {takeRun} from './run';
import {dotlessByte, normal, onlyApostrophes, setNormal, takeWord} from './words';

/** Bytes that are looked at together. */
const SHORT: usize = 16;
const BLANK: u32 = 0x20;
const NEWLINE: u32 = 2;
const ENDS: u32 = 3;
const CLOSES: u32 = 4;
const STOPS: u32 = 5;

let copy: usize = 0;
let copyPages: u32 = 0;

/** Where the host may write a normalized copy of so many bytes. */
export function normalRoom(bytes: usize): usize {
  const pages = pagesFor(bytes + 16);
  if (pages > copyPages) {
    if (copyPages > 0) release(copy, copyPages);
    copyPages = pages;
    copy = allocate(pages);
  }
  return copy;
}

export function scan(from: usize, to: usize): void {
  let ended = false;
  let unsigned = false;
  let newlines: u32 = 0;
  let at = from;
  const turkic = dotlessByte !== 0xff;
  setNormal(false);
  while (at < to) {
    const byte = load<u8>(at) as u32;
    if (byte === BLANK) {
      if (ended) endSentence();
      ended = false;
      at++;
      continue;
    }
    let kind: u32;
    let next: usize;
    let symbol: u32;
    if (byte < 0x80) {
      if (load<u8>(LOWER + (byte as usize)) !== 0) {
        const bytes = v128.load(at);
        const letters = i8x16.lt_u(i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61)), i8x16.splat(26));
        const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10));
        const apostrophes = i8x16.eq(bytes, i8x16.splat(0x27));
        let length = ctz(~i8x16.bitmask(v128.or(v128.or(letters, digits), apostrophes))) as usize;
        if (length > to - at) length = to - at;
        newlines = 0;
        if (length === SHORT || (at + length < to && load<u8>(at + length) >= 0x80) || (turkic && hasDotless(bytes, length))) {
          const end = takeWord(at, to);
          if (end !== 0) {
            at = end;
            ended = ended && onlyApostrophes;
            continue;
          }
          to = rewrite(from, at, to);
          from = at = copy;
          continue;
        }
        if (ended) ended = (ctz(~i8x16.bitmask(apostrophes)) as usize) >= length;
        takePlainWord(v128.or(bytes, v128.and(letters, i8x16.splat(0x20))), length as u32, at);
        at += length;
        continue;
      }
      kind = load<u8>(KINDS + (byte as usize));
      symbol = load<u32>(SYMBOLS + ((byte as usize) << 2));
      next = at + 1;
      if (byte - 0x3c < 3 && !normal && mayComposeAt(next, to)) {
        to = rewrite(from, at, to);
        from = at = copy;
        continue;
      }
    } else {
      const codePoint = codePointAt(at, to);
      const letter = codePoint < 0 ? 0 : letterOf(codePoint);
      next = at + (codePoint < 0 ? 1 : utf8Length(codePoint));
      let odd = false;
      if ((letter & LOWER_MASK) !== 0) {
        const end = (letter & UNSPACED) !== 0 ? takeRun(at, to, ended) : takeWord(at, to);
        odd = end === 0;
        if (!odd) {
          if ((letter & UNSPACED) !== 0) {
            unsigned = unsigned || isUnsigned(letter);
            ended = false;
          } else ended = ended && onlyApostrophes;
          newlines = 0;
          at = end;
          continue;
        }
      } else odd = !normal && ((letter & ODD) !== 0 || ((letter & FIRST_SYMBOL) !== 0 && mayComposeAt(next, to)));
      if (odd) {
        to = rewrite(from, at, to);
        from = at = copy;
        continue;
      }
      kind = (letter >>> KIND_SHIFT) & KIND_MASK;
      symbol = mixHigh(stepHigh(WORD_HIGH, codePoint as u32));
    }
    at = next;
    if (kind - 1 < NEWLINE) {
      let ends = ended;
      ended = false;
      if (kind === NEWLINE) {
        ends = ends || unsigned;
        unsigned = false;
        newlines++;
      }
      if (ends) endSentence();
      if (kind === NEWLINE && newlines === 2) endParagraph();
      continue;
    }
    newlines = 0;
    if (kind >= ENDS) token(symbol);
    if (kind === STOPS) endSentence();
    if (kind !== CLOSES) ended = kind === ENDS;
  }
  endParagraph();
  countLatin(from, to);
}

/** Whether one of the first `length` bytes is that of a capital I. */
function hasDotless(bytes: v128, length: usize): boolean {
  return (ctz(i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(dotlessByte as i8)))) as usize) < length;
}

/** Whether what begins at `at` may compose with the symbol before it. */
function mayComposeAt(at: usize, to: usize): boolean {
  if (at === to || load<u8>(at) < 0x80) return false;
  const codePoint = codePointAt(at, to);
  const letter = codePoint < 0 ? 0 : letterOf(codePoint);
  return (letter & ODD) !== 0 && ((letter & LOWER_MASK) === 0 || (letter & MARK) !== 0);
}

/** Has what begins at `at` normalized into `copy`; returns the copy's end. Letters of what was scanned, memory[from .. at), are counted. */
function rewrite(from: usize, at: usize, to: usize): usize {
  countLatin(from, at);
  const bytes = normalize(at, to);
  setNormal(true);
  return copy + (bytes as usize);
}

/** The word of ASCII at `at`: its bytes, lower-cased, are the first `length` of `lower`, of fewer than SHORT. */
function takePlainWord(lower: v128, length: u32, at: usize): void {
  let high = WORD_HIGH;
  let low = WORD_LOW;
  let bytes = i64x2.extract_lane(lower, 0) as u64;
  for (let i: u32 = length < 8 ? length : 8; i > 0; i--) {
    high = stepHigh(high, (bytes as u32) & 255);
    low = stepLow(low, (bytes as u32) & 255);
    bytes >>>= 8;
  }
  if (length > 8) {
    bytes = i64x2.extract_lane(lower, 1) as u64;
    for (let i: u32 = length - 8; i > 0; i--) {
      high = stepHigh(high, (bytes as u32) & 255);
      low = stepLow(low, (bytes as u32) & 255);
      bytes >>>= 8;
    }
  }
  word(mixHigh(high), mixLow(low), at, at + (length as usize), length);
}

/** Latin letters of ASCII, all of which are in words. */
function countLatin(from: usize, to: usize): void {
  let count: u32 = 0;
  let at = from;
  for (; at + 16 <= to; at += 16) {
    const bytes = v128.or(v128.load(at), i8x16.splat(0x20));
    count += popcnt(i8x16.bitmask(i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x61)), i8x16.splat(26))));
  }
  for (; at < to; at++) count += u32(((load<u8>(at) as u32) | 0x20) - 0x61 < 26);
  store<f64>(SCRIPTS, load<f64>(SCRIPTS) + (count as f64));
}
