/**
 * From what a user names (files, globs, folders, `-`, `corpus:speeches`) to the files to read, in an order that is the same on every machine.
 * Opens nothing but .json files of folders, of which not all hold records.
 */
import type {BigIntStats} from 'node:fs';
import {glob, open, readdir, stat} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {ConfigError, DataError} from '../../core/error.ts';
import type {Format} from '../../core/reading.ts';
import {KNOWN_NAMES, kindByName} from '../../read/kind-by-name.ts';
import {similarFiles} from '../unread.ts';
import {unreadable} from './open.ts';
import type {SourceFile} from './source-file.ts';
import {speechFiles, speechName} from './speeches.ts';

export interface FindOptions {
  /** Folder that relative sources are resolved against; the working folder if absent. */
  readonly base?: string;
  /** Format of every file, whatever its name says. */
  readonly format?: Format;
  /** What `-` reads; the process's standard input if absent. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Hears what was passed over. */
  readonly onNotice?: (message: string) => void;
}

/** A file, and what tells it from all others: of a regular file not its name, since links give it several. */
interface FoundFile {
  readonly file: SourceFile;
  readonly identity: string;
}

/**
 * The files that sources name, sources in the order given, what one glob or folder gives sorted by code unit. A file that is named
 * twice, also by links, is listed once, by its first name. Throws DataError (nothing there, no permission) and ConfigError (a format that
 * no rule tells).
 */
export async function findFiles(sources: readonly string[], options: FindOptions = {}): Promise<SourceFile[]> {
  if (sources.length === 0) throw new ConfigError('no data was named', {next: 'Name files, folders, globs, or - for standard input.'});
  const files = new Map<string, SourceFile>();
  const again: string[] = [];
  for (const source of sources) {
    for (const {file, identity} of await filesOf(source, options)) {
      const known = files.get(identity);
      if (known === undefined) files.set(identity, file);
      else if (known.path !== file.path) again.push(`${file.name} is ${known.name}`);
    }
  }
  if (again.length > 0) options.onNotice?.(`read once, though named twice: ${listed(again)}`);
  return [...files.values()];
}

async function filesOf(source: string, options: FindOptions): Promise<readonly FoundFile[]> {
  const {base = '.', format} = options;
  if (source === '-') {
    return [
      {file: {name: 'stdin', path: '-', size: 0, format, stdin: options.stdin ?? process.stdin, once: 'standard input'}, identity: '-'},
    ];
  }
  if (source.startsWith('corpus:')) return filesOfCorpus(source);
  const path = resolve(base, source);
  const stats = await statOf(path, source);
  if (stats?.isDirectory()) return filesOfFolder(source, path, options);
  // a socket cannot be opened by its name, and standard input of a program that another one starts is often one
  if (stats?.isSocket() && STANDARD_INPUT.test(path)) return filesOf('-', options);
  if (stats !== undefined) return [describe(source, path, stats, format)];
  if (/[*?[\]{}]/.test(source) && !ADDRESS.test(source)) return filesOfGlob(source, options);
  throw await missing(source, path);
}

const STANDARD_INPUT = /^\/(?:dev\/stdin|(?:dev|proc\/self)\/fd\/0)$/;

async function statOf(path: string, name: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, {bigint: true});
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw unreadable(name, error);
  }
}

/** `corpus:speeches`, all that ship, or `corpus:speeches/1790-1900`. */
async function filesOfCorpus(source: string): Promise<FoundFile[]> {
  const parts = /^corpus:speeches(?:\/(\d{4})-(\d{4}))?$/.exec(source);
  if (parts === null)
    throw new ConfigError(`${source} is no corpus that ships`, {
      where: source,
      next: 'There is corpus:speeches, of some years corpus:speeches/1790-1900.',
    });
  const [, from, to] = parts;
  const paths = await speechFiles(from === undefined ? {} : {from: Number(from), to: Number(to)});
  return Promise.all(paths.map(async (path) => describe(`speeches/${speechName(path)}`, path, await stat(path, {bigint: true}), 'text')));
}

/**
 * What a folder holds that can be read. Tables go before text: where there are any, README.md and its like are not data. What stands in a
 * table's form beside the tables of a data set and describes them is not data either.
 */
async function filesOfFolder(source: string, folder: string, options: FindOptions): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  const passed: string[] = [];
  for (const relative of (await walk(folder, source)).sort()) {
    const name = join(source, relative);
    const path = join(folder, relative);
    const stats = kindByName(basename(relative)).format === undefined ? undefined : await statOf(path, name);
    if (stats === undefined) refuseGarbled(name);
    if (stats?.isFile() && (await holdsRecords(path, name)) && !(await isOfCuration(path, name)))
      found.push(describe(name, path, stats, options.format));
    else passed.push(relative);
  }
  const kept = dataOf(found);
  const data = new Set(kept);
  for (const one of found) if (!data.has(one)) passed.push(one.file.name.slice(join(source, '/').length));
  if (kept.length === 0) {
    throw new DataError(`folder ${source} holds no file that can be read`, {
      where: source,
      next: `Files that are read from folders: ${KNOWN_NAMES}.`,
    });
  }
  if (passed.length > 0) options.onNotice?.(`of folder ${source}, passed over: ${listed(passed.sort())}`);
  return kept;
}

/** Written beside data sets by Hugging Face's libraries. */
const ABOUT_DATA = new Set(['dataset_info.json', 'dataset_infos.json', 'dataset_dict.json', 'state.json', 'croissant.json']);

/** Of a folder's .json files, whether they are an array of objects or one object a line, as far as their first bytes say; of others true. */
async function holdsRecords(path: string, name: string): Promise<boolean> {
  if (!/\.json$/i.test(path)) return true;
  const head = await headOf(path, name);
  const start = head
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  if (start.startsWith('[')) return /^\[\s*[{\]]/.test(start);
  const end = start.indexOf('\n');
  if (end < 0) return start === '' || start.startsWith('{');
  try {
    JSON.parse(start.slice(0, end));
    return true;
  } catch {
    return false;
  }
}

/** Whether a file is what `genloss curate` says of each record, beside the records themselves. */
async function isOfCuration(path: string, name: string): Promise<boolean> {
  if (basename(path) !== 'decisions.jsonl' || (await statOf(join(dirname(path), 'manifest.json'), name)) === undefined) return false;
  return /^\{"file":.*"decision":"(?:kept|dropped)"/.test((await headOf(path, name)).toString('utf8'));
}

const HEAD_BYTES = 4096;

/** The first bytes of a regular file. Throws DataError. */
export async function headOf(path: string, name: string): Promise<Buffer> {
  const handle = await open(path).catch((error) => {
    throw unreadable(name, error);
  });
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const {bytesRead} = await handle.read(head, 0, HEAD_BYTES, 0);
    return head.subarray(0, bytesRead);
  } catch (error) {
    throw unreadable(name, error);
  } finally {
    await handle.close();
  }
}

function dataOf(found: readonly FoundFile[]): readonly FoundFile[] {
  const tables = found.filter(({file: {path, format}}) => {
    const named = kindByName(basename(path)).format;
    return format !== 'text' && named !== 'text' && !ABOUT_DATA.has(basename(path));
  });
  return tables.length > 0 ? tables : found;
}

/** Some names, and how many more there are. */
function listed(names: readonly string[]): string {
  return names.length <= 6 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`;
}

/** A name that is no UTF-8 comes garbled, so that its file is not found. Throws DataError. */
function refuseGarbled(name: string): void {
  if (!name.includes('\ufffd')) return;
  throw new DataError(`${name} has a name that is not UTF-8, so it cannot be read`, {where: name, next: 'Rename it.'});
}

/** Paths of all files below a folder, relative to it; hidden ones and links to folders are passed over. */
async function walk(folder: string, name: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), {withFileTypes: true}).catch((error) => {
    refuseGarbled(join(name, below));
    throw unreadable(join(name, below), error);
  });
  const paths: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (!entry.isDirectory()) paths.push(path);
    else for (const deeper of await walk(folder, name, path)) paths.push(deeper);
  }
  return paths;
}

async function filesOfGlob(source: string, options: FindOptions): Promise<FoundFile[]> {
  const {base = '.', format} = options;
  const names: string[] = [];
  for await (const name of glob(source, {cwd: resolve(base)})) names.push(name);
  const files: FoundFile[] = [];
  for (const name of names.sort()) {
    const path = resolve(base, name);
    const stats = await statOf(path, name);
    if (stats === undefined) refuseGarbled(name);
    else if (!stats.isDirectory()) files.push(describe(name, path, stats, format));
  }
  if (files.length > 0) return files;
  throw new DataError(`no file matches ${source}`, {where: source, next: `Check the pattern; it was looked for in ${resolve(base)}.`});
}

/** Pipes and devices have no telling name, so their first bytes tell. */
function describe(name: string, path: string, stats: BigIntStats, forced: Format | undefined): FoundFile {
  const kind = kindByName(basename(path));
  const format = forced ?? kind.format;
  if (format === undefined && stats.isFile()) {
    throw new ConfigError(`${name}: its name does not say what format it has`, {
      where: name,
      next: `Read by name: ${KNOWN_NAMES}. For another name, say the format (--input-format): text, jsonl, json, csv, tsv or parquet.`,
    });
  }
  const size = stats.isFile() ? Number(stats.size) : 0;
  const identity = stats.isFile() && stats.ino !== 0n ? `${stats.dev}:${stats.ino}` : path;
  const once = onceOf(stats);
  return {file: {name, path, size, format, compression: kind.compression, ...(once !== undefined && {once})}, identity};
}

function onceOf(stats: BigIntStats): SourceFile['once'] {
  if (stats.isFile()) return undefined;
  if (stats.isFIFO()) return 'pipe';
  return stats.isSocket() ? 'socket' : 'device';
}

/** An address and no path: `https://...`, `s3://...`. */
const ADDRESS = /^[a-z][a-z0-9+.-]+:\/\//i;

/** What writes the file of an address to its standard output. */
const FETCHING: Readonly<Record<string, string>> = {http: 'curl -sL', https: 'curl -sL', s3: 'aws s3 cp', gs: 'gcloud storage cat'};

function fetchText(address: string): string {
  const [scheme] = address.toLowerCase().split(':');
  const {format = 'jsonl'} = kindByName(basename(address.replace(/[?#].*$/, '')));
  const program = FETCHING[scheme];
  if (scheme === 'hf') return 'Fetch it first: hf download.';
  if (program === undefined) return 'Fetch it first, by a program that knows such addresses.';
  if (format === 'parquet') return 'Fetch it first: Parquet is read from files alone.';
  const words = `${program} ADDRESS${scheme === 's3' ? ' -' : ''} | genloss ... - --input-format ${format}`;
  return `Fetch it first, or give it on standard input: ${words}`;
}

async function missing(source: string, path: string): Promise<DataError> {
  if (ADDRESS.test(source))
    return new DataError(`${source} is an address, and data are read from files`, {
      where: source,
      next: fetchText(source),
    });
  const folder = dirname(path);
  const entries = await readdir(folder).catch(() => undefined);
  if (entries === undefined) {
    return new DataError(`${source} does not exist, nor does its folder ${folder}`, {where: source, next: 'Check the path.'});
  }
  const near = similarFiles(basename(path), entries);
  const next = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Check the path; it was looked for in ${folder}.`;
  return new DataError(`${source} does not exist`, {where: source, next});
}
