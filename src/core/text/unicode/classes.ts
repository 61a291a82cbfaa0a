/**
 * What one code point is to text: in a word or not, of which script, what it does to sentences.
 *
 *   in words   letters (by script), marks, decimal digits, the apostrophes ' and \u2019
 *   outside    white space, ends of sentences, what closes behind them, other visible characters, invisible ones
 *
 * scripts/unicode.ts gives every code point one of these numbers, `classOf` of tables.ts reads them.
 */

/** Scripts that letters are counted by; the last is every other one. A letter of several scripts counts for one of UNSPACED, if it can. */
export const SCRIPTS = [
  ...['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Devanagari', 'Bengali', 'Tamil', 'Telugu', 'Thai', 'Han', 'Hiragana'],
  ...['Katakana', 'Hangul', 'Armenian', 'Georgian', 'Ethiopic', 'Lao', 'Khmer', 'Myanmar', 'Other'],
] as const;

const scriptsOf = (names: readonly string[]): ReadonlySet<number> => new Set(names.map((name) => SCRIPTS.indexOf(name as never)));

/** Scripts whose words stand without spaces between them. */
export const UNSPACED: ReadonlySet<number> = scriptsOf(['Thai', 'Han', 'Hiragana', 'Katakana', 'Lao', 'Khmer', 'Myanmar']);
/** Before a letter of these a sentence ends without a space. */
export const IDEOGRAPHIC: ReadonlySet<number> = scriptsOf(['Han', 'Hiragana', 'Katakana']);
/** These have no sign that ends a sentence: a line is one. */
export const UNSIGNED: ReadonlySet<number> = scriptsOf(['Thai', 'Lao']);

/** Outside words: nothing to see. */
export const INVISIBLE = 0;
export const SPACE = 1;
/** White space that ends a line: two of them end a paragraph. */
export const NEWLINE = 2;
/** Ends a sentence before white space, the end, or a letter of IDEOGRAPHIC. */
export const ENDS = 3;
/** Quotes and brackets that may stand between an end and the white space. */
export const CLOSES = 4;
/** Ends a sentence by itself. */
export const STOPS = 5;
/** Any other visible character outside words. */
export const SYMBOL = 6;
/** In words, from here on. */
export const DIGIT = 8;
export const APOSTROPHE = 9;
export const MARK_CLASS = 10;
/** FIRST_SCRIPT + i: a letter of SCRIPTS[i]. */
export const FIRST_SCRIPT = 11;
