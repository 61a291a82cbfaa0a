/** From bytes to words, and where sentences and paragraphs end: `scan` of src/core/sketch/scan.ts. */
import {endParagraph, endSentence, word} from './grams';
import {mixHigh, mixLow, stepHigh, stepLow, WORD_HIGH, WORD_LOW} from './hash';
import {lowerCase} from './host';
import {codePointAt, KIND_SHIFT, LETTER, LOWER_MASK, letterOf, SCRIPT_MASK, SCRIPT_SHIFT, SPECIAL, utf8Length} from './letters';
import {KINDS, LOWER, SCRIPTS, WORD} from './memory';

const APOSTROPHE: u32 = 0x27;
const TYPOGRAPHIC_APOSTROPHE: u32 = 0x2019;
const NOTHING: u32 = 0;
const NEWLINE: u32 = 2;
const ENDS: u32 = 3;
const STOPS: u32 = 5;

/** Of the word that was taken last: whether it was of apostrophes alone. */
let onlyApostrophes: boolean = false;
/** Latin letters of ASCII in the document. */
let latin: u32 = 0;

export function scan(from: usize, to: usize): void {
  let ended = false;
  let newlines: u32 = 0;
  latin = 0;
  for (let at = from; at < to; ) {
    const byte = load<u8>(at) as u32;
    let kind: u32;
    if (byte < 0x80) {
      if (load<u8>(LOWER + (byte as usize)) !== 0) {
        at = takeWord(at, to);
        newlines = 0;
        ended = ended && onlyApostrophes;
        continue;
      }
      kind = load<u8>(KINDS + (byte as usize));
      at++;
    } else {
      const codePoint = codePointAt(at, to);
      const letter = codePoint < 0 ? 0 : letterOf(codePoint);
      if ((letter & LETTER) !== 0) {
        at = takeWord(at, to);
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
  store<f64>(SCRIPTS, load<f64>(SCRIPTS) + (latin as f64));
}

/** Takes in the word that begins at `at`; returns its end. */
function takeWord(start: usize, to: usize): usize {
  let high = WORD_HIGH;
  let low = WORD_LOW;
  let other: u32 = 0;
  let letters: u32 = 0;
  let at = start;
  for (; at < to; at++) {
    const lower = load<u8>(LOWER + (load<u8>(at) as usize)) as u32;
    if (lower === 0) {
      if (load<u8>(at) >= 0x80) return takeBeyondAscii(start, to);
      break;
    }
    letters += u32(lower > 0x60);
    other |= lower ^ APOSTROPHE;
    high = stepHigh(high, lower);
    low = stepLow(low, lower);
  }
  latin += letters;
  onlyApostrophes = other === 0;
  word(mixHigh(high), mixLow(low), start, at, (at - start) as u32);
  return at;
}

/** A word that may have other code points than ASCII. */
function takeBeyondAscii(start: usize, to: usize): usize {
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
      latin += u32(lower > 0x60);
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
