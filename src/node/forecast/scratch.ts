/** Folders for work that is thrown away, in the system's folder for temporary files; those that a killed process left are swept. */
import {lstatSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {outputError} from '../files.ts';
import {isHeld} from '../run/lock.ts';

const PREFIX = 'genloss-forecast-';
/** Between its making and its lock a folder is nobody's: only an old one without a lock has been left behind. */
const STALE_MS = 3_600_000;

/** What `work` gives, which had a folder of its own for as long as it ran. Throws OutputError where there can be none. */
export async function withScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  sweep();
  let folder: string;
  try {
    folder = mkdtempSync(join(tmpdir(), PREFIX));
  } catch (error) {
    throw outputError(error, tmpdir());
  }
  const remove = (): void => rmSync(folder, {recursive: true, force: true, maxRetries: 3});
  const removeAtExit = (): void => {
    try {
      remove();
    } catch {
      // a thread still writes there: the next forecast sweeps it
    }
  };
  process.once('exit', removeAtExit);
  try {
    return await work(folder);
  } finally {
    remove();
    process.off('exit', removeAtExit);
  }
}

function sweep(): void {
  for (const name of namesIn(tmpdir())) {
    const folder = join(tmpdir(), name);
    try {
      if (name.startsWith(PREFIX) && isLeft(folder)) rmSync(folder, {recursive: true, force: true});
    } catch {
      // what cannot be looked at or removed is left to others
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isLeft(folder: string): boolean {
  const stats = lstatSync(folder, {throwIfNoEntry: false});
  if (!stats?.isDirectory() || (process.getuid !== undefined && stats.uid !== process.getuid())) return false;
  const held = isHeld(folder);
  return held === undefined ? Date.now() - stats.mtimeMs > STALE_MS : !held;
}
