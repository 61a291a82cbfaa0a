/**
 * From what a user names (files, globs, folders, `-`, `corpus:speeches`) to the files to read, in an order that is the same on every machine.
 * Opens nothing.
 */
import type {Stats} from 'node:fs';
import {glob, readdir, stat} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {ConfigError, DataError} from '../../core/error.ts';
import {unreadable} from './chunks.ts';
import type {Compression, Format, SourceFile} from './source-file.ts';
import {speechFiles} from './speeches.ts';

export interface SourceOptions {
  /** Folder that relative sources are resolved against; the working folder if absent. */
  readonly base?: string;
  /** Format of every file, whatever its name says. */
  readonly format?: Format;
  /** What `-` reads; the process's standard input if absent. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}

const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['txt', 'text'],
  ['text', 'text'],
  ['md', 'text'],
  ['jsonl', 'jsonl'],
  ['ndjson', 'jsonl'],
  ['csv', 'csv'],
  ['tsv', 'tsv'],
  ['parquet', 'parquet'],
]);
const KNOWN = '.txt .text .md .jsonl .ndjson .csv .tsv (each also .gz or .zst) and .parquet';

/**
 * The files that sources name, sources in the order given, what one glob or folder gives sorted by code unit. A file that is named
 * twice is listed once. Throws DataError (nothing there, no permission) and ConfigError (a format that no rule tells).
 */
export async function findFiles(sources: readonly string[], options: SourceOptions = {}): Promise<SourceFile[]> {
  if (sources.length === 0) throw new ConfigError('no data was named', {next: 'Name files, folders, globs, or - for standard input.'});
  const files = new Map<string, SourceFile>();
  for (const source of sources) {
    for (const file of await filesOf(source, options)) if (!files.has(file.path)) files.set(file.path, file);
  }
  return [...files.values()];
}

async function filesOf(source: string, options: SourceOptions): Promise<SourceFile[]> {
  const {base = '.', format} = options;
  if (source === '-') return [{name: 'stdin', path: '-', size: 0, format, stdin: options.stdin ?? process.stdin}];
  if (source.startsWith('corpus:')) return filesOfCorpus(source);
  const path = resolve(base, source);
  const stats = await statOf(path, source);
  if (stats?.isDirectory()) return filesOfFolder(source, path, options);
  if (stats !== undefined) return [describe(source, path, stats, format)];
  if (/[*?[\]{}]/.test(source)) return filesOfGlob(source, options);
  throw await missing(source, path);
}

async function statOf(path: string, name: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw unreadable(name, error);
  }
}

/** `corpus:speeches`, all that ship, or `corpus:speeches/1790-1900`. */
async function filesOfCorpus(source: string): Promise<SourceFile[]> {
  const parts = /^corpus:speeches(?:\/(\d{4})-(\d{4}))?$/.exec(source);
  if (parts === null)
    throw new ConfigError(`${source} is no corpus that ships`, {
      where: source,
      next: 'There is corpus:speeches, of some years corpus:speeches/1790-1900.',
    });
  const [, from, to] = parts;
  const paths = await speechFiles(from === undefined ? {} : {from: Number(from), to: Number(to)});
  return Promise.all(paths.map(async (path) => describe(`speeches/${basename(path)}`, path, await stat(path), 'text')));
}

async function filesOfFolder(source: string, folder: string, options: SourceOptions): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (const relative of (await walk(folder, source)).sort()) {
    const name = join(source, relative);
    const path = join(folder, relative);
    const kind = kindOf(basename(relative));
    if (kind.format === undefined) continue;
    const stats = await statOf(path, name);
    if (stats?.isFile()) files.push(describe(name, path, stats, options.format));
  }
  if (files.length > 0) return files;
  throw new DataError(`folder ${source} holds no file that can be read`, {
    where: source,
    next: `Files that are read from folders: ${KNOWN}.`,
  });
}

/** Paths of all files below a folder, relative to it; hidden ones and links to folders are passed over. */
async function walk(folder: string, name: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), {withFileTypes: true}).catch((error) => {
    throw unreadable(join(name, below), error);
  });
  const paths: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) paths.push(...(await walk(folder, name, path)));
    else paths.push(path);
  }
  return paths;
}

async function filesOfGlob(source: string, options: SourceOptions): Promise<SourceFile[]> {
  const {base = '.', format} = options;
  const names: string[] = [];
  for await (const name of glob(source, {cwd: resolve(base)})) names.push(name);
  const files: SourceFile[] = [];
  for (const name of names.sort()) {
    const path = resolve(base, name);
    const stats = await statOf(path, name);
    if (stats !== undefined && !stats.isDirectory()) files.push(describe(name, path, stats, format));
  }
  if (files.length > 0) return files;
  throw new DataError(`no file matches ${source}`, {where: source, next: `Check the pattern; it was looked for in ${resolve(base)}.`});
}

function kindOf(name: string): {format?: Format; compression?: Compression} {
  const parts = name.toLowerCase().split('.').slice(1);
  const last = parts.pop() ?? '';
  if (last !== 'gz' && last !== 'zst') return {format: FORMATS.get(last)};
  const format = FORMATS.get(parts.pop() ?? '');
  return {format: format === 'parquet' ? undefined : format, compression: last};
}

/** Pipes and devices have no telling name, so their first bytes tell. */
function describe(name: string, path: string, stats: Stats, forced: Format | undefined): SourceFile {
  const kind = kindOf(basename(path));
  const format = forced ?? kind.format;
  if (format === undefined && stats.isFile()) {
    throw new ConfigError(`${name}: its name does not say what format it has`, {
      where: name,
      next: `Read by name: ${KNOWN}. For another name, say the format: text, jsonl, csv, tsv or parquet.`,
    });
  }
  return {name, path, size: stats.isFile() ? stats.size : 0, format, compression: kind.compression};
}

async function missing(source: string, path: string): Promise<DataError> {
  const folder = dirname(path);
  const entries = await readdir(folder).catch(() => undefined);
  if (entries === undefined) {
    return new DataError(`${source} does not exist, nor does its folder ${folder}`, {where: source, next: 'Check the path.'});
  }
  const near = similarNames(basename(path), entries);
  const next = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Check the path; it was looked for in ${folder}.`;
  return new DataError(`${source} does not exist`, {where: source, next});
}

/** At most three of `names` that differ from `name` by few edits or by their extension, nearest first. */
export function similarNames(name: string, names: readonly string[]): string[] {
  const most = Math.max(1, Math.floor(name.length / 4));
  const stem = name.split('.')[0].toLowerCase();
  return names
    .map((other) => ({
      other,
      edits: other.split('.')[0].toLowerCase() === stem ? 0 : editDistance(name.toLowerCase(), other.toLowerCase()),
    }))
    .filter(({edits}) => edits <= most)
    .sort((a, b) => a.edits - b.edits || (a.other < b.other ? -1 : 1))
    .slice(0, 3)
    .map(({other}) => other);
}

/** Levenshtein distance. O(|a| |b|). */
function editDistance(a: string, b: string): number {
  let row = Array.from({length: b.length + 1}, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
