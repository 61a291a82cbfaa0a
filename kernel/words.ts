/** Single words beyond the plain ones of ASCII: `word` of src/core/sketch/scan.ts. */
import {word} from './grams';
import {mixHigh, mixLow, stepHigh, stepLow, WORD_HIGH, WORD_LOW} from './hash';
import {lowerCase} from './host';
import {
  codePointAt,
  FIELD_OF_LETTER,
  FIELD_SHIFT,
  FIRST,
  isSpecial,
  isTransparent,
  LOWER_MASK,
  letterOf,
  MARK,
  ODD,
  scriptOf,
  staysNormal,
  UNSPACED,
  utf8Length,
} from './letters';
import {LOWER, SCRIPTS, WORD} from './memory';

const APOSTROPHE: u32 = 0x27;
const TYPOGRAPHIC_APOSTROPHE: u32 = 0x2019;
const CAPITAL_I: u32 = 0x49;
const DOTLESS_I: u32 = 0x131;

/** In text that `takeWord` and `takeRun` read. */
export let normal: boolean = false;
/** The byte of a capital I that becomes a dotless i, or one that no word of ASCII has. */
export let dotlessByte: u32 = 0xff;
/** Of the last word that `takeWord` took: whether it was of apostrophes alone. */
export let onlyApostrophes: boolean = false;

export function setTurkic(turkic: boolean): void {
  dotlessByte = turkic ? CAPITAL_I : 0xff;
}

export function setNormal(is: boolean): void {
  normal = is;
}

/** Takes in a word of any length and letters, which begins at `start`; returns its end, or 0 where it is perhaps not in NFC. */
export function takeWord(start: usize, to: usize): usize {
  let high = WORD_HIGH;
  let low = WORD_LOW;
  let other: u32 = 0;
  let codePoints: u32 = 0;
  let starter: u32 = 0;
  /** The code point before, and what letters.ts says of it. */
  let last: u32 = 0;
  let before: u32 = 0;
  let script: u32 = 0;
  let scriptLetters: u32 = 0;
  let change: u32 = 0;
  let special = false;
  let at = start;
  while (at < to) {
    const byte = load<u8>(at) as u32;
    let lower: u32;
    if (byte < 0x80) {
      lower = load<u8>(LOWER + (byte as usize));
      if (lower === 0) break;
      if (byte === dotlessByte) lower = DOTLESS_I;
      last = byte;
      before = FIRST | lower;
      at++;
    } else {
      const codePoint = codePointAt(at, to);
      const letter = codePoint < 0 ? 0 : letterOf(codePoint);
      lower = letter & LOWER_MASK;
      if ((letter & (ODD | UNSPACED)) !== 0) {
        if (!isTransparent(before)) {
          starter = before;
          change = (before & FIRST) !== 0 ? (before & LOWER_MASK) ^ last : 0;
        }
        if ((letter & ODD) !== 0 && !normal && !staysNormal(starter, before, letter)) {
          countLetters(script, scriptLetters);
          uncountLetters(start, at);
          return 0;
        }
        if ((letter & UNSPACED) !== 0) break;
        special = special || isSpecial(letter, change !== 0);
      }
      if (lower === 0) break;
      if ((letter & MARK) === 0) {
        if ((letter & FIELD_OF_LETTER) !== script) {
          countLetters(script, scriptLetters);
          script = letter & FIELD_OF_LETTER;
          scriptLetters = 0;
        }
        scriptLetters++;
      }
      last = codePoint as u32;
      before = letter;
      at += byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    }
    if (lower !== TYPOGRAPHIC_APOSTROPHE) other |= lower ^ APOSTROPHE;
    high = stepHigh(high, lower);
    low = stepLow(low, lower);
    codePoints++;
  }
  countLetters(script, scriptLetters);
  onlyApostrophes = other === 0;
  if (special) {
    codePoints = lowerCase(start, at);
    word(load<u32>(WORD), load<u32>(WORD, 4), start, at, codePoints);
  } else word(mixHigh(high), mixLow(low), start, at, codePoints);
  return at;
}

/** `field`: the script's, where letters.ts has it. */
export function countLetters(field: u32, letters: u32): void {
  if (field === 0) return;
  const place = SCRIPTS + ((((field >>> FIELD_SHIFT) - 1) as usize) << 3);
  store<f64>(place, load<f64>(place) + (letters as f64));
}

/** Takes back what was counted of letters beyond ASCII in memory[from .. to). */
export function uncountLetters(from: usize, to: usize): void {
  while (from < to) {
    const codePoint = (load<u8>(from) as u32) < 0x80 ? -1 : codePointAt(from, to);
    const letter = codePoint < 0 ? 0 : letterOf(codePoint);
    if ((letter & MARK) === 0 && scriptOf(letter) !== 0) {
      const place = SCRIPTS + (((scriptOf(letter) - 1) as usize) << 3);
      store<f64>(place, load<f64>(place) - 1);
    }
    from += codePoint < 0 ? 1 : utf8Length(codePoint);
  }
}
