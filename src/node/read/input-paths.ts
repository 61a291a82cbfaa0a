/** The files that a command will read, to hold them against those that it will write. */
import {statSync} from 'node:fs';
import {ConfigError, DataError} from '../../core/error.ts';
import type {FindOptions} from './sources.ts';

/** Paths of what sources name, files as they are, folders and globs listed. What cannot be found is left out: its reading will say so. */
export async function inputPaths(sources: readonly string[], options: FindOptions = {}): Promise<string[]> {
  const paths: string[] = [];
  for (const source of sources) {
    if (source === '-') continue;
    if (isFile(source)) paths.push(source);
    else {
      const {findFiles} = await import('./sources.ts');
      for (const {path} of await findFiles([source], {...options, onNotice: undefined}).catch(nothing)) paths.push(path);
    }
  }
  return paths;
}

/** Reading it will say why. */
function nothing(error: unknown): [] {
  if (error instanceof DataError || error instanceof ConfigError) return [];
  throw error;
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
