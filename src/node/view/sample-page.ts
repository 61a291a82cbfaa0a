/** What a generation of a lineage wrote, as it was kept: some records at a time, those that hold some words if wanted. */
import {join} from 'node:path';
import {zstdDecompressSync} from 'node:zlib';
import type {SamplePage, SampleQuestion} from '../../report/pages/view/records.ts';
import {linesOfGeneration} from '../../run/samples.ts';
import {holdsGeneration} from '../run/sample-files.ts';
import {ownFileNames, ownFolders, readOwn} from './own-files.ts';

const RECORDS_A_PAGE = 50;
const MOST_FILE_BYTES = 256 << 20;
const MOST_UNPACKED_BYTES = 512 << 20;
const FOLDER = 'samples';

export const areSamplesKept = (directory: string): boolean => ownFolders(join(directory, FOLDER)).length > 0;

/** Undefined where that generation was not kept, or what was kept cannot be read. */
export function samplePage(directory: string, {arm, seed, generation, find = '', from = 0}: SampleQuestion): SamplePage | undefined {
  if (!ownFolders(join(directory, FOLDER)).includes(arm)) return undefined;
  const folder = join(directory, FOLDER, arm);
  const name = ownFileNames(folder).find((one) => holdsGeneration(one, {seed, generation}));
  const lines = name === undefined ? undefined : linesOf(join(folder, name));
  if (lines === undefined) return undefined;
  const own = [...linesOfGeneration(lines, {seed, generation})];
  const wanted = find.toLowerCase();
  const found = wanted === '' ? own : own.filter((line) => line.toLowerCase().includes(wanted));
  return {records: found.slice(from, from + RECORDS_A_PAGE), total: own.length, found: found.length};
}

export interface KeptGeneration {
  readonly total: number;
  readonly records: readonly string[];
}

/** Of a generation as many as a site that is given away holds; undefined where none were kept. */
export function firstSamples(directory: string, question: Omit<SampleQuestion, 'find' | 'from'>): KeptGeneration | undefined {
  const page = samplePage(directory, question);
  return page && {total: page.total, records: page.records};
}

/** The newest that was read: a person goes through one file for a while. */
let newest: {readonly path: string; readonly lines: readonly string[]} | undefined;

function linesOf(path: string): readonly string[] | undefined {
  if (newest?.path === path) return newest.lines;
  try {
    const text = zstdDecompressSync(readOwn(path, MOST_FILE_BYTES), {maxOutputLength: MOST_UNPACKED_BYTES}).toString('utf8');
    newest = {path, lines: text.split(/(?<=\n)/)};
    return newest.lines;
  } catch {
    return undefined;
  }
}
