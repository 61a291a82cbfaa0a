/**
 * The name of a period out of the path of its file.
 *
 *   {period}   part of one name; where it stands again, the same once more
 *   *, ?, **   any part of a name, any character of one, any folders
 */
import {resolve} from 'node:path';
import {PERIOD_PLACE} from '../../guard/watch/definition.ts';

const TOKEN = /\{period\}|\*\*\/|\*\*|\*|\?|[\s\S]/g;
const FORMS: Readonly<Record<string, string>> = {'**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]'};

const posix = (path: string): string => path.replaceAll('\\', '/');

/** From the path of a file to the name of its period; undefined for a path that is not of the pattern. `folder`: what it is relative to. */
export function periodOfPath(pattern: string, folder: string): (path: string) => string | undefined {
  let places = 0;
  const source = posix(resolve(folder, pattern)).replace(TOKEN, (token) => {
    if (token === PERIOD_PLACE) return places++ === 0 ? '([^/]+)' : '\\1';
    return FORMS[token] ?? token.replace(/[\\^$.|+()[\]{}]/, '\\$&');
  });
  const form = new RegExp(`^${source}$`);
  return (path) => form.exec(posix(resolve(folder, path)))?.[1];
}
