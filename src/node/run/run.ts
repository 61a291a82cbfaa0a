/**
 * Runs an experiment into a directory: what is on disk stays, what is missing is computed, results and summary are written anew.
 */

import {join} from 'node:path';
import {type Arm, isNeural} from '../../lab/experiment/arm.ts';
import {checkRoom, leastMemory} from '../../lab/experiment/memory.ts';
import type {Experiment} from '../../lab/experiment/schema.ts';
import {Summarizer, type Summary} from '../../lab/results/summary.ts';
import type {LoadedExperiment} from '../../run/experiment.ts';
import {type Beyond, beyondAsked, wholeSeeds} from '../../run/plan.ts';
import type {Progress} from '../../run/progress.ts';
import {asksPeople} from '../../run/room.ts';
import {computeRun, resultLines, snapshotsOf, summaryJson} from '../../run/run.ts';
import type {TaskContext} from '../../run/task.ts';
import {type ArmTrial, tryArms} from '../../run/trial.ts';
import {makeFolder, replaceFile} from '../files.ts';
import {RunPeople} from '../people/of-run.ts';
import {keepRecorded, recordedPlaces} from '../people/recorded.ts';
import type {Device} from '../tensor/device.ts';
import {memoryOfMachine} from '../tensor/memory.ts';
import {probeDevice} from '../tensor/runtime.ts';
import {requireWorkers} from '../workers.ts';
import {placedIn, recordedFiles} from './data-files.ts';
import {type ArmInput, inputsOf} from './inputs.ts';
import {takeLock} from './lock.ts';
import {claimDirectory, hashOf, madeOf, readLockFile} from './lock-file.ts';
import {inThreads} from './pool.ts';
import {areKept} from './sample-files.ts';
import {FileStore} from './store.ts';

export interface RunOptions {
  readonly directory: string;
  readonly workers: number;
  /** Where neural models are computed; `cpu` unless said. Another device rounds otherwise: its results are results of their own. */
  readonly device?: Device;
  /** Whether the transformers of every generation are stored, to be exported without another training. Results are the same. */
  readonly keepModels?: boolean;
  /** Whether what every generation wrote is kept, and the human side of every lineage. */
  readonly keepSamples?: boolean;
  readonly signal?: AbortSignal;
  /** Called when there is something new to show. */
  readonly onProgress?: (progress: Progress) => void;
  /** Told what whoever runs it should know. */
  readonly onNotice?: (text: string) => void;
}

export interface RunResult {
  readonly summary: Summary;
  /** Lineages that were on disk before. */
  readonly reused: number;
  readonly lineages: number;
  /** Lineages whose samples were to be kept and are not, since they were there before. */
  readonly withoutSamples: number;
  /** What is stored beyond what was asked for; undefined where nothing is. */
  readonly beyond?: Beyond;
}

/** Undefined where the run was stopped before its end. Throws UnfinishedError where it waits for people. */
export async function runExperiment(loaded: LoadedExperiment, options: RunOptions): Promise<RunResult | undefined> {
  readLockFile(options.directory);
  checkRoom(loaded.arms, loaded.experiment, memoryOfMachine());
  if (loaded.arms.some(isNeural)) await probeDevice(options.device ?? 'cpu');
  const inputs = await inputsOf(loaded.arms, loaded.base);
  makeFolder(options.directory);
  const release = takeLock(options.directory);
  try {
    return await runLocked(loaded, options, inputs);
  } finally {
    release();
  }
}

export interface ForeseenRun {
  readonly lineages: number;
  /** Lineages that are on disk already. */
  readonly done: number;
  /** By the clock, with all workers. */
  readonly seconds: number;
  /** Arms that could not be tried: of them it is a rough estimate. */
  readonly roughArms: readonly string[];
  /** Arms whose lineages may end before the last generation: what is told of them is for all generations, where they were not run to their end. */
  readonly stoppedArms: readonly string[];
  /** Of results.jsonl; undefined where no arm could be tried. */
  readonly resultBytes?: number;
  /** Of all files but the report: results, samples where they are kept, and what the store keeps; undefined where no arm could be tried. */
  readonly diskBytes?: number;
  /** Of memory, at the least: the data once, and what each worker's lineage holds. */
  readonly memoryBytes: number;
}

const TRIAL_SECONDS = 6;

/** What `runExperiment` would do and take, from a trial of a few seconds. Writes nothing. Throws what it would throw before it starts. */
export async function foreseeRun(
  loaded: LoadedExperiment,
  {directory, workers, device = 'cpu', keepSamples = false}: RunOptions,
): Promise<ForeseenRun> {
  const {experiment, arms} = loaded;
  const {seeds, generations, measures, snapshots, seed} = experiment;
  readLockFile(directory);
  checkRoom(arms, experiment, memoryOfMachine());
  if (arms.some(isNeural)) await probeDevice(device);
  const inputs = await inputsOf(arms, loaded.base);
  const made = madeOfArms(loaded, inputs, device);
  const store = new FileStore(directory, Object.fromEntries(made.map(({name, made: own}) => [name, hashOf(own)])));
  const context: TaskContext = {arms, inputs, measures, generations, snapshots: snapshots ?? snapshotsOf(generations), seed};
  const words = (arm: Arm) => inputs[arms.indexOf(arm)].words;
  const {openRuntime} = await import('../tensor/runtime.ts');
  let runtime: ReturnType<typeof openRuntime> | undefined;
  const trials = await tryArms({
    experiment,
    context,
    ports: {runtime: () => (runtime ??= openRuntime({device}))},
    seconds: () => performance.now() / 1000,
    words,
    limit: TRIAL_SECONDS,
    keepsSamples: keepSamples,
  });
  runtime?.close();
  const left = arms.map((arm) => seeds - wholeSeeds(store.list(arm.name), seeds, generations).reduce((sum, whole) => sum + whole, 0));
  const total = trials.reduce((sum, trial, i) => sum + trial.seconds * left[i], 0);
  const longest = Math.max(0, ...trials.map((trial, i) => (left[i] > 0 ? trial.seconds : 0)));
  const tried = trials.filter(({rowBytes}) => rowBytes !== undefined);
  const ofAll = (of: (trial: ArmTrial) => number) =>
    (seeds * arms.length * tried.reduce((sum, trial) => sum + of(trial), 0)) / tried.length;
  return {
    lineages: arms.length * seeds,
    done: arms.length * seeds - left.reduce((sum, own) => sum + own, 0),
    seconds: Math.max(total / workers, longest),
    roughArms: trials.filter(({tried: count}) => count === 0).map(({arm}) => arm),
    stoppedArms: arms.filter(({stop}) => stop !== undefined).map(({name}) => name),
    ...(tried.length > 0 && {
      resultBytes: ofAll(({rowBytes = 0}) => rowBytes),
      diskBytes: ofAll(({rowBytes = 0, keptBytes = 0, sampleBytes = 0}) => rowBytes + keptBytes + sampleBytes),
    }),
    memoryBytes:
      inputs.reduce((most, {corpus}) => Math.max(most, corpus?.documents.bytes.length ?? 0), 0) + workers * leastMemory(arms, experiment),
  };
}

function madeOfArms({experiment: {measures, snapshots, seed}, arms}: LoadedExperiment, inputs: readonly ArmInput[], device: Device) {
  return arms.map((arm, i) => ({
    name: arm.name,
    made: madeOf({arm, measures, snapshots, seed, contents: inputs[i].digest, device: isNeural(arm) ? device : 'cpu'}),
  }));
}

async function runLocked(loaded: LoadedExperiment, options: RunOptions, inputs: readonly ArmInput[]): Promise<RunResult | undefined> {
  const {experiment, arms} = loaded;
  const {directory, workers, signal, onProgress, device = 'cpu', keepModels, keepSamples = false} = options;
  requireWorkers(workers);
  const {seeds, generations, measures, snapshots, seed} = experiment;
  const made = madeOfArms(loaded, inputs, device);
  const copies = recordedPlaces(arms, loaded.base);
  const placed = placedIn(directory, loaded.base, copies);
  const files = await recordedFiles(arms, {base: loaded.base, placed});
  claimDirectory(directory, {title: experiment.title, arms: made, files, seeds, generations});
  keepRecorded(directory, copies);
  replaceFile(join(directory, 'experiment.yaml'), [loaded.yaml(placed)]);
  const store = new FileStore(directory, Object.fromEntries(made.map(({name, made: own}) => [name, hashOf(own)])));
  for (const arm of arms) store.sweep(arm.name);
  const words = new Map(arms.map((arm, i) => [arm.name, inputs[i].words]));
  const onNotice = options.onNotice ?? (() => {});
  const people = arms.some(asksPeople) ? new RunPeople({directory, arms, base: loaded.base, store, onNotice}) : undefined;
  const contextNow = (): TaskContext => ({
    arms,
    inputs: inputs.map(({corpus, points, preferences}) => ({corpus, points, preferences, ...(people && {said: people.said})})),
    measures,
    generations,
    snapshots: snapshots ?? snapshotsOf(generations),
    seed,
    keepModels,
  });
  const compute = () =>
    computeRun({
      ...{arms, experiment, store, onProgress},
      executor: inThreads({plan: {directory, hashes: store.hashes, context: contextNow(), device, keepSamples}, workers, signal}),
      words: (arm) => words.get(arm.name)!,
      onWaiting: (waiting) => people?.ask(waiting),
    });
  let outcome = await compute();
  const {reused} = outcome;
  while (!signal?.aborted && people?.goesOn(outcome.waiting)) outcome = await compute();
  const {isWhole, waiting} = outcome;
  people?.end({isWhole});
  if (people && waiting.length > 0 && !signal?.aborted) throw people.unfinished(waiting);
  if (!isWhole) return undefined;
  for (const arm of arms) store.pack(arm.name);
  const summary = writeResults({arms, experiment, store});
  const withoutSamples = keepSamples ? countWithoutSamples(loaded, directory) : 0;
  const beyond = beyondAsked({arms, seeds, generations, stored: (arm) => store.list(arm)});
  return {summary, reused, lineages: arms.length * seeds, withoutSamples, ...(beyond && {beyond})};
}

function countWithoutSamples({arms, experiment: {seeds, generations}}: LoadedExperiment, directory: string): number {
  const all = arms.flatMap(({name}) => Array.from({length: seeds}, (_, seed) => ({arm: name, seed, generations})));
  return all.filter((lineage) => !areKept(directory, lineage)).length;
}

/** Writes results.jsonl and summary.json from the units. */
function writeResults({arms, experiment, store}: {arms: readonly Arm[]; experiment: Experiment; store: FileStore}): Summary {
  const summarizer = new Summarizer();
  replaceFile(join(store.directory, 'results.jsonl'), resultLines({arms, experiment, store}, summarizer));
  const summary = summarizer.finish(experiment);
  replaceFile(join(store.directory, 'summary.json'), [summaryJson(summary)]);
  return summary;
}
