/**
 * Runs an experiment into a directory: what is on disk stays, what is missing is computed, results and summary are written anew.
 */

import {join} from 'node:path';
import {type Arm, isNeural} from '../../lab/experiment/arm.ts';
import {checkRoom} from '../../lab/experiment/memory.ts';
import type {Experiment} from '../../lab/experiment/schema.ts';
import {Summarizer, type Summary} from '../../lab/results/summary.ts';
import type {LoadedExperiment} from '../../run/experiment.ts';
import type {Progress} from '../../run/progress.ts';
import {computeRun, resultLines, snapshotsOf, summaryJson} from '../../run/run.ts';
import type {TaskContext} from '../../run/task.ts';
import {makeFolder, replaceFile} from '../files.ts';
import type {Device} from '../tensor/device.ts';
import {memoryOfMachine} from '../tensor/memory.ts';
import {probeDevice} from '../tensor/runtime.ts';
import {requireWorkers} from '../workers.ts';
import {type ArmInput, inputsOf} from './inputs.ts';
import {takeLock} from './lock.ts';
import {claimDirectory, hashOf, madeOf, readLockFile} from './lock-file.ts';
import {inThreads} from './pool.ts';
import {FileStore} from './store.ts';

export interface RunOptions {
  readonly directory: string;
  readonly workers: number;
  /** Where neural models are computed; `cpu` unless said. Another device rounds otherwise: its results are results of their own. */
  readonly device?: Device;
  /** Whether the transformers of every generation are stored, to be exported without another training. Results are the same. */
  readonly keepModels?: boolean;
  readonly signal?: AbortSignal;
  /** Called when there is something new to show. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface RunResult {
  readonly summary: Summary;
  /** Lineages that were on disk before. */
  readonly reused: number;
  readonly lineages: number;
}

/** Undefined where the run was stopped before its end. */
export async function runExperiment(loaded: LoadedExperiment, options: RunOptions): Promise<RunResult | undefined> {
  readLockFile(options.directory);
  checkRoom(loaded.arms, loaded.experiment, memoryOfMachine());
  if (loaded.arms.some(isNeural)) probeDevice(options.device ?? 'cpu');
  const inputs = await inputsOf(loaded.arms, loaded.base);
  makeFolder(options.directory);
  const release = takeLock(options.directory);
  try {
    return await runLocked(loaded, options, inputs);
  } finally {
    release();
  }
}

async function runLocked(loaded: LoadedExperiment, options: RunOptions, inputs: readonly ArmInput[]): Promise<RunResult | undefined> {
  const {experiment, arms} = loaded;
  const {directory, workers, signal, onProgress, device = 'cpu', keepModels} = options;
  requireWorkers(workers);
  const {seeds, generations, measures, snapshots, seed} = experiment;
  const made = arms.map((arm, i) => ({
    name: arm.name,
    made: madeOf({arm, measures, snapshots, seed, contents: inputs[i].digest, device: isNeural(arm) ? device : 'cpu'}),
  }));
  claimDirectory(directory, experiment.title, made);
  replaceFile(join(directory, 'experiment.yaml'), [loaded.yaml]);
  const store = new FileStore(directory, Object.fromEntries(made.map(({name, made: own}) => [name, hashOf(own)])));
  for (const arm of arms) store.sweep(arm.name);
  const words = new Map(arms.map((arm, i) => [arm.name, inputs[i].words]));
  const context: TaskContext = {
    arms,
    inputs: inputs.map(({corpus, points, preferences}) => ({corpus, points, preferences})),
    measures,
    generations,
    snapshots: snapshots ?? snapshotsOf(generations),
    seed,
    keepModels,
  };
  const executor = inThreads({plan: {directory, hashes: store.hashes, context, device}, workers, signal});
  const {isWhole, reused} = await computeRun({
    arms,
    experiment,
    store,
    executor,
    words: (arm) => words.get(arm.name)!,
    onProgress,
  });
  if (!isWhole) return undefined;
  return {summary: writeResults({arms, experiment, store}), reused, lineages: arms.length * seeds};
}

/** Writes results.jsonl and summary.json from the units. */
function writeResults({arms, experiment, store}: {arms: readonly Arm[]; experiment: Experiment; store: FileStore}): Summary {
  const summarizer = new Summarizer();
  replaceFile(join(store.directory, 'results.jsonl'), resultLines({arms, experiment, store}, summarizer));
  const summary = summarizer.finish(experiment);
  replaceFile(join(store.directory, 'summary.json'), [summaryJson(summary)]);
  return summary;
}
