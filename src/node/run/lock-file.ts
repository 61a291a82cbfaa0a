/**
 * lock.json: what a run directory was made by. It may grow by seeds, generations and arms; any other change is refused, and said.
 */
import {createHash} from 'node:crypto';
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import * as z from 'zod';
import {ConfigError, DataError, OutputError, ResourceError} from '../../core/error.ts';
import type {Arm} from '../../lab/experiment/arm.ts';
import {GENERATIONS_LIMIT, SEEDS_LIMIT} from '../../lab/experiment/schema.ts';
import {ofResults} from '../../quality/steps.ts';
import {ASIDE, outputError, replaceFile} from '../files.ts';
import {readStoredJson} from '../stored.ts';
import {version} from '../version.ts';
import {isOfLock} from './lock.ts';

/** 1 had a folder a unit. */
const FORMAT = 2;

/** What made an arm's lineages: everything that changes a byte of them. */
export interface Made {
  readonly [field: string]: unknown;
}

const fileSchema = z.object({
  /** From the run directory, or the name alone. */
  path: z.string(),
  bytes: z.number(),
  sha256: z.string(),
});
export type DataFile = z.infer<typeof fileSchema>;

/** How much of it was asked for, by the newest command. */
const askedSchema = z.object({
  arms: z.array(z.string()).readonly(),
  seeds: z.int().min(0).max(SEEDS_LIMIT),
  generations: z.int().min(0).max(GENERATIONS_LIMIT),
});
export type AskedOfRun = z.infer<typeof askedSchema>;

export const lockSchema = z.object({
  format: z.literal(FORMAT, {error: ({input}) => `format ${JSON.stringify(input)}, this genloss reads ${FORMAT}`}),
  genloss: z.string(),
  node: z.string(),
  title: z.string(),
  /** Absent in what older versions wrote. */
  asked: askedSchema.optional(),
  files: z.array(fileSchema).default([]),
  arms: z.record(z.string(), z.object({hash: z.string(), made: z.record(z.string(), z.unknown())})),
});
export type LockFile = z.infer<typeof lockSchema>;

interface MadeRequest {
  readonly arm: Arm;
  readonly measures: readonly string[];
  readonly snapshots: readonly number[] | undefined;
  readonly seed: number | string;
  /** Checksum of what was read: the same files with other contents are other data. */
  readonly contents?: string;
  /** Where neural models are computed. */
  readonly device?: string;
}

export function madeOf({arm, measures, snapshots, seed, contents, device = 'cpu'}: MadeRequest): Made {
  const {name: _, data, ...rest} = arm;
  const plain = contents === undefined ? data : {...data, contents};
  // where files are is no part of what they hold; judgements may grow, and belong to the generations that were trained with them
  const ofContents = (key: string, value: unknown) =>
    key === 'files' || key === 'file' || key === 'judgements' ? undefined : ofResults(key, value);
  return JSON.parse(
    JSON.stringify(
      {
        ...rest,
        data: plain,
        measures: [...measures].sort(),
        ...(snapshots && {snapshots}),
        ...(device !== 'cpu' && {device}),
        seed,
        genloss: version(),
      },
      ofContents,
    ),
  ) as Made;
}

/** The same for equal content, whatever the order of keys. */
export function hashOf(made: Made): string {
  return createHash('sha256').update(canonical(made)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}

/** The arms that a run directory holds; undefined where there is no run yet. */
export function readLockFile(directory: string): LockFile | undefined {
  const path = join(directory, 'lock.json');
  if (!existsSync(path)) {
    const foreign = namesIn(directory).filter((name) => !isOfLock(name) && !name.startsWith(ASIDE));
    if (foreign.length === 0) return undefined;
    throw new OutputError(`the folder is not empty and not a run directory (it holds ${foreign.slice(0, 3).join(', ')})`, {
      where: directory,
      next: 'give --output a new folder',
    });
  }
  try {
    return readStoredJson(path, lockSchema);
  } catch (error) {
    if (error instanceof ResourceError) throw error;
    throw new DataError(`lock.json of the run directory cannot be read: ${(error as Error).message}`, {
      where: path,
      next: 'run into a new folder: -o NEW_FOLDER. results.jsonl, summary.json and report.html of the old one stay as they are; the version that made it goes on with it',
      cause: error,
    });
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw outputError(error, directory);
  }
}

interface Claim {
  readonly title: string;
  readonly arms: readonly {readonly name: string; readonly made: Made}[];
  readonly files: readonly DataFile[];
  readonly seeds: number;
  readonly generations: number;
}

/** Refuses a directory of another experiment; else writes what it now holds. */
export function claimDirectory(directory: string, {title, arms, files, seeds, generations}: Claim): void {
  const held = readLockFile(directory);
  const changes = held ? changesOf(held, title, arms) : [];
  if (changes.length > 0) {
    throw new ConfigError(`this run directory was made by another experiment; what changed:\n${changes.map((c) => `  ${c}`).join('\n')}`, {
      where: directory,
      next: 'give --output another folder; more seeds, generations or arms would have gone on here',
    });
  }
  const all = {...held?.arms, ...Object.fromEntries(arms.map(({name, made}) => [name, {hash: hashOf(made), made}]))};
  const asked: AskedOfRun = {arms: arms.map(({name}) => name), seeds, generations};
  const lock: LockFile = {format: FORMAT, genloss: version(), node: process.version, title, asked, files: [...files], arms: all};
  replaceFile(join(directory, 'lock.json'), [`${JSON.stringify(lock, undefined, 2)}\n`]);
}

const MOST_CHANGES = 8;

function changesOf(held: LockFile, title: string, arms: Claim['arms']): string[] {
  const changes: string[] = [];
  if (held.title !== title) changes.push(`title: ${JSON.stringify(held.title)} -> ${JSON.stringify(title)}`);
  for (const {name, made} of arms) {
    const old = held.arms[name];
    if (old && old.hash !== hashOf(made)) changes.push(...differences(old.made, made, `arm ${name}: `));
  }
  const shown = changes.slice(0, MOST_CHANGES);
  return shown.length < changes.length ? [...shown, `and ${changes.length - shown.length} more`] : shown;
}

function differences(a: unknown, b: unknown, path: string): string[] {
  if (canonical(a ?? null) === canonical(b ?? null)) return [];
  const objects = [a, b].every((x) => typeof x === 'object' && x !== null && !Array.isArray(x));
  if (!objects) return [`${path}: ${JSON.stringify(a) ?? 'absent'} -> ${JSON.stringify(b) ?? 'absent'}`];
  const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = [...new Set([...Object.keys(x), ...Object.keys(y)])].sort();
  return keys.flatMap((key) => differences(x[key], y[key], path.endsWith(': ') ? `${path}${key}` : `${path}.${key}`));
}
