/**
 * Which code points belong to words, what they are in lower case, and of which script: pages of 256 code points, made when first needed.
 *
 *   word character   [\p{L}\p{M}\p{Nd}'\u2019]
 *
 * shape    page: (256,) packed: lower case in bits 0-20, script (index into SCRIPTS, plus 1) in bits 21-26, SPECIAL in bit 27; 0: no word
 * edge     SPECIAL: the whole word must be lower-cased as a string (a capital sigma, whose lower case depends on its place; a letter
 *          whose lower case is several code points). Digits, marks and apostrophes have no script
 */
export const LOWER_MASK = 0x1fffff;
export const SCRIPT_SHIFT = 21;
export const SCRIPT_MASK = 0x3f;
export const SPECIAL = 1 << 27;

/** Scripts that letters are counted by; the last is every other one. */
export const SCRIPTS = [
  ...['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Devanagari', 'Bengali', 'Tamil', 'Telugu', 'Thai', 'Han', 'Hiragana'],
  ...['Katakana', 'Hangul', 'Armenian', 'Georgian', 'Ethiopic', 'Other'],
] as const;

const WORD_CHARACTER = /[\p{L}\p{M}\p{Nd}'\u2019]/u;
const LETTER = /\p{L}/u;
const CAPITAL_SIGMA = 0x3a3;
const ofScript = SCRIPTS.slice(0, -1).map((script) => new RegExp(`\\p{Script=${script}}`, 'u'));

/** What a pure function gives, so sharing it is not state. */
const pages: (Uint32Array | undefined)[] = new Array(0x1100);

export function letterPage(page: number): Uint32Array {
  return (pages[page] ??= makePage(page));
}

function makePage(page: number): Uint32Array {
  const packed = new Uint32Array(256);
  for (let i = 0; i < 256; i++) {
    const codePoint = page * 256 + i;
    const character = String.fromCodePoint(codePoint);
    if (!WORD_CHARACTER.test(character)) continue;
    const small = character.toLowerCase();
    const first = small.codePointAt(0)!;
    const special = codePoint === CAPITAL_SIGMA || small.length !== (first > 0xffff ? 2 : 1);
    packed[i] = (special ? SPECIAL : first) | (scriptOf(character) << SCRIPT_SHIFT);
  }
  return packed;
}

/** Index into SCRIPTS plus 1; 0 for what is not a letter. */
function scriptOf(character: string): number {
  if (!LETTER.test(character)) return 0;
  const found = ofScript.findIndex((script) => script.test(character));
  return (found < 0 ? SCRIPTS.length - 1 : found) + 1;
}
