/** An error as a page is told it: what, in which file and what to do next, and no place of the machine. */
import {realpathSync} from 'node:fs';
import {basename, resolve} from 'node:path';
import type {GenlossError} from '../../core/error.ts';
import {visible} from '../../core/text/plain.ts';

export interface SaidError {
  /** All of it in one text, without a full stop. */
  readonly error: string;
  /** A file, with the number of a line where there is one. */
  readonly where?: string;
  readonly next?: string;
}

/** `directory`: of the run, as its user names it. */
export function saidError({message, where, next}: GenlossError, directory: string): SaidError {
  const clean = (text: string): string => visible(withoutPlaces(text, directory));
  const own = where === undefined ? undefined : clean(basename(where));
  const then = next === undefined ? undefined : clean(next);
  const what = `${clean(message)}${own === undefined ? '' : ` (${own})`}`;
  const error = then === undefined ? what : `${what}. ${then}`;
  return {error: error.replace(/\.$/, ''), ...(own !== undefined && {where: own}), ...(then !== undefined && {next: then})};
}

/** What stands before a path in a text. */
const BEFORE = String.raw`(?<![\p{L}\p{N}_./\\-])`;
/** A path from the top of a file system, as far as its last folder. */
const ABSOLUTE = new RegExp(`${BEFORE}(?:[A-Za-z]:)?[/\\\\](?=[^\\s/\\\\])(?:[^\\s'"\`/\\\\]+[/\\\\])*`, 'gu');

/** Names of files stay; folders above them go. */
function withoutPlaces(text: string, directory: string): string {
  const names = [...new Set([realPath(directory), resolve(directory), directory])].sort((a, b) => b.length - a.length);
  const cut = names.reduce((left, name) => {
    const plain = name.replace(/[/\\]+$/, '');
    if (plain === '' || plain === '.') return left;
    const pattern = new RegExp(`${BEFORE}${plain.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}([/\\\\]+|(?![\\p{L}\\p{N}_.-]))`, 'gu');
    return left.replace(pattern, (_, end: string) => (end === '' ? basename(plain) : ''));
  }, text);
  return cut.replace(ABSOLUTE, '');
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
