/**
 * A word in lower case, as words are compared: by Unicode's full mapping, the language's own, and in NFC again.
 *
 * edge     the last sigma of a word is \u03c2, as the Unicode Standard, 3.13 (Final_Sigma) has it: one that letters stand before and none behind,
 *          but for what case ignores
 * checked  against toLowerCase and toLocaleLowerCase of the engine
 */
import type {Language} from './language.ts';
import {letterOf, lowerCaseOf, MARK, MAYBE} from './letters.ts';
import {toNfc} from './unicode/normal.ts';
import {isCased, isCaseIgnorable} from './unicode/properties.ts';

const CAPITAL_SIGMA = 0x3a3;

const BEYOND_ASCII = /[^ -~]/;

/** `word` is in NFC. */
export function lowerCase(word: string, language?: Language): string {
  if (language === undefined && !BEYOND_ASCII.test(word)) return word.toLowerCase();
  const codePoints = Array.from(word, (character) => character.codePointAt(0)!);
  const lower: number[] = [];
  let restless = false;
  codePoints.forEach((codePoint, i) => {
    const {lower: one, special} = lowerCaseOf(codePoint, language);
    if (!special) lower.push(one);
    else if (codePoint === CAPITAL_SIGMA) lower.push(isFinal(codePoints, i) ? 0x3c2 : 0x3c3);
    else lower.push(0x69, 0x307);
    restless ||= (letterOf(codePoint) & (MARK | MAYBE)) !== 0;
  });
  return textOf(restless ? toNfc(lower) : lower);
}

/** In pieces: a call takes only so many arguments. */
function textOf(codePoints: readonly number[]): string {
  let text = '';
  for (let i = 0; i < codePoints.length; i += PIECE) text += String.fromCodePoint(...codePoints.slice(i, i + PIECE));
  return text;
}

const PIECE = 8192;

function isFinal(codePoints: readonly number[], at: number): boolean {
  let before = at - 1;
  while (before >= 0 && isCaseIgnorable(codePoints[before])) before--;
  if (before < 0 || !isCased(codePoints[before])) return false;
  let after = at + 1;
  while (after < codePoints.length && isCaseIgnorable(codePoints[after])) after++;
  return after === codePoints.length || !isCased(codePoints[after]);
}
