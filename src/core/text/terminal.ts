/**
 * Text from outside made fit for a terminal and for the log of a CI job: nothing in it moves the cursor, turns the direction of text, or is
 * taken for a command of the CI system (`::error::`, `##[group]`, `##vso[...]`).
 */
import {HIDDEN, visible} from './plain.ts';

/** GitHub reads `##[` and Azure `##vso[` anywhere in a line. */
const HASHES = /##(?=\w*\[)/g;

/** As `visible`, and no command of a CI log, wherever it may come to stand in a line. */
export function plainLine(text: string): string {
  return visible(text)
    .replace(/:(?=:)/g, ': ')
    .replace(HASHES, '## ');
}

/** Text of several lines: each as it is but for what `plainLine` takes out; `::` commands are read at the beginning of a line alone. */
export function plainText(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      line
        .replace(/\r$/, '')
        .replace(/[\t\u0085\u2028\u2029]/g, ' ')
        .replace(HIDDEN, '\ufffd')
        .replace(/^( *):(?=:)/, '$1: ')
        .replace(HASHES, '## '),
    )
    .join('\n');
}

/** JSON with the same meaning in which such characters are escaped. They stand in strings alone: the rest of JSON is ASCII. */
export function plainJson(json: string): string {
  return json
    .replace(/[\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g, escaped)
    .replace(HASHES, '#\\u0023');
}

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
