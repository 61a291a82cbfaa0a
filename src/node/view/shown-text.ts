/** Text of a folder as a page shows it: nothing in it moves or turns what stands around it, and no name takes the page. */
import {isObject} from '../../core/plain/value.ts';
import {visible, visibleLines} from '../../core/text/plain.ts';
import type {ShownRun} from '../../report/pages/view/records.ts';

const MOST_LETTERS = 300;

/** A name or a title: its beginning where it is longer than any. */
export const shownName = (name: string): string => {
  const letters = Array.from(visible(name.slice(0, 2 * MOST_LETTERS)));
  return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS - 1).join('')}\u2026` : letters.join('');
};

/** A place below what is shown, with its folders; file systems bound it. */
export const shownPlace = (path: string): string => visible(path);

/** All texts of a record, names of fields among them. */
export function shownTexts<T extends ShownRun>(record: T): T {
  return shownValue(record) as T;
}

function shownValue(value: unknown): unknown {
  if (typeof value === 'string') return visibleLines(value);
  if (Array.isArray(value)) return value.map(shownValue);
  if (!isObject(value) || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [visibleLines(name), shownValue(own)]));
}
