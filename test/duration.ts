/**
 * How long all tests take on a machine that is named. A run of all of them that passes leaves it in runs/tests.json; `npm run duration` keeps it
 * in test/duration.json, from where the README has it, the reporter what it expects, and the sequencer which files are long.
 */
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {availableParallelism, cpus} from 'node:os';
import {dirname, join, relative} from 'node:path';

const root = join(import.meta.dirname, '..');
export const KEPT: string = join(root, 'test/duration.json');
export const LAST_RUN: string = join(root, 'runs/tests.json');

export interface Duration {
  readonly seconds: number;
  readonly cores: number;
  readonly machine: string;
  /** As in 2026-01-31. */
  readonly date: string;
  /** Of each file that takes long, in seconds, longest first. */
  readonly files: Readonly<Record<string, number>>;
}

/** Files that take less than this are not listed. */
const LONG_SECONDS = 2;

export const coresInWords = (cores: number = availableParallelism()): string => (cores === 1 ? 'one core' : `${cores} cores`);

/** As in "about 9 minutes on 2 cores". */
export function durationInWords({seconds, cores}: Pick<Duration, 'seconds' | 'cores'>): string {
  const minutes = Math.round(seconds / 60);
  return `about ${minutes <= 1 ? 'a minute' : `${minutes} minutes`} on ${coresInWords(cores)}`;
}

/** What the files took by themselves, by path, in seconds; and all of them together. */
export function durationOf(seconds: number, files: ReadonlyMap<string, number>): Duration {
  const long = [...files].filter(([, one]) => one >= LONG_SECONDS).sort(([, a], [, b]) => b - a);
  return {
    seconds: Math.round(seconds),
    cores: availableParallelism(),
    machine: `${cpus()[0]?.model ?? 'an unknown processor'}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
    date: new Date().toISOString().slice(0, 10),
    files: Object.fromEntries(long.map(([file, one]) => [relative(root, file).replaceAll('\\', '/'), Math.round(one)])),
  };
}

export function readDuration(path: string = KEPT): Duration | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Duration) : undefined;
}

export function writeDuration(duration: Duration, path: string): void {
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(path, `${JSON.stringify(duration, undefined, 2)}\n`);
}
