/**
 * Text as words are compared: in Normalization Form C, without soft hyphens.
 *
 * shape    bytes[from .. to) of any kind -> bytes; those that are not UTF-8 stay as they are
 * law      canonically equal texts give equal bytes; what comes out comes out of itself
 * cost     a look-up a code point beyond ASCII; a stretch that may change (a letter with what follows it) is decomposed and composed again
 * source   Unicode Standard Annex #15, with its quick check
 */
import {grown} from '../grown.ts';
import {DENORMAL, FIELD_SHIFT, FIRST, FIRST_SYMBOL, LOWER_MASK, letterOf, MARK, MAYBE, ODD, RANK_MASK, SOFT_HYPHEN} from './letters.ts';
import {neverInNfc, toNfc} from './unicode/normal.ts';
import {codePointAt, utf8Length, writeUtf8} from './utf8.ts';

/** Whether something may compose with it. */
const isFirst = (letter: number): boolean => (letter & (letter & LOWER_MASK ? FIRST : FIRST_SYMBOL)) !== 0;

const rankOf = (letter: number): number => (letter & MARK ? (letter >>> FIELD_SHIFT) & RANK_MASK : 0);

/** Whether a mark behind it may still compose with what stands before it. */
export const isTransparent = (letter: number): boolean => rankOf(letter) > 0;

/** Whether text that is in NFC and has no soft hyphen certainly stays so with `letter`, which is ODD: behind `before`, after `starter`. */
export function staysNormal(starter: number, before: number, letter: number): boolean {
  if ((letter & LOWER_MASK) === 0 || (letter & (DENORMAL | MARK)) === DENORMAL) return false;
  if ((letter & MAYBE) !== 0 && isFirst(starter)) return false;
  const rank = rankOf(letter);
  return rank === 0 || rank >= rankOf(before);
}

/** Whether the bytes certainly are as `normalized` would make them. */
export function isNormal(bytes: Uint8Array, from: number, to: number): boolean {
  let starter = 0;
  let before = 0;
  for (let at = from; at < to; ) {
    if (bytes[at] < 0x80 && (at + 1 === to || bytes[at + 1] < 0x80)) {
      at++;
      continue;
    }
    const codePoint = codePointAt(bytes, at, to);
    const letter = codePoint < 0 ? 0 : letterOf(codePoint);
    if ((letter & ODD) !== 0 && !staysNormal(starter, before, letter)) return false;
    if (!isTransparent(letter)) starter = letter;
    before = letter;
    at += codePoint < 0 ? 1 : utf8Length(codePoint);
  }
  return true;
}

/** The bytes in NFC, without soft hyphens. */
export function normalized(bytes: Uint8Array, from: number, to: number): Uint8Array {
  let out = new Uint8Array(to - from + 16);
  let length = 0;
  let copied = from;
  const flush = (end: number, more: number): void => {
    if (length + end - copied + more > out.length) {
      out = grown(out, 2 * (length + end - copied + more));
    }
    out.set(bytes.subarray(copied, end), length);
    length += end - copied;
  };
  let starter = from;
  for (let at = from; at < to; ) {
    const codePoint = codePointAt(bytes, at, to);
    if (codePoint < 0 || !isRestless(codePoint)) {
      starter = at;
      at += codePoint < 0 ? 1 : utf8Length(codePoint);
      continue;
    }
    const stretch: number[] = [];
    let end = starter;
    for (; end < to; ) {
      const next = codePointAt(bytes, end, to);
      if (end >= at && (next < 0 || !isRestless(next))) break;
      if (next !== SOFT_HYPHEN) stretch.push(next < 0 ? -bytes[end] : next);
      end += next < 0 ? 1 : utf8Length(next);
    }
    const composed = toNfc(stretch);
    flush(starter, 4 * composed.length);
    for (const one of composed) {
      if (one < 0) out[length++] = -one;
      else length = writeUtf8(out, length, one);
    }
    copied = starter = at = end;
  }
  flush(to, 0);
  return out.subarray(0, length);
}

/** Whether what stands before or behind a code point may change it, or it changes by itself: it cannot begin a stretch. */
function isRestless(codePoint: number): boolean {
  if (codePoint < 0xad) return false;
  const letter = letterOf(codePoint);
  if ((letter & ODD) === 0) return false;
  return codePoint === SOFT_HYPHEN || (letter & LOWER_MASK) === 0 || (letter & (MARK | MAYBE)) !== 0 || neverInNfc(codePoint);
}
