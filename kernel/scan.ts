/** From bytes to words, and where sentences and paragraphs end: `scan` of src/core/sketch/scan.ts. */
import {endParagraph, endSentence, word} from './grams';
import {mixHigh, mixLow, stepHigh, stepLow, WORD_HIGH, WORD_LOW} from './hash';
import {lowerCase} from './host';
import {codePointAt, KIND_SHIFT, LETTER, LOWER_MASK, letterOf, SCRIPT_MASK, SCRIPT_SHIFT, SPECIAL, utf8Length} from './letters';
import {KINDS, LOWER, SCRIPTS, WORD} from './memory';

const APOSTROPHE: u32 = 0x27;
const TYPOGRAPHIC_APOSTROPHE: u32 = 0x2019;
/** Bytes that are looked at together. */
const SHORT: usize = 16;
const NOTHING: u32 = 0;
const NEWLINE: u32 = 2;
const ENDS: u32 = 3;
const STOPS: u32 = 5;

/** Of the last word that `takeAnyWord` took: whether it was of apostrophes alone. */
let onlyApostrophes: boolean = false;

export function scan(from: usize, to: usize): void {
  let ended = false;
  let newlines: u32 = 0;
  for (let at = from; at < to; ) {
    const byte = load<u8>(at) as u32;
    let kind: u32;
    if (byte < 0x80) {
      if (load<u8>(LOWER + (byte as usize)) !== 0) {
        const bytes = v128.load(at);
        const letters = i8x16.lt_u(i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61)), i8x16.splat(26));
        const digits = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10));
        const apostrophes = i8x16.eq(bytes, i8x16.splat(0x27));
        let length = ctz(~i8x16.bitmask(v128.or(v128.or(letters, digits), apostrophes))) as usize;
        if (length > to - at) length = to - at;
        newlines = 0;
        if (length === SHORT || (at + length < to && load<u8>(at + length) >= 0x80)) {
          at = takeAnyWord(at, to);
          ended = ended && onlyApostrophes;
          continue;
        }
        if (ended) ended = (ctz(~i8x16.bitmask(apostrophes)) as usize) >= length;
        takeWord(v128.or(bytes, v128.and(letters, i8x16.splat(0x20))), length as u32, at);
        at += length;
        continue;
      }
      kind = load<u8>(KINDS + (byte as usize));
      at++;
    } else {
      const codePoint = codePointAt(at, to);
      const letter = codePoint < 0 ? 0 : letterOf(codePoint);
      if ((letter & LETTER) !== 0) {
        at = takeAnyWord(at, to);
        newlines = 0;
        ended = ended && onlyApostrophes;
        continue;
      }
      kind = letter >>> KIND_SHIFT;
      at += codePoint < 0 ? 1 : utf8Length(codePoint);
    }
    if (kind - 1 < NEWLINE) {
      if (ended) endSentence();
      ended = false;
      if (kind === NEWLINE && ++newlines === 2) endParagraph();
      continue;
    }
    newlines = 0;
    if (kind === ENDS) ended = true;
    else if (kind === STOPS) {
      endSentence();
      ended = false;
    } else if (kind === NOTHING) ended = false;
  }
  endParagraph();
  countLatin(from, to);
}

/** The word of ASCII at `at`: its bytes, lower-cased, are the first `length` of `lower`, of fewer than SHORT. */
function takeWord(lower: v128, length: u32, at: usize): void {
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

/** Takes in a word of any length and letters, which begins at `start`; returns its end. */
function takeAnyWord(start: usize, to: usize): usize {
  let high = WORD_HIGH;
  let low = WORD_LOW;
  let other: u32 = 0;
  let special: u32 = 0;
  let codePoints: u32 = 0;
  let at = start;
  while (at < to) {
    const byte = load<u8>(at) as u32;
    let lower: u32;
    if (byte < 0x80) {
      lower = load<u8>(LOWER + (byte as usize));
      if (lower === 0) break;
      at++;
    } else {
      const codePoint = codePointAt(at, to);
      const letter = codePoint < 0 ? 0 : letterOf(codePoint) & LETTER;
      if (letter === 0) break;
      countScript((letter >>> SCRIPT_SHIFT) & SCRIPT_MASK);
      special |= letter;
      lower = letter & LOWER_MASK;
      at += utf8Length(codePoint);
    }
    if (lower !== TYPOGRAPHIC_APOSTROPHE) other |= lower ^ APOSTROPHE;
    high = stepHigh(high, lower);
    low = stepLow(low, lower);
    codePoints++;
  }
  onlyApostrophes = other === 0;
  if ((special & SPECIAL) !== 0) {
    codePoints = lowerCase(start, at);
    word(load<u32>(WORD), load<u32>(WORD, 4), start, at, codePoints);
  } else word(mixHigh(high), mixLow(low), start, at, codePoints);
  return at;
}

function countScript(script: u32): void {
  if (script === 0) return;
  const place = SCRIPTS + (((script - 1) as usize) << 3);
  store<f64>(place, load<f64>(place) + 1);
}
