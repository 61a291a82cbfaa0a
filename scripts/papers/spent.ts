/** How long the runs in a folder took, kept beside them: a call that goes on where an earlier one stopped tells the time of both. */
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

export type Spent = Readonly<Record<string, number>>;

const fileOf = (directory: string): string => join(directory, 'seconds.json');

/** Seconds by experiment. */
export function spentIn(directory: string): Spent {
  return existsSync(fileOf(directory)) ? (JSON.parse(readFileSync(fileOf(directory), 'utf8')) as Spent) : {};
}

/** `isFirst`: nothing of the experiment was there before. */
export function spend(directory: string, experiment: string, {seconds, isFirst}: {seconds: number; isFirst: boolean}): void {
  const before = spentIn(directory);
  const all = {...before, [experiment]: seconds + (isFirst ? 0 : (before[experiment] ?? 0))};
  writeFileSync(fileOf(directory), `${JSON.stringify(all, undefined, 2)}\n`);
}
