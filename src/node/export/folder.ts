/** Writes a trained transformer as a folder that other programs read. */
import {existsSync, readdirSync, realpathSync, statSync} from 'node:fs';
import {resolve} from 'node:path';
import {OutputError} from '../../core/error.ts';
import {type Card, type ExportedModel, transformerFiles} from '../../models/transformer/export/index.ts';
import {writeFolder} from '../files.ts';

export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
}

/** The folder appears whole or not at all. Throws OutputError where something is there already, or it cannot be written. */
export function exportTransformer(fitted: ExportedModel, folder: string, card?: Card): WrittenFile[] {
  checkFree(folder);
  const files = transformerFiles(fitted, card);
  writeFolder(existsSync(folder) ? realpathSync(folder) : resolve(folder), Object.fromEntries(files));
  return [...files].map(([path, {length}]) => ({path, bytes: length}));
}

/** Throws OutputError where a folder with something in it, or a file, is in the way. */
export function checkFree(folder: string): void {
  if (!existsSync(folder) || (statSync(folder).isDirectory() && readdirSync(folder).length === 0)) return;
  throw new OutputError('there is something already', {where: folder, next: 'give -o a folder that is new or empty'});
}
