/** What a list says of a run directory, read from its lock.json and the names of what it has stored: no results are read for it. */
import {join} from 'node:path';
import * as z from 'zod';
import {generationsHeld, reachOf, unitsBySeed} from '../../run/plan.ts';
import {type AskedOfRun, type LockFile, lockSchema} from '../run/lock-file.ts';
import {storedJson} from '../stored.ts';
import {isOwnFile, ownFolders, readOwn, stampOfOwn, statsOfOwn} from './own-files.ts';
import {experimentOfRun, OwnStore} from './run-files.ts';
import {shownName} from './shown-text.ts';
import {FILES_OF_PEOPLE, judgementsWanted} from './waits.ts';

export const entrySchema = z.object({
  title: z.string(),
  arms: z.number(),
  seeds: z.number(),
  generations: z.number(),
  done: z.number(),
  total: z.number(),
  /** Whether all is there that was asked for. */
  isWhole: z.boolean(),
  /** Judgements that it waits for. */
  waits: z.number().optional(),
});
export type RunEntry = z.infer<typeof entrySchema>;

const MOST_LOCK_BYTES = 64 << 20;

/** Throws Error where the directory is none of a run. */
export function readLock(directory: string): LockFile {
  return storedJson(readOwn(join(directory, 'lock.json'), MOST_LOCK_BYTES).toString('utf8'), lockSchema);
}

/** Undefined where the directory is none of a run, or not any more. */
export function readEntry(directory: string): RunEntry | undefined {
  try {
    const lock = readLock(directory);
    const {arms: named, seeds, generations} = lock.asked ?? askedBefore(directory, lock);
    const arms = [...new Set(named)];
    const total = arms.length * seeds * generations;
    const hasResults = ['results.jsonl', 'summary.json'].every((name) => isOwnFile(join(directory, name)));
    const isGiven = hasResults && statsOfOwn(join(directory, 'lineages')) === undefined;
    const done = isGiven ? total : heldOf(directory, lock, {arms, seeds, generations});
    const title = shownName(lock.title);
    const isWhole = done >= total && (total > 0 || hasResults);
    const waits = isWhole ? 0 : waitsOf(directory, lock);
    return {title, arms: arms.length, seeds, generations, done, total, isWhole, ...(waits > 0 && {waits})};
  } catch {
    return undefined;
  }
}

/** Of a run whose lock.json says not how much was asked for. */
function askedBefore(directory: string, lock: LockFile): AskedOfRun {
  try {
    const {arms, experiment} = experimentOfRun(directory);
    return {arms: arms.map(({name}) => name), seeds: experiment.seeds, generations: experiment.generations};
  } catch {
    return {arms: Object.keys(lock.arms), seeds: 0, generations: 0};
  }
}

function heldOf(directory: string, lock: LockFile, {arms, seeds, generations}: AskedOfRun): number {
  const store = new OwnStore(directory, lock);
  return arms.reduce((sum, arm) => sum + generationsHeld(unitsOf(store, arm), seeds, generations), 0);
}

function waitsOf(directory: string, lock: LockFile): number {
  const store = new OwnStore(directory, lock);
  const units = new Map(Object.keys(lock.arms).map((arm) => [arm, unitsBySeed(unitsOf(store, arm))]));
  return judgementsWanted(directory, {
    made: Object.fromEntries(Object.entries(lock.arms).map(([arm, {made}]) => [arm, made])),
    isTrained: ({arm, seed, generation}) => reachOf(units.get(arm)!(seed), seed) >= generation,
  });
}

/** None where what is stored is damaged. */
function unitsOf(store: OwnStore, arm: string): ReturnType<OwnStore['list']> {
  try {
    return store.list(arm);
  } catch {
    return [];
  }
}

/** What tells that a run directory is as it was: a run that writes changes one of these times, another one in its place all. */
export function stampOf(directory: string): string {
  return ['.', 'lock.json', 'lineages', ...FILES_OF_PEOPLE].map((name) => stampOfOwn(join(directory, name))).join(' ');
}

/** Of a run that is not whole, the times of its arms' folders too. */
export const stampOfArms = (directory: string): string =>
  ownFolders(join(directory, 'lineages'))
    .map((arm) => `${arm} ${stampOfOwn(join(directory, 'lineages', arm))}`)
    .join('\n');
