/** Runs of letters that are written without spaces, cut into words: `run` of src/core/sketch/scan.ts. */
import {endSentence, word} from './grams';
import {mixHigh, mixLow, stepHigh, stepLow, WORD_HIGH, WORD_LOW} from './hash';
import {cut} from './host';
import {
  codePointAt,
  FIELD_OF_LETTER,
  isIdeographic,
  isTransparent,
  LOWER_MASK,
  letterOf,
  MARK,
  ODD,
  staysNormal,
  UNSPACED,
  utf8Length,
} from './letters';
import {allocate, pagesFor, release} from './memory';
import {countLetters, normal, uncountLetters} from './words';

let cuts: usize = 0;
let cutPages: u32 = 0;

/** Where the host may write so many pairs of places. */
export function cutRoom(pairs: u32): usize {
  const pages = pagesFor((pairs as usize) << 3);
  if (pages > cutPages) {
    if (cutPages > 0) release(cuts, cutPages);
    cutPages = pages;
    cuts = allocate(pages);
  }
  return cuts;
}

/**
 * Takes in the words of the run that begins at `start`; returns its end, or 0 where it is perhaps not in NFC. `ended`: the sentence before
 * ends, where the run begins with an ideograph.
 */
export function takeRun(start: usize, to: usize, ended: boolean): usize {
  const end = endOfRun(start, to);
  if (end === 0) return 0;
  if (ended && isIdeographic(letterOf(codePointAt(start, to)))) endSentence();
  const n = cut(start, end);
  for (let i: u32 = 0; i < n; i++) {
    const pair = cuts + ((i as usize) << 3);
    takeCut(load<u32>(pair) as usize, load<u32>(pair, 4) as usize);
  }
  return end;
}

function endOfRun(start: usize, to: usize): usize {
  let starter: u32 = 0;
  let before: u32 = 0;
  let script: u32 = 0;
  let scriptLetters: u32 = 0;
  let at = start;
  while (at < to) {
    const codePoint = (load<u8>(at) as u32) < 0x80 ? -1 : codePointAt(at, to);
    const letter = codePoint < 0 ? 0 : letterOf(codePoint);
    if ((letter & ODD) !== 0 && !normal && !staysNormal(starter, before, letter)) {
      countLetters(script, scriptLetters);
      uncountLetters(start, at);
      return 0;
    }
    if ((letter & LOWER_MASK) === 0 || (letter & (MARK | UNSPACED)) === 0) break;
    if ((letter & MARK) === 0) {
      if ((letter & FIELD_OF_LETTER) !== script) {
        countLetters(script, scriptLetters);
        script = letter & FIELD_OF_LETTER;
        scriptLetters = 0;
      }
      scriptLetters++;
    }
    if (!isTransparent(letter)) starter = letter;
    before = letter;
    at += utf8Length(codePoint);
  }
  countLetters(script, scriptLetters);
  return at;
}

/** Takes in the word at memory[start .. end); an ideograph counts as three letters of its length. */
function takeCut(start: usize, end: usize): void {
  let high = WORD_HIGH;
  let low = WORD_LOW;
  let length: u32 = 0;
  for (let at = start; at < end; ) {
    const codePoint = codePointAt(at, end) as u32;
    high = stepHigh(high, codePoint);
    low = stepLow(low, codePoint);
    length += isIdeographic(letterOf(codePoint)) ? 3 : 1;
    at += utf8Length(codePoint);
  }
  word(mixHigh(high), mixLow(low), start, end, length);
}
