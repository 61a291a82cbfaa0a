/** What a profile holds, in lines for the terminal. */
import {counted, grouped, sizeText} from '../core/text/numbers.ts';
import {visible} from '../core/text/plain.ts';
import type {describeProfile} from '../guard/profile/describe.ts';

const MOST_SCRIPTS = 4;
const MOST_VALUES = 6;

/** `name`: of its file, which has `size` bytes, or of the data, of which none was written. `more`: how it was made. */
export function profileText(
  name: string,
  {documents, words, bytes, wordTypes, scripts, fields}: ReturnType<typeof describeProfile>,
  {size, more}: {readonly size?: number; readonly more?: string},
): string {
  const ending = `${size === undefined ? '' : ` in ${sizeText(size)}`}${more === undefined ? '' : `; ${more}`}`;
  const lines = [
    `${visible(name)}: ${counted(documents, 'document')}, ${counted(words, 'word')}, ${sizeText(bytes)} of text${ending}`,
    `  ${counted(wordTypes, 'different word')}; scripts: ${Object.keys(scripts).slice(0, MOST_SCRIPTS).join(', ') || 'none'}`,
    ...Object.entries(fields).map(([field, values]) => `  ${visible(field)}: ${valuesText(values)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function valuesText(values: readonly {readonly value: string; readonly documents: number}[]): string {
  const named = values
    .slice(0, MOST_VALUES)
    .map(({value, documents}) => `${value === '' ? '(none)' : visible(value)} ${grouped(documents)}`);
  return `${named.join(', ')}${values.length > MOST_VALUES ? `, and ${values.length - MOST_VALUES} more` : ''}`;
}
