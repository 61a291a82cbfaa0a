/**
 * A record of what was written as a page shows it, and whether it holds some words: one rule for a server and for a bundle. What is looked
 * through is what is shown, never the JSON around it.
 */
import {isObject} from '../../../core/plain/value.ts';
import {lowerCase} from '../../../core/text/lower-case.ts';
import {visibleLines} from '../../../core/text/plain.ts';

export interface ShownRecord {
  readonly text: string;
  /** The line is no record: `text` is the line. */
  readonly isBroken?: true;
}

/** The text of a record; of one that is no text its fields, but for whose it is. Nothing in it moves or turns what stands around it. */
export function shownRecord(line: string): ShownRecord {
  const record = parsed(line);
  if (!isObject(record) || Array.isArray(record)) return {text: visibleLines(line), isBroken: true};
  const {source: _, text, ...rest} = record;
  return {text: visibleLines(typeof text === 'string' ? text : fieldsText(rest))};
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const fieldsText = (fields: object): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}: ${valueText(value)}`)
    .join('; ');

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whether a line's record holds `words`, whatever the case of letters. */
export function seeking(words: string): (line: string) => boolean {
  const wanted = sameCase(words);
  return (line) => wanted === '' || sameCase(shownRecord(line).text).includes(wanted);
}

/** Where a text holds `words` first; undefined where it does not. */
export function foundAt(words: string, text: string): number | undefined {
  const at = words === '' ? -1 : sameCase(text).indexOf(sameCase(words));
  return at < 0 ? undefined : at;
}

/** In small letters, each at its place: a letter whose small one is longer stays as it is. */
const sameCase = (text: string): string =>
  text
    .replace(/[A-Z]+/g, (letters) => lowerCase(letters))
    .replace(/[^ -~]/gu, (letter) => {
      const small = lowerCase(letter);
      return small.length === letter.length ? small : letter;
    });
