/** Whether text is written without spaces between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese. */
import type {Text} from '../data.ts';
import {FIRST_SCRIPT, UNSPACED} from './unicode/classes.ts';
import {classOf} from './unicode/properties.ts';
import {codePointAt, utf8Length} from './utf8.ts';

/** What letters are: 0 no letter, 1 of a script with spaces, 2 of one without. Made when first needed. */
const pages: (Uint8Array | undefined)[] = new Array(0x1100);

function pageOf(page: number): Uint8Array {
  return (pages[page] ??= Uint8Array.from({length: 256}, (_, i) => {
    const script = classOf(page * 256 + i) - FIRST_SCRIPT;
    return script < 0 ? 0 : UNSPACED.has(script) ? 2 : 1;
  }));
}

/** Whether more than half of the letters are of scripts that are written without spaces; false where there is no letter. */
export function mostlyUnspaced({bytes, offsets, count}: Text): boolean {
  const letters = [0, 0, 0];
  const to = offsets[count];
  const ascii = pageOf(0);
  for (let at = offsets[0]; at < to; ) {
    if (bytes[at] < 0x80) {
      letters[ascii[bytes[at++]]]++;
      continue;
    }
    const codePoint = codePointAt(bytes, at, to);
    if (codePoint >= 0) letters[pageOf(codePoint >> 8)[codePoint & 255]]++;
    at += codePoint < 0 ? 1 : utf8Length(codePoint);
  }
  return letters[2] > letters[1];
}

/** Likewise, of letters counted by script. scripts: (SCRIPTS,) */
export function mostlyUnspacedLetters(scripts: ArrayLike<number>): boolean {
  let all = 0;
  let unspaced = 0;
  for (let script = 0; script < scripts.length; script++) {
    all += scripts[script];
    if (UNSPACED.has(script)) unspaced += scripts[script];
  }
  return unspaced > all - unspaced;
}
