/** Records of a watch for tests: words by Zipf's law, of a vocabulary that can be cut. */
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {Stream} from '../../core/random/stream.ts';

const LETTERS = 'bdfgklmnprstvz';
const VOWELS = 'aeiou';

const word = (rank: number): string => {
  let text = '';
  for (let rest = rank + 5; rest > 0; rest = Math.floor(rest / 70)) text += LETTERS[rest % 14] + VOWELS[Math.floor(rest / 14) % 5];
  return text;
};

/** `size` texts of 40 words. `vocabulary`: how many words there are; `first`: the rank of the most frequent one, another subject has another. */
export function texts(size: number, seed: number | string, {vocabulary = 3000, first = 0} = {}): string[] {
  const stream = Stream.root(`texts/${seed}`);
  return Array.from({length: size}, () => {
    const words = Array.from({length: 40}, () => word(first + Math.floor(Math.exp(stream.float() * Math.log(vocabulary)) - 1)));
    return `${words.join(' ')}.`;
  });
}

export const day = (i: number): string => new Date(Date.UTC(2026, 0, 5) + 86_400_000 * i).toISOString().slice(0, 10);

const SOURCES = ['harbour', 'meadow', 'quarry'];

export const records = (date: string, list: readonly string[]): string =>
  list.map((text, i) => `${JSON.stringify({date, source: SOURCES[i % 3], text})}\n`).join('');

export function put(folder: string, name: string, content: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(path, content);
  return path;
}

/** Every file of a folder by its name, as bytes. */
export function contentOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
  const paths = files.map(({parentPath, name}) => join(parentPath, name)).sort();
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path).toString('base64')]));
}
