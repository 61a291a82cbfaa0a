/** From a run directory to its report: reads what is on disk, and has it drawn. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import * as z from 'zod';
import {DataError, ResourceError} from '../../core/error.ts';
import type {Times} from '../../lab/loop/stopwatch.ts';
import type {Summary} from '../../lab/results/summary.ts';
import type {RunRecord} from '../../report/pages/run/gather.ts';
import type {LoadedExperiment} from '../../run/experiment.ts';
import {chainOf, coverOf} from '../../run/plan.ts';
import type {UnitKey} from '../../run/unit.ts';
import {drawingDocument} from '../document.ts';
import {replaceFile} from '../files.ts';
import {readStored, storedJson} from '../stored.ts';
import {version} from '../version.ts';
import {type LockFile, readLockFile} from './lock-file.ts';
import {type FileStore, storeOf} from './store.ts';
import {storedExperiment} from './stored-experiment.ts';

/** Writes report.html and returns its path. */
export async function writeReport(directory: string): Promise<string> {
  const record = readRun(directory);
  const {reportInputOf, buildReport, document} = await whatDraws();
  const path = join(directory, 'report.html');
  replaceFile(path, [buildReport(reportInputOf(record), document)]);
  return path;
}

/** Loads what draws the report, which takes longer than drawing it: while threads work there is time for it. */
export async function prepareReport(): Promise<void> {
  await whatDraws();
}

async function whatDraws() {
  const [{reportInputOf}, {buildReport}, document] = await Promise.all([
    import('../../report/pages/run/gather.ts'),
    import('../../report/pages/run/report.ts'),
    drawingDocument(),
  ]);
  return {reportInputOf, buildReport, document};
}

function readRun(directory: string): RunRecord {
  const {loaded, store} = {loaded: storedExperiment(directory), store: storeOf(directory)};
  return recordOf({loaded, store, summary: readSummary(directory), versions: lockVersions(readLockFile(directory))});
}

interface RunParts {
  readonly loaded: LoadedExperiment;
  readonly store: FileStore;
  readonly summary: Summary;
  readonly versions: RunRecord['versions'];
  /** Whether pictures are of what is there, where the first lineage of an arm is not whole yet. */
  readonly asItStands?: boolean;
}

export function recordOf({loaded, store, summary, versions, asItStands = false}: RunParts): RunRecord {
  const {experiment, arms, yaml} = loaded;
  const first = arms.map(({name}) => ({
    arm: name,
    units: firstLineage(store, name, {generations: experiment.generations, asItStands}).map((unit) => store.read(unit)),
  }));
  return {
    experiment,
    arms,
    yaml: yaml(),
    summary,
    command: 'genloss run experiment.yaml -o NEW_FOLDER',
    versions,
    pictured: first.flatMap(({arm, units}) => units.flatMap((unit) => unit.pictures()).map((shot) => ({arm, ...shot}))),
    notes: first.flatMap(({arm, units}) => [...new Set(units.flatMap((unit) => unit.notes()))].map((text) => ({arm, text}))),
    timed: arms.flatMap(({name}) => store.list(name).flatMap((unit) => timedPart(unit, store.read(unit).spent()))),
  };
}

function timedPart({arm, seeds, generations}: UnitKey, spent: Times | undefined): RunRecord['timed'] {
  const count = (seeds[1] - seeds[0] + 1) * (generations[1] - generations[0] + 1);
  return spent ? [{arm, generations: count, spent}] : [];
}

/** The units of an arm's first seed; none where the directory does not say what made them, or some are missing. */
function firstLineage(
  store: FileStore,
  arm: string,
  {generations, asItStands}: {generations: number; asItStands: boolean},
): readonly UnitKey[] {
  if (store.hashes[arm] === undefined) return [];
  const units = store.list(arm);
  return coverOf(units, 0, generations) ?? (asItStands ? chainOf(units, 0) : []);
}

/** What the report relies on of the points of a summary; the rest of them it shows as it finds it. */
const summarySchema = z.looseObject({
  arms: z.record(z.string(), z.record(z.string(), z.array(z.looseObject({generation: z.number(), n: z.number()})))),
  differences: z.array(z.looseObject({measure: z.string(), generation: z.number(), arm: z.string(), against: z.string(), n: z.number()})),
});

/** Throws Error where the text is no summary. */
export const summaryIn = (text: string): Summary => storedJson(text, summarySchema) as unknown as Summary;

/** Throws DataError where there is none, or it is damaged. */
export function readSummary(directory: string): Summary {
  const path = join(directory, 'summary.json');
  if (!existsSync(path))
    throw new DataError('the run is not finished: it has no summary.json', {
      where: directory,
      next: 'run the same experiment into it again; it goes on from what is there',
    });
  try {
    return summaryIn(readStored(path).toString('utf8'));
  } catch (error) {
    if (error instanceof ResourceError) throw error;
    throw new DataError('summary.json is damaged, or of another version', {
      where: path,
      next: 'run the same experiment into the directory again: it is written anew',
      cause: error,
    });
  }
}

export function lockVersions(lock: LockFile | undefined): Record<string, string> {
  return {genloss: lock?.genloss ?? version(), node: lock?.node ?? process.version};
}
