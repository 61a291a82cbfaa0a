/**
 * Runs an experiment into a directory: what is on disk stays, what is missing is computed, results and summary are written anew.
 */
import {join} from 'node:path';
import {isNeural} from '../../lab/arm.ts';
import type {Experiment} from '../../lab/experiment.ts';
import {checkRoom} from '../../lab/room.ts';
import {compareText, type Row} from '../../lab/row.ts';
import {Summarizer, type Summary} from '../../lab/summary.ts';
import type {LoadedExperiment} from '../experiment-file.ts';
import {makeFolder, replaceFile} from '../files.ts';
import type {Device} from '../tensor/device.ts';
import {memoryOfMachine} from '../tensor/memory.ts';
import {probeDevice} from '../tensor/runtime.ts';
import {requireWorkers} from '../workers.ts';
import {type ArmInput, inputsOf} from './inputs.ts';
import {takeLock} from './lock.ts';
import {claimDirectory, hashOf, madeOf, readLockFile} from './lock-file.ts';
import {coverOf, planRun, unitsBySeed, wholeSeeds} from './plan.ts';
import {runPool} from './pool.ts';
import {Progress} from './progress.ts';
import {type Range, Store, type UnitKey} from './store.ts';
import type {TaskContext} from './task.ts';

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
  const store = new Store(directory);
  for (const arm of arms) store.sweep(arm.name);
  const words = new Map(arms.map((arm, i) => [arm.name, inputs[i].words]));
  const stored = (arm: string) => store.list(arm);
  const plan = planRun({arms, seeds, generations, words: (arm) => words.get(arm.name)!, stored});
  const context: TaskContext = {
    directory,
    arms,
    hashes: made.map((m) => hashOf(m.made)),
    inputs,
    measures,
    generations,
    snapshots: snapshots ?? snapshotsOf(generations),
    seed,
    device,
    keepModels,
  };
  const done = arms.map((arm) => countDone(store, arm.name, seeds, generations));
  const progress = new Progress(arms, {seeds, done, tasks: plan.tasks, measure: measures[0]});
  const show = () => onProgress?.(progress);
  show();
  const whole = await runPool({
    tasks: plan.tasks,
    context,
    workers,
    signal,
    events: {
      started(task) {
        progress.started(task);
        show();
      },
      progress(task, event) {
        progress.moved(task, event);
        show();
      },
      ended(task, lineages) {
        progress.ended(task, lineages);
        show();
      },
    },
  });
  if (!whole) return undefined;
  const summary = writeResults(store, context, experiment);
  return {summary, reused: plan.done, lineages: arms.length * seeds};
}

function countDone(store: Store, arm: string, seeds: number, generations: number): number {
  const units = store.list(arm);
  return wholeSeeds(units, seeds, generations).reduce((sum, whole) => sum + whole, 0);
}

/** A handful of generations, evenly spread on a logarithmic scale, first and last among them. */
export function snapshotsOf(generations: number, most = 6): number[] {
  const steps = Math.min(most, generations);
  const list = Array.from({length: steps}, (_, i) => Math.round(generations ** (steps === 1 ? 1 : i / (steps - 1))));
  return [...new Set(list)].sort((a, b) => a - b);
}

/** Writes results.jsonl and summary.json from the units; reads each unit once. */
function writeResults(store: Store, context: TaskContext, experiment: Experiment): Summary {
  const {seeds} = experiment;
  const summarizer = new Summarizer();
  replaceFile(join(store.directory, 'results.jsonl'), resultLines(store, context, {seeds, summarizer}));
  const summary = summarizer.finish(experiment);
  replaceFile(join(store.directory, 'summary.json'), [`${JSON.stringify(summary)}\n`]);
  return summary;
}

function* resultLines(store: Store, context: TaskContext, {seeds, summarizer}: {seeds: number; summarizer: Summarizer}): Generator<string> {
  const order = context.arms.map((_, i) => i).sort((a, b) => compareText(context.arms[a].name, context.arms[b].name));
  for (const index of order) {
    const arm = context.arms[index].name;
    const units = unitsBySeed(store.list(arm));
    for (let seed = 0; seed < seeds; ) {
      const cover = coverOf(units(seed), seed, context.generations)!;
      const last = Math.min(seeds - 1, cover[0].block ? cover[0].seeds[1] : seed);
      const wanted = {seeds: [seed, last] as const, generations: context.generations};
      for (const unit of cover) yield unitLines(store.rows(unit, context.hashes[index]), unit, wanted, summarizer);
      seed = last + 1;
    }
  }
}

/** The lines of a unit that are wanted: as they stand in it where all are, which saves writing them anew. */
function unitLines(
  {rows, lines}: {rows: readonly Row[]; lines: string},
  unit: UnitKey,
  {seeds, generations}: {seeds: Range; generations: number},
  summarizer: Summarizer,
): string {
  const whole = unit.seeds[0] === seeds[0] && unit.seeds[1] === seeds[1] && unit.generations[1] <= generations;
  const wanted = whole ? rows : rows.filter((row) => row.seed >= seeds[0] && row.seed <= seeds[1] && row.generation <= generations);
  for (const row of wanted) summarizer.add(row);
  return whole ? lines : wanted.map((row) => `${JSON.stringify(row)}\n`).join('');
}
