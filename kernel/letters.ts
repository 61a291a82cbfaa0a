/**
 * Code points: UTF-8 as src/core/text/utf8.ts, what they are as src/core/text/letters.ts packs it, and whether text stays in NFC with them as
 * src/core/text/normal.ts says.
 */
import {letters} from './host';
import {allocate, PAGE} from './memory';

export const LOWER_MASK: u32 = 0x1fffff;
export const FIELD_SHIFT: u32 = 21;
export const SCRIPT_MASK: u32 = 0x1f;
/** The field in its place. */
export const FIELD_OF_LETTER: u32 = 0x1f << 21;
export const DENORMAL: u32 = 1 << 26;
export const ODD: u32 = 1 << 27;
export const MARK: u32 = 1 << 28;
export const FIRST: u32 = 1 << 29;
export const UNSPACED: u32 = 1 << 30;
export const MAYBE: u32 = 1 << 31;
export const FIRST_SYMBOL: u32 = 1 << 21;
export const KIND_SHIFT: u32 = 28;
export const KIND_MASK: u32 = 7;
const RANK_MASK: u32 = 0x3f;
/** Of Han, Hiragana, Katakana; of Thai, Lao: bits of the script field. */
const IDEOGRAPHIC: u32 = 0x3800;
const UNSIGNED: u32 = 0x40400;

export function scriptOf(letter: u32): u32 {
  return (letter >>> FIELD_SHIFT) & SCRIPT_MASK;
}

export function isIdeographic(letter: u32): boolean {
  return (letter & MARK) === 0 && ((IDEOGRAPHIC >>> scriptOf(letter)) & 1) !== 0;
}

export function isUnsigned(letter: u32): boolean {
  return (letter & MARK) === 0 && ((UNSIGNED >>> scriptOf(letter)) & 1) !== 0;
}

function rankOf(letter: u32): u32 {
  return (letter & MARK) !== 0 ? (letter >>> FIELD_SHIFT) & RANK_MASK : 0;
}

export function isTransparent(letter: u32): boolean {
  return rankOf(letter) > 0;
}

export function staysNormal(starter: u32, before: u32, letter: u32): boolean {
  if ((letter & LOWER_MASK) === 0 || (letter & (DENORMAL | MARK)) === DENORMAL) return false;
  if ((letter & MAYBE) !== 0 && (starter & FIRST) !== 0) return false;
  const rank = rankOf(letter);
  return rank === 0 || rank >= rankOf(before);
}

/** Whether a lower case that one code point makes would not be that of the whole word. `changed`: of the letter before, which may compose. */
export function isSpecial(letter: u32, changed: boolean): boolean {
  return (letter & (MARK | MAYBE)) === 0 || ((letter & MAYBE) !== 0 && changed);
}

/** Where the letters of each page of 256 code points are, or 0. */
const PAGES: usize = memory.data(4 * 0x1100, 16);
let room: usize = 0;
let roomEnd: usize = 0;

export function letterOf(codePoint: u32): u32 {
  const page = load<u32>(PAGES + ((codePoint >>> 8) << 2));
  return load<u32>((page !== 0 ? page : newPage(codePoint >>> 8)) + ((codePoint & 255) << 2));
}

function newPage(page: u32): u32 {
  if (room === roomEnd) {
    room = allocate(1);
    roomEnd = room + PAGE;
  }
  const place = room;
  room += 1024;
  letters(page, place);
  store<u32>(PAGES + (page << 2), place as u32);
  return place as u32;
}

/** The code point at memory[at], beyond ASCII; -1 where the bytes there are not valid UTF-8. */
export function codePointAt(at: usize, to: usize): i32 {
  const lead = load<u8>(at) as i32;
  if (lead < 0xc2 || lead > 0xf4) return -1;
  const second = at + 1 < to ? (load<u8>(at, 1) as i32) ^ 0x80 : 0xff;
  if (second > 0x3f) return -1;
  if (lead < 0xe0) return ((lead & 0x1f) << 6) | second;
  const third = at + 2 < to ? (load<u8>(at, 2) as i32) ^ 0x80 : 0xff;
  if (third > 0x3f) return -1;
  if (lead < 0xf0) {
    const codePoint = ((lead & 15) << 12) | (second << 6) | third;
    return codePoint < 0x800 || (codePoint >= 0xd800 && codePoint < 0xe000) ? -1 : codePoint;
  }
  const fourth = at + 3 < to ? (load<u8>(at, 3) as i32) ^ 0x80 : 0xff;
  if (fourth > 0x3f) return -1;
  const codePoint = ((lead & 7) << 18) | (second << 12) | (third << 6) | fourth;
  return codePoint < 0x10000 || codePoint > 0x10ffff ? -1 : codePoint;
}

export function utf8Length(codePoint: u32): usize {
  return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}
