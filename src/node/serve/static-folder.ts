/** A page as a folder for any static host, or to be opened from a disk: what may be written over, and scripts that hand over texts. */
import {mkdirSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {OutputError} from '../../core/error.ts';
import {makeFolder, outputError, replaceFile} from '../files.ts';

export interface StaticFolder {
  /** The first words of its README, which tell an earlier one from a folder of somebody's. */
  readonly mark: string;
  /** What to know of it. */
  readonly notice: string;
  /** Folders in it, which are made anew. */
  readonly folders: readonly string[];
}

/** Makes it, or empties an earlier one. Throws OutputError where something else is there. */
export function prepareStaticFolder(out: string, {mark, notice, folders}: StaticFolder): void {
  makeFolder(out);
  const there = readdirSync(out);
  if (there.length > 0 && !isOf(out, mark))
    throw new OutputError('the folder is not empty, and no bundle of an earlier call', {where: out, next: 'give --bundle a new folder'});
  try {
    for (const name of folders) {
      rmSync(join(out, name), {recursive: true, force: true});
      mkdirSync(join(out, name));
    }
  } catch (error) {
    throw outputError(error, out);
  }
  replaceFile(join(out, 'README.txt'), [`${mark}\n\n${notice}\n\nOpen index.html, or put the folder on any static host.\n`]);
}

function isOf(out: string, mark: string): boolean {
  try {
    return readFileSync(join(out, 'README.txt'), 'utf8').startsWith(mark);
  } catch {
    return false;
  }
}

/** JSON as the text of a script, in which nothing ends a script or a line: what it holds is never code. */
export const scriptText = (record: object): string =>
  JSON.stringify(JSON.stringify(record)).replace(/[<\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
