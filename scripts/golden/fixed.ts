/**
 * What differs from machine to machine, from run to run and from release to release, and what stands for it in golden files:
 *
 *   the version of genloss   VERSION    in reports, SARIF, manifests, `--version`
 *   the version of Node      vNODE      in reports
 *   the folder of the run    /golden    in messages
 *   the way to the schemas   SCHEMAS    in what `genloss show` prints
 *   the size of a run        SIZE       at the end of `genloss run`: what generations took is in it
 *   the clock                SECONDS    what every unit took is overwritten before the report is made again
 *
 * Nothing else is replaced. The width of the terminal and its colours are set by `command.ts`.
 */
import {readdirSync, readFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import {ACTIVITIES, type Activity} from '../../src/lab/loop/stopwatch.ts';
import {replaceFile} from '../../src/node/files.ts';
import {copiedChunks, placesOf, readIndex, type UnitEntry} from '../../src/node/run/unit-file.ts';
import {root} from './command.ts';

const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {version: string};
const SECONDS = {fit: 0.1, sample: 0.2, treat: 0.3, measure: 0.4};

/** `folder`: where the commands ran, an absolute path. */
export function fixed(text: string, folder: string): string {
  const schemas = relative(folder, join(root, 'schema'));
  return text
    .replaceAll(folder, '/golden')
    .replaceAll(schemas, 'SCHEMAS')
    .replaceAll(process.version, 'vNODE')
    .replace(wholeVersion, 'VERSION')
    .replace(/^(disk {5})[\d.]+ [kMG]?B in /gm, '$1SIZE in ');
}

const wholeVersion = new RegExp(`(?<![\\w.])${version.replaceAll('.', '\\.')}(?![\\w.]*\\w)`, 'g');

/** Gives every generation of a run directory the same times. */
export function fixTimes(run: string): void {
  const names = (readdirSync(run, {recursive: true}) as string[]).filter((name) => name.endsWith('.units'));
  if (names.length === 0) throw new Error(`${run} has no units: where is the clock of a run now?`);
  for (const name of names) {
    const path = join(run, name);
    const index = readIndex(path);
    const places = placesOf(path, index).map((place) => ({...place, entry: {...place.entry, spent: spentOf(place.entry)}}));
    replaceFile(path, [...copiedChunks(index.hash, places)]);
  }
}

function spentOf({seeds, generations}: UnitEntry): Record<Activity, number> {
  const count = (seeds[1] - seeds[0] + 1) * (generations[1] - generations[0] + 1);
  return Object.fromEntries(ACTIVITIES.map((activity) => [activity, SECONDS[activity] * count])) as Record<Activity, number>;
}
