/**
 * What is said of the experiments that ship: title, what each must show, how long it took where it was measured, and for whom it is. Times stand in
 * `experiments/timings.json`, which `npm run timings` writes.
 */
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import * as z from 'zod';
import {DataError} from '../core/error.ts';
import {shippedNames, shippedPath} from './experiment-file.ts';
import {packageRoot} from './version.ts';

/** Each experiment as it ships, run once and whole. */
export const timingsSchema = z.record(
  z.string(),
  z.strictObject({
    seconds: z.number().positive().describe('from the command to its report'),
    date: z.iso.date(),
    machine: z.string().describe('processor, how many of them, system, Node'),
    version: z.string().describe('of genloss'),
    note: z.string().optional().describe('what else to know of this time'),
  }),
);
export type Timings = z.infer<typeof timingsSchema>;
export type Timing = Timings[string];

export const LEVELS = ['first steps', 'research', 'heavy'] as const;
export type Level = (typeof LEVELS)[number];

/** One law or one story each, with few arms: what a reader begins with. */
const FIRST_STEPS: ReadonlySet<string> = new Set(['categorical', 'gaussian', 'regression', 'speeches']);
/** From here on an experiment is heavy. */
export const HEAVY_SECONDS = 300;

export interface Shipped {
  readonly name: string;
  readonly title: string;
  /** What it must show. */
  readonly shows: string | undefined;
  /** Absent, as the time, where nobody has measured what it takes. */
  readonly level?: Level;
  readonly timing?: Timing;
}

export const timingsPath = (): string => join(packageRoot(), 'experiments', 'timings.json');

/** Throws DataError where the file is not what `npm run timings` writes. */
export function readTimings(path = timingsPath()): Timings {
  if (!existsSync(path)) return {};
  const read = timingsSchema.safeParse(jsonOf(readFileSync(path, 'utf8')));
  if (read.success) return read.data;
  throw new DataError(`${path} holds no timings: ${z.prettifyError(read.error)}`, {next: '`npm run timings` writes it'});
}

/** Every experiment that ships, by name. */
export async function shippedExperiments(): Promise<readonly Shipped[]> {
  const timings = readTimings();
  return Promise.all(
    shippedNames().map(async (name) => {
      const timing = timings[name];
      const told = await toldBy(readFileSync(shippedPath(name), 'utf8'));
      const level = levelOf(name, timing);
      return {name, ...told, ...(level && {level}), ...(timing && {timing})};
    }),
  );
}

export function levelOf(name: string, timing: Timing | undefined): Level | undefined {
  if (FIRST_STEPS.has(name)) return 'first steps';
  if (timing === undefined) return undefined;
  return timing.seconds > HEAVY_SECONDS ? 'heavy' : 'research';
}

/** What an experiment says of itself. */
export async function toldBy(yaml: string): Promise<{title: string; shows: string | undefined}> {
  const {parse} = await import('yaml');
  const {title, shows} = parse(yaml) as {title: string; shows?: string};
  return {title, shows: shows?.trim()};
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
