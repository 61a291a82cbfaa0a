/**
 * Lineages of a run directory made again, from what the run has kept and from its seeds: the same seed gives the same bytes, as long as
 * data and genloss are what they were.
 */
import {ConfigError, DataError} from '../../core/error.ts';
import {Stream} from '../../core/random/stream.ts';
import type {Arm} from '../../lab/experiment/arm.ts';
import {Lineage} from '../../lab/loop/lineage.ts';
import {LineagePeople} from '../../run/asked.ts';
import type {LoadedExperiment} from '../../run/experiment.ts';
import {saidByAsk} from '../../run/judgement.ts';
import {asksPeople, asksPrograms} from '../../run/room.ts';
import {linesOfRun} from '../people/of-run.ts';
import type {Device} from '../tensor/device.ts';
import {loadDevice, openRuntime} from '../tensor/runtime.ts';
import {inputsOf} from './inputs.ts';
import {hashOf, type Made, madeOf, readLockFile} from './lock-file.ts';
import {storeOf} from './store.ts';
import {storedExperiment} from './stored-experiment.ts';

export interface StoredRun {
  readonly directory: string;
  readonly loaded: LoadedExperiment;
  readonly made: Readonly<Record<string, {readonly hash: string; readonly made: Made}>>;
}

/** Throws DataError where the directory is none of a run. */
export function openRun(directory: string): StoredRun {
  const loaded = storedExperiment(directory);
  const lock = readLockFile(directory);
  if (!lock)
    throw new DataError('not a run directory: it holds no lock.json', {
      where: directory,
      next: 'give a directory that `genloss run` wrote',
    });
  return {directory, loaded, made: lock.arms};
}

/** Where a generation is asked for that there is none of, since the lineage had ended. */
export const afterEnd = (
  {arm, seed, generation}: {readonly arm: Arm; readonly seed: number; readonly generation: number},
  {end, directory}: {readonly end: number; readonly directory: string},
): ConfigError =>
  new ConfigError(`there is no generation ${generation}: the arm ${arm.name} with seed ${seed} ended at generation ${end}, by its stop`, {
    where: directory,
    next: `give one of 1 to ${end}`,
  });

/** What is made again, for messages, and the word of `--keep` that would have kept it. */
interface Wanted {
  readonly what: string;
  readonly keep: 'models' | 'samples';
}

export interface LineageAgain {
  readonly lineage: Lineage;
  /** Of the arm's corpus, or its records where it is points; 0 of worlds. */
  readonly words: number;
}

/** A lineage before its first generation. Throws ConfigError where it would not be what it was. */
export async function lineageAgain(run: StoredRun, {arm, seed}: {arm: Arm; seed: number}, {what, keep}: Wanted): Promise<LineageAgain> {
  const {loaded, made, directory} = run;
  const {experiment, base} = loaded;
  const next = `run the experiment anew with --keep ${keep}`;
  if (asksPrograms(arm))
    throw new ConfigError(`the run has not kept ${what}, and a program says what is kept of it: it may say otherwise now`, {
      where: directory,
      next,
    });
  const {device} = (made[arm.name]?.made ?? {}) as {device?: Device};
  const [{digest, corpus, points, preferences, words}] = await inputsOf([arm], base);
  const {measures, snapshots, generations, seed: root} = experiment;
  const now = madeOf({arm, measures, snapshots, seed: root, contents: digest, device});
  if (hashOf(now) !== made[arm.name]?.hash)
    throw new ConfigError(`the run has not kept ${what}, and it cannot be made again: its data or genloss itself changed since`, {
      where: directory,
      next,
    });
  if (device !== undefined) await loadDevice(device);
  const lineage = new Lineage({
    ...{arm, seed, corpus, points},
    root: Stream.root(root),
    measures: [],
    generations,
    ports: {preferences, ...(asksPeople(arm) && {people: peopleAgain(run, {arm, seed})})},
    runtime: () => openRuntime({device}),
  });
  return {lineage, words};
}

/** What its generations were trained with. */
function peopleAgain({directory, loaded}: StoredRun, {arm, seed}: {arm: Arm; seed: number}): LineagePeople {
  const store = storeOf(directory);
  const {own, recorded} = linesOfRun(directory, [arm], loaded.base);
  const judged = store.list(arm.name).flatMap((unit) => store.read(unit).judged());
  return new LineagePeople(
    seed,
    saidByAsk([...recorded, ...own]),
    judged.filter((one) => one.seed === seed),
  );
}
