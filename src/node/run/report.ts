/** From a run directory to its report: reads what is on disk, and has it drawn. */
import {existsSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {z} from 'zod';
import {DataError, ResourceError} from '../../core/error.ts';
import type {Summary} from '../../lab/summary.ts';
import type {RunRecord} from '../../report/pages/run/gather.ts';
import {drawingDocument} from '../document.ts';
import type {LoadedExperiment} from '../experiment-file.ts';
import {replaceFile} from '../files.ts';
import {readStoredJson} from '../stored.ts';
import {version} from '../version.ts';
import {readLockFile} from './lock-file.ts';
import {coverOf} from './plan.ts';
import {Store, type UnitKey} from './store.ts';
import {storedExperiment} from './stored-experiment.ts';

/** Writes report.html and returns its path. */
export async function writeReport(directory: string): Promise<string> {
  const record = readRun(directory);
  const [{reportInputOf}, {buildReport}] = await Promise.all([
    import('../../report/pages/run/gather.ts'),
    import('../../report/pages/run/report.ts'),
  ]);
  const path = join(directory, 'report.html');
  replaceFile(path, [buildReport(reportInputOf(record), await drawingDocument())]);
  return path;
}

function readRun(directory: string): RunRecord {
  const loaded = storedExperiment(directory);
  const {experiment, arms, yaml} = loaded;
  const store = new Store(directory);
  const summary = readSummary(directory);
  const first = firstUnits(directory, loaded, store);
  return {
    experiment,
    arms,
    yaml,
    summary,
    command: `genloss run ${JSON.stringify(resolve(directory, 'experiment.yaml'))} --out NEW_FOLDER`,
    versions: versionsOf(directory),
    pictured: first.flatMap(({arm, hash, units}) => units.flatMap((unit) => store.pictures(unit, hash)).map((shot) => ({arm, ...shot}))),
    notes: first.flatMap(({arm, hash, units}) =>
      [...new Set(units.flatMap((unit) => store.notes(unit, hash)))].map((text) => ({arm, text})),
    ),
    timed: arms.flatMap(({name}) =>
      store.list(name).map((unit) => ({arm: name, lineages: unit.seeds[1] - unit.seeds[0] + 1, times: store.times(unit)})),
    ),
  };
}

/** The units of the first seed of every arm. */
function firstUnits(directory: string, {experiment, arms}: LoadedExperiment, store: Store) {
  const lock = readLockFile(directory);
  return arms.flatMap(({name}): {arm: string; hash: string; units: readonly UnitKey[]}[] => {
    const hash = lock?.arms[name]?.hash;
    const units = hash === undefined ? undefined : coverOf(store.list(name), 0, experiment.generations);
    return hash === undefined || units === undefined ? [] : [{arm: name, hash, units}];
  });
}

/** What the report relies on of the points of a summary; the rest of them it shows as it finds it. */
const summarySchema = z.looseObject({
  arms: z.record(z.string(), z.record(z.string(), z.array(z.looseObject({generation: z.number(), n: z.number()})))),
  differences: z.array(z.looseObject({measure: z.string(), generation: z.number(), arm: z.string(), against: z.string(), n: z.number()})),
});

function readSummary(directory: string): Summary {
  const path = join(directory, 'summary.json');
  if (!existsSync(path))
    throw new DataError('the run is not finished: it has no summary.json', {
      where: directory,
      next: 'run the same experiment into it again; it goes on from what is there',
    });
  try {
    return readStoredJson(path, summarySchema) as unknown as Summary;
  } catch (error) {
    if (error instanceof ResourceError) throw error;
    throw new DataError('summary.json is damaged, or of another version', {
      where: path,
      next: 'run the same experiment into the directory again: it is written anew',
      cause: error,
    });
  }
}

function versionsOf(directory: string): Record<string, string> {
  const lock = readLockFile(directory);
  return {genloss: lock?.genloss ?? version(), node: lock?.node ?? process.version};
}
