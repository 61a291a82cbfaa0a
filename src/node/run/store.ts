/**
 * The store of a run in a directory: units in files, each of which appears whole or not at all.
 *
 *   lineages/<arm>/<first>-<last>.1-<T>.units            whole lineages of some seeds
 *   lineages/<arm>/<seed>-<seed>.<from>-<to>.on.units    generations of one lineage, with what the next one needs
 *   lineages/<arm>/packed-<n>.units                      what the arm has, once a run is whole
 *
 * A unit has the parts `rows` (row-columns.ts), perhaps `pictures` and `judged`, and `T.NAME` of what generation T left for the next.
 */
import {lstatSync, readdirSync, rmSync, statSync} from 'node:fs';
import {join, relative} from 'node:path';
import {DataError, ResourceError} from '../../core/error.ts';
import {ACTIVITIES, type Activity} from '../../lab/loop/stopwatch.ts';
import type {Carry} from '../../lab/loop/workflow.ts';
import type {JudgedAsk} from '../../run/asked.ts';
import {decodeCarry, encodeCarry} from '../../run/carry.ts';
import {surplusUnits} from '../../run/plan.ts';
import {decodeRows, encodeRows} from '../../run/row-columns.ts';
import {
  compareUnits,
  nameOfUnit,
  type PicturedGeneration,
  type Store,
  type StoredUnit,
  type UnitContent,
  type UnitKey,
} from '../../run/unit.ts';
import {ASIDE, makeFolder, replaceFile} from '../files.ts';
import {shortageOf} from '../system-error.ts';
import {readLockFile} from './lock-file.ts';
import {copiedChunks, placesOf, readIndex, readParts, type UnitEntry, type UnitPlace, unitChunks} from './unit-file.ts';

/** By the arm's name. */
export type Hashes = Readonly<Record<string, string>>;

const ENDING = '.units';
const PACKED = /^packed-(\d+)\.units$/;
const UNIT = /^(\d+)-(\d+)\.(\d+)-(\d+)(\.on)?\.units$/;
/** Larger ones are left as they are: to write them again costs more than it saves. */
const MOST_PACKED_BYTES = 64 << 20;

export class FileStore implements Store {
  readonly directory: string;
  readonly hashes: Hashes;
  /** Of packed files, as long as they stay what they are. */
  private readonly packs = new Map<string, {readonly stamp: string; readonly places: ReadonlyMap<string, UnitPlace>}>();

  /** `hashes`: of what makes each arm's lineages; a unit that was made by something else is damaged. */
  constructor(directory: string, hashes: Hashes) {
    this.directory = directory;
    this.hashes = hashes;
  }

  /** The file that holds a unit. */
  pathOf(key: UnitKey): string {
    return this.placeOf(key)?.path ?? this.ownPathOf(key);
  }

  /** The units of an arm that are on disk; leftovers of a killed run are not among them. */
  list(arm: string): UnitKey[] {
    const found = new Map<string, UnitKey>();
    for (const name of this.filesOf(arm)) {
      const own = keyOf(arm, name);
      if (own) found.set(nameOfUnit(own), own);
      else for (const [unit, {entry}] of this.packed(arm, name)) found.set(unit, keyOfEntry(arm, entry));
    }
    return [...found.values()].sort(compareUnits);
  }

  /** Removes what a killed run left half written, behind no link. Only the holder of the run's lock may call this. */
  sweep(arm: string): void {
    const top = this.folderOf(arm);
    if (![join(this.directory, 'lineages'), top].every(isFolder)) return;
    for (const name of readdirSync(top)) if (name.startsWith(ASIDE)) rmSync(join(top, name), {recursive: true, force: true});
  }

  write(
    key: UnitKey,
    {rows, carries = [], pictures = [], notes = [], spent, judged = []}: UnitContent,
    instead: readonly UnitKey[] = [],
  ): void {
    const {arm, ...own} = key;
    if (this.placeOf(key) === undefined) {
      const parts: Record<string, Uint8Array> = {rows: encodeRows(rows)};
      if (pictures.length > 0) parts.pictures = Buffer.from(JSON.stringify(pictures));
      if (judged.length > 0) parts.judged = Buffer.from(JSON.stringify(judged));
      carries.forEach((carry, i) => {
        const t = key.generations[1] - carries.length + 1 + i;
        for (const [name, body] of Object.entries(encodeCarry(carry))) parts[`${t}.${name}`] = body;
      });
      makeFolder(this.folderOf(arm));
      const chunks = unitChunks(this.hashes[arm], {...own, notes, ...(spent && {spent: rounded(spent)}), parts});
      replaceFile(this.ownPathOf(key), chunks);
    }
    for (const old of instead) if (nameOfUnit(old) !== nameOfUnit(key)) rmSync(this.ownPathOf(old), {force: true});
  }

  read(key: UnitKey): StoredUnit {
    return {
      rows: () => this.decoded(key, 'rows', decodeRows) ?? [],
      carries: () => this.carriesOf(key),
      pictures: () => this.decoded(key, 'pictures', jsonOf<readonly PicturedGeneration[]>) ?? [],
      judged: () => this.decoded(key, 'judged', jsonOf<readonly JudgedAsk[]>) ?? [],
      notes: () => this.requiredPlace(key).entry.notes,
      spent: () => this.requiredPlace(key).entry.spent,
    };
  }

  /**
   * Brings an arm's units together in one file, without those that others hold all of. Only the holder of the run's lock may call this, when
   * nobody else works on the arm.
   */
  pack(arm: string): void {
    const small = this.filesOf(arm).filter((name) => statSync(join(this.folderOf(arm), name)).size <= MOST_PACKED_BYTES);
    const surplus = new Set(surplusUnits(this.list(arm)).map(nameOfUnit));
    const places = new Map<string, UnitPlace>();
    for (const name of small) {
      for (const place of this.placesIn(arm, name)) {
        const unit = nameOfUnit(keyOfEntry(arm, place.entry));
        if (!surplus.has(unit)) places.set(unit, place);
      }
    }
    const isPacked = small.length === 1 && PACKED.test(small[0]) && this.placesIn(arm, small[0]).length === places.size;
    if (isPacked || small.length === 0) return;
    const sorted = [...places.values()].sort((a, b) => compareUnits(keyOfEntry(arm, a.entry), keyOfEntry(arm, b.entry)));
    replaceFile(this.freePack(arm), copiedChunks(this.hashes[arm], sorted));
    for (const name of small) rmSync(join(this.folderOf(arm), name), {force: true});
  }

  private freePack(arm: string): string {
    const taken = new Set(this.filesOf(arm));
    let number = 1;
    while (taken.has(`packed-${number}${ENDING}`)) number++;
    return join(this.folderOf(arm), `packed-${number}${ENDING}`);
  }

  private folderOf(arm: string): string {
    return join(this.directory, 'lineages', arm);
  }

  private ownPathOf(key: UnitKey): string {
    return join(this.folderOf(key.arm), `${nameOfUnit(key)}${ENDING}`);
  }

  private filesOf(arm: string): string[] {
    return namesIn(this.folderOf(arm)).filter((name) => PACKED.test(name) || UNIT.test(name));
  }

  /** Of the file of its own first: there it is whole, whatever became of others. */
  private placeOf(key: UnitKey): UnitPlace | undefined {
    const own = `${nameOfUnit(key)}${ENDING}`;
    if (isThere(join(this.folderOf(key.arm), own))) return this.placesIn(key.arm, own)[0];
    for (const name of this.filesOf(key.arm)) {
      const found = PACKED.test(name) ? this.packed(key.arm, name).get(nameOfUnit(key)) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  private requiredPlace(key: UnitKey): UnitPlace {
    const place = this.placeOf(key);
    if (!place) throw damaged(this.ownPathOf(key), 'it is not there any more');
    return place;
  }

  /** The units of a packed file by their names. */
  private packed(arm: string, name: string): ReadonlyMap<string, UnitPlace> {
    const path = join(this.folderOf(arm), name);
    const {size = 0, mtimeMs = 0, ino = 0} = statSync(path, {throwIfNoEntry: false}) ?? {};
    const stamp = `${size} ${mtimeMs} ${ino}`;
    const kept = this.packs.get(path);
    if (kept?.stamp === stamp) return kept.places;
    const places = new Map(this.placesIn(arm, name).map((place) => [nameOfUnit(keyOfEntry(arm, place.entry)), place]));
    this.packs.set(path, {stamp, places});
    return places;
  }

  private placesIn(arm: string, name: string): UnitPlace[] {
    const path = join(this.folderOf(arm), name);
    const index = reading(path, () => readIndex(path));
    if (index.hash !== this.hashes[arm]) throw damaged(path, 'it was made by another experiment');
    const key = keyOf(arm, name);
    if (key && !(index.units.length === 1 && nameOfUnit(keyOfEntry(arm, index.units[0])) === nameOfUnit(key)))
      throw damaged(path, 'it holds another unit than its name says');
    return placesOf(path, index);
  }

  private decoded<T>(key: UnitKey, part: string, decode: (bytes: Uint8Array) => T): T | undefined {
    const place = this.requiredPlace(key);
    return reading(place.path, () => {
      const {[part]: bytes} = readParts(place, (name) => name === part);
      return bytes && decode(bytes);
    });
  }

  private carriesOf(key: UnitKey): Carry[] {
    const place = this.requiredPlace(key);
    return reading(place.path, () => {
      const byGeneration = new Map<number, Record<string, Uint8Array>>();
      for (const [name, body] of Object.entries(readParts(place, (part) => /^\d+\./.test(part)))) {
        const t = Number.parseInt(name, 10);
        byGeneration.set(t, {...byGeneration.get(t), [name.slice(name.indexOf('.') + 1)]: body});
      }
      return [...byGeneration].sort(([a], [b]) => a - b).map(([, own]) => decodeCarry(own));
    });
  }
}

const jsonOf = <T>(bytes: Uint8Array): T => JSON.parse(Buffer.from(bytes).toString('utf8')) as T;

function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof ResourceError ? error : damaged(path, (error as Error).message, error);
  }
}

function damaged(path: string, what: string, cause?: unknown): DataError {
  return new DataError(`a file of stored generations is damaged: ${what}`, {
    where: path,
    next: `delete ${relative(process.cwd(), path) || path} and run again: only what it held is computed again`,
    cause,
  });
}

function keyOf(arm: string, name: string): UnitKey | undefined {
  const found = UNIT.exec(name);
  if (!found) return undefined;
  const [first, last, from, to] = found.slice(1, 5).map(Number);
  return {arm, seeds: [first, last], generations: [from, to], block: found[5] === undefined};
}

const keyOfEntry = (arm: string, {seeds, generations, block}: UnitEntry): UnitKey => ({arm, seeds, generations, block});

const rounded = (spent: Readonly<Record<Activity, number>>): Record<Activity, number> =>
  Object.fromEntries(ACTIVITIES.map((activity) => [activity, Number(spent[activity].toPrecision(4))])) as Record<Activity, number>;

/** The store of a run directory, with what lock.json says of its arms. */
export function storeOf(directory: string): FileStore {
  const arms = Object.entries(readLockFile(directory)?.arms ?? {});
  return new FileStore(directory, Object.fromEntries(arms.map(([name, {hash}]) => [name, hash])));
}

/** Whether it is a folder itself, not a link to one. */
const isFolder = (path: string): boolean => lstatSync(path, {throwIfNoEntry: false})?.isDirectory() === true;

const isThere = (path: string): boolean => lstatSync(path, {throwIfNoEntry: false}) !== undefined;

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
