/** The files that a command will read, to hold them against those that it will write. */
import {statSync} from 'node:fs';
import type {SourceOptions} from './sources.ts';

/** Paths of what sources name, files as they are, folders and globs listed. What cannot be found is left out: its reading will say so. */
export async function inputPaths(sources: readonly string[], options: SourceOptions = {}): Promise<string[]> {
  const paths: string[] = [];
  for (const source of sources) {
    if (source === '-') continue;
    if (isFile(source)) paths.push(source);
    else {
      const {findFiles} = await import('./sources.ts');
      paths.push(...(await findFiles([source], {...options, onNotice: undefined}).catch(() => [])).map(({path}) => path));
    }
  }
  return paths;
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
