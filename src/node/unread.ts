/** Why a file that a user named cannot be read, in words, and which file may have been meant. */
import {readdirSync} from 'node:fs';
import {basename, dirname} from 'node:path';
import {similarNames} from '../read/similar-names.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist: a part of its path is a file',
  EISDIR: 'is a folder, where a file is wanted',
  EACCES: 'cannot be read: permission denied',
  EPERM: 'cannot be read: permission denied',
  ELOOP: 'cannot be read: its links lead in a circle',
  ENAMETOOLONG: 'does not exist: its name is longer than a name may be',
};

/** The end of a sentence that begins with the file. */
export function unreadText(cause: unknown): string {
  const {code, message} = cause as NodeJS.ErrnoException;
  return REASONS[code ?? ''] ?? `cannot be read: ${message}`;
}

/** What may have been meant, if anything, before what else to do. */
export function unreadNext(file: string, cause: unknown, next: string): string {
  const near = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? meantFiles(file) : [];
  return near.length > 0 ? `Did you mean ${near.join(' or ')}? ${next}` : next;
}

/** Files beside one that is not there whose names are like its own, as paths from where it was looked for. */
export function meantFiles(file: string): readonly string[] {
  const folder = dirname(file);
  const before = file.slice(0, file.length - basename(file).length);
  try {
    return similarFiles(basename(file), readdirSync(folder)).map((name) => `${before}${name}`);
  } catch {
    return [];
  }
}

/** Names of files that differ from `name` by few edits or by their extension. */
export function similarFiles(name: string, names: readonly string[]): string[] {
  const stemOf = (file: string) => file.split('.')[0].toLowerCase();
  const same = names.filter((other) => stemOf(other) === stemOf(name));
  return [...same, ...similarNames(name, names).filter((other) => !same.includes(other))].slice(0, 3);
}
