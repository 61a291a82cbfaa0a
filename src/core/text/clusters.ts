/**
 * Where a cluster ends in scripts whose letters stand around one another: no word begins or ends within one.
 *
 *   Thai, Lao   a vowel that is written first, a consonant, its marks, the vowels that are written behind it
 *   Khmer       a letter with all that is joined to it by the sign coeng, and marks
 *   Burmese     a syllable: a letter, what is stacked below it, marks, and the letters that the sign asat closes it with
 *
 * domain   a run of letters and marks, in NFC; bytes[at .. to) begins a cluster
 */
import {LOWER_MASK, letterOf, MARK} from './letters.ts';
import {codePointAt, utf8Length} from './utf8.ts';

const COENG = 0x17d2;
const VIRAMA = 0x1039;
const ASAT = 0x103a;
const DOT_BELOW = 0x1037;
const VISARGA = 0x1038;
/** Vowels of Thai and Lao that are written before and behind the consonant. */
const BEFORE = [0xe40, 0xe41, 0xe42, 0xe43, 0xe44, 0xec0, 0xec1, 0xec2, 0xec3, 0xec4];
const BEHIND = [0xe30, 0xe32, 0xe33, 0xe45, 0xeb0, 0xeb2, 0xeb3];
/** Blocks of the Burmese script. */
const BURMESE = [
  [0x1000, 0x109f],
  [0xa9e0, 0xa9ff],
  [0xaa60, 0xaa7f],
  [0x116d0, 0x116ff],
];

const isBurmese = (codePoint: number): boolean => BURMESE.some(([first, last]) => codePoint >= first && codePoint <= last);
const isMark = (codePoint: number): boolean => codePoint >= 0 && (letterOf(codePoint) & MARK) !== 0;
const isLetter = (codePoint: number): boolean => codePoint >= 0 && (letterOf(codePoint) & LOWER_MASK) !== 0 && !isMark(codePoint);

export function clusterEnd(bytes: Uint8Array, at: number, to: number): number {
  const peek = (from: number): number => (from < to ? codePointAt(bytes, from, to) : -1);
  const past = (from: number): number => from + utf8Length(peek(from));
  let end = BEFORE.includes(peek(at)) && past(at) < to ? past(at) : at;
  const base = peek(end);
  end = past(end);
  if (isMark(base) && !isBurmese(base)) return end;
  const joins = isBurmese(base) ? VIRAMA : COENG;
  while (isMark(peek(end))) end = peek(end) === joins && isLetter(peek(past(end))) ? past(past(end)) : past(end);
  return isBurmese(base) ? closed(end) : trailed(end);

  function trailed(from: number): number {
    while (BEHIND.includes(peek(from))) from = past(from);
    return from;
  }

  /** Past the letters that close a Burmese syllable. */
  function closed(from: number): number {
    while (from < to && isBurmese(peek(from)) && past(from) < to) {
      let next = past(from);
      const dotted = peek(next) === DOT_BELOW;
      if (dotted) next = past(next);
      if (peek(next) !== ASAT) break;
      next = past(next);
      while (peek(next) === VISARGA || (!dotted && peek(next) === DOT_BELOW)) next = past(next);
      from = next;
    }
    return from;
  }
}
