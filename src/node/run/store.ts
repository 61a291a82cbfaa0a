/**
 * The store of a run in a directory: units, each a folder that appears whole or not at all.
 *
 *   lineages/<arm>/<seed>/<generation>/            one generation of a costly lineage, with what the next one needs
 *   lineages/<arm>/<first>-<last>/1-<T>/           whole lineages of many seeds, where they are cheap
 *
 * A unit holds rows.jsonl (its lines of results.jsonl), perhaps pictures.json and what the next generation needs, and unit.json: the
 * checksum of every file and the hash of what made it. times.json is beside the point of all that: no two runs give the same.
 */
import {createHash} from 'node:crypto';
import {existsSync, lstatSync, readdirSync, rmSync} from 'node:fs';
import {join, relative} from 'node:path';
import {zstdCompressSync, zstdDecompressSync} from 'node:zlib';
import {z} from 'zod';
import {DataError, ResourceError} from '../../core/error.ts';
import type {Activity, Times} from '../../lab/loop/stopwatch.ts';
import type {Carry} from '../../lab/loop/workflow.ts';
import type {Row} from '../../lab/results/row.ts';
import {decodeCarry, encodeCarry} from '../../run/carry.ts';
import {type InclusiveRange, rowLines, type Store, type StoredUnit, type UnitContent, type UnitKey} from '../../run/unit.ts';
import {ASIDE, makeFolder, writeFolder} from '../files.ts';
import {readStored, readStoredJson} from '../stored.ts';
import {shortageOf} from '../system-error.ts';
import {readLockFile} from './lock-file.ts';

/** By the arm's name. */
export type Hashes = Readonly<Record<string, string>>;

const unitSchema = z.object({
  hash: z.string(),
  notes: z.array(z.string()).default([]),
  files: z.record(z.string(), z.string()),
});
type UnitFile = z.infer<typeof unitSchema>;

const timesSchema = z.array(
  z.object({fit: z.number(), sample: z.number(), treat: z.number(), measure: z.number()} satisfies Record<Activity, unknown>),
);

const rangeName = ([first, last]: InclusiveRange): string => (first === last ? `${first}` : `${first}-${last}`);
const RANGE = /^(\d+)(?:-(\d+))?$/;
const rangeOf = (name: string): InclusiveRange | undefined => {
  const found = RANGE.exec(name);
  return found ? [Number(found[1]), Number(found[2] ?? found[1])] : undefined;
};

export class FileStore implements Store {
  readonly directory: string;
  readonly hashes: Hashes;

  /** `hashes`: of what makes each arm's lineages; a unit that was made by something else is damaged. */
  constructor(directory: string, hashes: Hashes) {
    this.directory = directory;
    this.hashes = hashes;
  }

  folderOf({arm, seeds, generations, block}: UnitKey): string {
    return join(this.directory, 'lineages', arm, block ? seeds.join('-') : `${seeds[0]}`, rangeName(generations));
  }

  /** The units of an arm that are on disk; leftovers of a killed run are not among them. */
  list(arm: string): UnitKey[] {
    const top = join(this.directory, 'lineages', arm);
    return subfolders(top).flatMap(([name, seeds]) =>
      subfolders(join(top, name)).map(([, generations]) => ({arm, seeds, generations, block: name.includes('-')})),
    );
  }

  /** Removes what a killed run left half written, behind no link. Only the holder of the run's lock may call this. */
  sweep(arm: string): void {
    const top = join(this.directory, 'lineages', arm);
    if (![join(this.directory, 'lineages'), top].every(isFolder)) return;
    for (const folder of [top, ...subfolders(top).map(([name]) => join(top, name))]) {
      if (!isFolder(folder)) continue;
      for (const name of readdirSync(folder)) if (name.startsWith(ASIDE)) rmSync(join(folder, name), {recursive: true, force: true});
    }
  }

  write(key: UnitKey, {rows, carries = [], pictures = [], notes = [], times = []}: UnitContent): void {
    const files: Record<string, string | Uint8Array> = {'rows.jsonl': rowLines(rows)};
    if (pictures.length > 0) files['pictures.json'] = `${JSON.stringify(pictures)}\n`;
    carries.forEach((carry, i) => {
      const t = key.generations[1] - carries.length + 1 + i;
      for (const [name, body] of Object.entries(encodeCarry(carry))) Object.assign(files, compressed(`${t}.${name}`, body));
    });
    const unit: UnitFile = {
      hash: this.hashes[key.arm],
      notes: [...notes],
      files: Object.fromEntries(Object.entries(files).map(([name, body]) => [name, sha256(body)])),
    };
    const folder = this.folderOf(key);
    if (existsSync(folder)) return;
    makeFolder(join(folder, '..'));
    writeFolder(folder, {...files, ...timesFile(times), 'unit.json': `${JSON.stringify(unit)}\n`});
  }

  read(key: UnitKey): StoredUnit {
    return {
      rows: () => {
        const lines = textOf(this.filesOf(key, (name) => name === 'rows.jsonl').files['rows.jsonl']);
        return {lines, rows: lines === '' ? [] : (JSON.parse(`[${lines.trimEnd().replaceAll('\n', ',')}]`) as Row[])};
      },
      carries: () => this.carriesOf(key),
      pictures: () => {
        const {files} = this.filesOf(key, (name) => name === 'pictures.json');
        return files['pictures.json'] ? JSON.parse(textOf(files['pictures.json'])) : [];
      },
      notes: () => this.filesOf(key, () => false).notes,
      times: () => this.timesOf(key),
    };
  }

  private carriesOf(key: UnitKey): Carry[] {
    const {files} = this.filesOf(key, (name) => /^\d+\./.test(name));
    const byGeneration = new Map<number, Record<string, Uint8Array>>();
    for (const [name, body] of Object.entries(files)) {
      const t = Number.parseInt(name, 10);
      byGeneration.set(t, {...byGeneration.get(t), ...decompressed(name.slice(name.indexOf('.') + 1), body)});
    }
    try {
      return [...byGeneration].sort(([a], [b]) => a - b).map(([, own]) => decodeCarry(own));
    } catch (error) {
      throw this.damaged(key, `cannot be read (${(error as Error).message})`, error);
    }
  }

  private timesOf(key: UnitKey): readonly Times[] {
    try {
      return readStoredJson(join(this.folderOf(key), TIMES), timesSchema);
    } catch {
      return [];
    }
  }

  remove(key: UnitKey): void {
    rmSync(this.folderOf(key), {recursive: true, force: true});
  }

  private filesOf(key: UnitKey, wanted: (name: string) => boolean): {files: Record<string, Uint8Array>; notes: readonly string[]} {
    const folder = this.folderOf(key);
    let unit: UnitFile;
    try {
      unit = readStoredJson(join(folder, 'unit.json'), unitSchema);
    } catch (error) {
      if (error instanceof ResourceError) throw error;
      throw this.damaged(key, 'unit.json is missing or broken', error);
    }
    if (unit.hash !== this.hashes[key.arm]) throw this.damaged(key, 'it was made by another experiment');
    const files: Record<string, Uint8Array> = {};
    for (const [name, checksum] of Object.entries(unit.files)) {
      if (!wanted(name)) continue;
      let bytes: Buffer;
      try {
        bytes = readStored(join(folder, name));
      } catch (error) {
        if (error instanceof ResourceError) throw error;
        throw this.damaged(key, `${name} is missing`, error);
      }
      if (sha256(bytes) !== checksum) throw this.damaged(key, `${name} does not match its checksum`);
      files[name] = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    return {files, notes: unit.notes};
  }

  private damaged(key: UnitKey, what: string, cause?: unknown): DataError {
    const folder = this.folderOf(key);
    return new DataError(`a stored generation is damaged: ${what}`, {
      where: folder,
      next: `delete ${relative(process.cwd(), folder) || folder} and run again: only what it held is computed again`,
      cause,
    });
  }
}

/** Of the files of a generation, those that hold records are compressed. */
const RECORDS = /\.(jsonl|bin)$/;

const compressed = (name: string, body: Uint8Array): Record<string, Uint8Array> =>
  RECORDS.test(name) ? {[`${name}.zst`]: zstdCompressSync(body)} : {[name]: body};

/** Throws where it is no Zstandard. */
const decompressed = (name: string, body: Uint8Array): Record<string, Uint8Array> =>
  name.endsWith('.zst') ? {[name.slice(0, -4)]: zstdDecompressSync(body)} : {[name]: body};

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');

/** The store of a run directory, with what lock.json says of its arms. */
export function storeOf(directory: string): FileStore {
  const arms = Object.entries(readLockFile(directory)?.arms ?? {});
  return new FileStore(directory, Object.fromEntries(arms.map(([name, {hash}]) => [name, hash])));
}

const TIMES = 'times.json';

const timesFile = (times: readonly Times[]): Record<string, string> =>
  times.length === 0
    ? {}
    : {[TIMES]: `${JSON.stringify(times, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value))}\n`};

/** Whether it is a folder itself, not a link to one. */
const isFolder = (path: string): boolean => lstatSync(path, {throwIfNoEntry: false})?.isDirectory() === true;

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw (
      shortageOf(error) ??
      new DataError(`the folder of stored generations cannot be read: ${(error as Error).message}`, {
        where: folder,
        next: 'remove what is there and run again: what it held is computed again',
        cause: error,
      })
    );
  }
}

function subfolders(folder: string): [string, InclusiveRange][] {
  return namesIn(folder)
    .flatMap((name): [string, InclusiveRange][] => {
      const range = rangeOf(name);
      return range ? [[name, range]] : [];
    })
    .sort(([, a], [, b]) => a[0] - b[0] || a[1] - b[1]);
}

const sha256 = (body: string | Uint8Array): string => createHash('sha256').update(body).digest('hex');
