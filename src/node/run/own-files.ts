/**
 * What in a run directory is the run's own, and is written over by no command that reads the run.
 *
 * By names, whether the files are there or not, and by what they are: another spelling of a name, or a link, leads to the same file.
 */
import {realpathSync, type Stats, statSync} from 'node:fs';
import {basename, dirname, join, relative, sep} from 'node:path';
import {ConfigError} from '../../core/error.ts';
import {type NamedOutput, outputFileOf, realPlace} from '../output-file.ts';

const FILES = [
  ...['experiment.yaml', 'lock.json', 'results.jsonl', 'summary.json', 'report.html', 'asks.jsonl'],
  ...['judgements.jsonl', 'judgements.unfinished.txt', 'running.lock'],
];
/** And what begins like them: locks, and what is written on the way to one. */
const BEGINNINGS = ['judgements.jsonl', 'running.lock'];
const FOLDERS = ['lineages', 'recorded', 'samples'];

/** Throws ConfigError where an output is an own file of the run, or lies where the run keeps its own. */
export function refuseOwnFile(directory: string, {flag, path}: NamedOutput): void {
  const place = outputFileOf(path);
  if (place !== undefined) refuseOwnPlace(directory, {flag, path, place});
}

/** The same of a folder that is written. */
export function refuseOwnFolder(directory: string, {flag, path}: NamedOutput): void {
  refuseOwnPlace(directory, {flag, path, place: realPlace(path)});
}

function refuseOwnPlace(directory: string, {flag, path, place}: NamedOutput & {readonly place: string}): void {
  const own = ownFileAt(directory, place);
  if (own === undefined) return;
  throw new ConfigError(`${path} would write over ${join(directory, own)}, which is the run's own`, {
    where: flag,
    next: 'name another place for the output',
  });
}

/** Its name in the run directory. `place`: without links. */
function ownFileAt(directory: string, place: string): string | undefined {
  const inside = relative(realPlace(directory), place);
  const [top = ''] = inside.split(sep);
  if (FOLDERS.includes(top)) return inside;
  if (inside === top && (FILES.includes(top) || BEGINNINGS.some((name) => top.startsWith(name)))) return inside;
  const file = FILES.find((name) => isSame(join(directory, name), place));
  if (file !== undefined) return file;
  for (let above = dirname(place); above !== dirname(above); above = dirname(above)) {
    const folder = FOLDERS.find((name) => isSame(join(directory, name), above));
    if (folder !== undefined) return join(folder, basename(place));
  }
  return undefined;
}

function isSame(a: string, b: string): boolean {
  const [x, y] = [statsOf(a), statsOf(b)];
  return x !== undefined && y !== undefined && x.dev === y.dev && x.ino === y.ino;
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(realpathSync(path));
  } catch {
    return undefined;
  }
}
