/**
 * Text from outside (records, names of files and fields, what a program wrote) made fit to be shown: nothing in it moves a cursor or turns
 * the direction of text, and in Markdown no mark of it means anything.
 */

/** Control characters, lone surrogates, marks that turn the direction of text. */
export const HIDDEN = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu;

/** One line that shows all it holds: what is hidden becomes U+FFFD. */
export function visible(text: string): string {
  return text.replace(/[\s\u0085\u2028\u2029]+/g, ' ').replace(HIDDEN, '\ufffd');
}

/** Text of several lines that shows all it holds: lines and tabs stay, what else is hidden becomes U+FFFD. */
export const visibleLines = (text: string): string =>
  text.replaceAll('\r\n', '\n').replace(HIDDEN, (hidden) => (hidden === '\n' || hidden === '\t' ? hidden : '\ufffd'));

/** One line of Markdown in which no mark means anything and no address is a link; a zero-width space after @ keeps it from calling anybody. */
export function markdownText(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]|~#$]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '@\u200b')
    .replace(/\b(https?|ftp):(?=\/\/)/gi, '$1&#58;')
    .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}&#46;`);
}
