/**
 * The folder that a curation writes: empty, or one's own. All work is done in WORK inside it; the result appears at the end, its manifest
 * last, so a folder with a manifest is whole.
 */
import {createHash} from 'node:crypto';
import {existsSync, lstatSync, readdirSync, renameSync, statSync} from 'node:fs';
import {basename, join} from 'node:path';
import type {z} from 'zod';
import {OutputError, ResourceError} from '../../core/error.ts';
import {ofResults} from '../../quality/steps.ts';
import {makeFolder, outputError, removeQuietly, replaceFile} from '../files.ts';
import {readStoredJson} from '../stored.ts';
import {listedSchema, stateSchema} from './stored-schemas.ts';

const WORK = '.curate';
export const MANIFEST = 'manifest.json';
const STATE = 'state.json';

/** What the folder must know of a manifest. */
export interface Listed {
  readonly fingerprint: string;
  readonly files: readonly {readonly file: string; readonly bytes: number}[];
}

/** Hash of everything that decides on the bytes of a result. */
export const fingerprintOf = (made: unknown): string => createHash('sha256').update(JSON.stringify(made, ofResults)).digest('hex');

export class CurationFolder {
  readonly path: string;
  readonly work: string;
  readonly out: string;
  private readonly isNew: boolean;

  /** Looks, and writes nothing. Throws OutputError where something else is in the folder. */
  constructor(path: string) {
    this.path = path;
    this.work = join(path, WORK);
    this.out = join(this.work, 'out');
    const names = entries(path);
    this.isNew = names === undefined;
    if (names === undefined || names.length === 0 || names.includes(MANIFEST) || names.includes(WORK)) return;
    throw new OutputError(`the folder holds other files: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', ...' : ''}`, {
      where: path,
      next: 'Name a folder that is empty or new.',
    });
  }

  /** The manifest of what is there, if it is of this very curation. Throws OutputError where it is of another one or damaged. */
  finished(fingerprint: string): Listed | undefined {
    const listed = this.known(join(this.path, MANIFEST), listedSchema, this.path);
    if (listed === undefined) return undefined;
    if (listed.fingerprint !== fingerprint) throw this.taken('another curation: its recipe, its data or its options differ');
    const lost = listed.files.find(({file, bytes}) => statSync(join(this.path, file), {throwIfNoEntry: false})?.size !== bytes);
    if (lost === undefined) return listed;
    throw new OutputError(`${lost.file} is not what the manifest says: it is missing or has another size`, {
      where: this.path,
      next: 'Remove the folder, and run the command again.',
    });
  }

  /** Takes the folder, or goes on in it. */
  begin(fingerprint: string): void {
    const state = join(this.work, STATE);
    const known = this.known(state, stateSchema, this.path);
    if (known !== undefined && known.fingerprint !== fingerprint)
      throw this.taken('an unfinished curation with another recipe, other data or other options');
    makeFolder(this.work);
    if (known === undefined) replaceFile(state, [JSON.stringify({fingerprint})]);
  }

  /** Whether the work in the folder is somebody's: that of a curation that may go on. */
  isTaken(): boolean {
    return existsSync(join(this.work, STATE));
  }

  /** The manifest of a result that is whole but not in its place yet. */
  written(): Listed | undefined {
    try {
      return this.known(join(this.out, MANIFEST), listedSchema, this.out);
    } catch (error) {
      if (error instanceof ResourceError) throw error;
      return undefined;
    }
  }

  /** What a file of the folder's own says; undefined where there is none. Throws OutputError where it is damaged. */
  private known<T>(path: string, schema: z.ZodType<T>, where: string): T | undefined {
    if (lstatSync(path, {throwIfNoEntry: false}) === undefined) return undefined;
    try {
      return readStoredJson(path, schema);
    } catch (error) {
      if (error instanceof ResourceError) throw error;
      throw new OutputError(`${basename(path)} is damaged: ${(error as Error).message}`, {
        where,
        next: 'Remove the folder, and run the command again.',
        cause: error,
      });
    }
  }

  private taken(by: string): OutputError {
    return new OutputError(`the folder holds ${by}`, {where: this.path, next: 'Name another folder, or remove this one.'});
  }

  /** A stage's result: that of an earlier run, or what `make` gives, which is then kept. */
  async stage<T>(name: string, schema: z.ZodType<T>, make: () => Promise<T>): Promise<T> {
    const path = join(this.work, `${name}.json`);
    const known = this.known(path, schema, this.path);
    if (known !== undefined) return known;
    const made = await make();
    replaceFile(path, [JSON.stringify(made)]);
    return made;
  }

  /** Moves what `out` holds into the folder, the manifest last; goes on where it was cut off. */
  publish(): void {
    try {
      const names = (entries(this.out) ?? []).filter((name) => name !== MANIFEST).sort();
      for (const name of names) renameSync(join(this.out, name), join(this.path, name));
      renameSync(join(this.out, MANIFEST), join(this.path, MANIFEST));
    } catch (error) {
      throw outputError(error, this.path);
    }
    this.clean();
  }

  /** Removes the work; and the folder, if this run made it and nothing is in it. */
  clean(): void {
    removeQuietly(this.work);
    if (this.isNew && entries(this.path)?.length === 0) removeQuietly(this.path);
  }
}

function entries(path: string): string[] | undefined {
  try {
    return readdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw outputError(error, path);
  }
}
